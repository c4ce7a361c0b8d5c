/**
 * The processor time that the main thread has taken, in microseconds. For work that never waits it is what a clock would
 * show on an idle machine, and other work on the machine lengthens it far less.
 */
export function threadTime(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

/** The same when it has just been brought up to date, which systems do every few milliseconds only. */
export function freshThreadTime(): number {
  const before = threadTime();
  let now = before;
  while (now === before) now = threadTime();
  return now;
}

/** A duration as a clock shows it: `1:05`. */
export function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

/** What is left of a wait, as a clock: never 0:00 before its end. */
export function countdown(milliseconds: number): string {
  return clock(Math.ceil(milliseconds / 1000) * 1000);
}

/** A duration in words: `20 seconds`, `2 minutes`. */
export function roughly(milliseconds: number): string {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  const [count, unit] = seconds < 100 ? [seconds, 'second'] : [Math.round(seconds / 60), 'minute'];
  return `${count} ${unit}${count === 1 ? '' : 's'}`;
}

/** Measures how many requests per second a client makes over HTTP, and how much of its processor each one takes. */
import { connect } from '#peer';
import { serveTurns } from '../support/serve-turns.ts';

const [baseUrl = '', concurrency = '1'] = process.argv.slice(2);
const call = connect({ baseUrl });

serveTurns(async ({ milliseconds }) => {
  const start = performance.now();
  const cpu = process.cpuUsage();
  let requests = 0;
  const loop = async (): Promise<void> => {
    while (performance.now() - start < milliseconds) {
      await call();
      requests += 1;
    }
  };
  await Promise.all(Array.from({ length: Number(concurrency) }, loop));
  const { user, system } = process.cpuUsage(cpu);
  const seconds = (performance.now() - start) / 1000;
  return { perSecond: requests / seconds, cpuMicroseconds: (user + system) / requests };
});

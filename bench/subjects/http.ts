import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { type ClientName, clients, namesOf } from '../candidates.ts';
import { compileWorker, compileWorkers } from '../support/compile.ts';
import { startWorker, takeTurns } from '../support/processes.ts';
import type { Subject } from '../support/report.ts';
import { figure, ratio, showNumber, showSpread } from '../support/statistics.ts';

const concurrency = 16;

interface Sample {
  readonly perSecond: number;
  readonly cpuMicroseconds: number;
}

export const http: Subject = async (settings) => {
  const schedule = { title: 'Over HTTP', rounds: settings.rounds(2), turns: 6, warmUp: 1500, duration: 250 };
  const names = namesOf(clients, settings);
  const workers = await compileWorkers({ file: 'workers/calls.ts', name: 'overHttp' }, 'clients.ts', names);
  const server = startWorker(await compileWorker({ file: 'workers/calls.ts', name: 'serve' }));
  try {
    const args = [`http://127.0.0.1:${await portOf(server)}`, concurrency];
    // The server must be warm before anybody's figures depend on it.
    const first = new Map([...workers].slice(0, 1));
    await takeTurns({ ...schedule, title: 'Over HTTP, warm-up of the server', rounds: 1 }, first, () => args);
    const samples = await takeTurns<ClientName, Sample>(schedule, workers, () => args);
    const perSecond = (sample: Sample): number => sample.perSecond;
    const cpu = ({ cpuMicroseconds }: Sample): number => cpuMicroseconds;
    return {
      title: 'Over HTTP',
      about:
        "Requests per second and the client's processor time per request, both of its user and system parts, with " +
        `${concurrency} calls under way at once over kept connections to a server in another process on the same ` +
        "machine. Each client runs in a process of its own over Node's own `fetch`, " +
        `${showNumber(schedule.warmUp)} ms to warm up, then ${schedule.turns} turns of ${schedule.duration} ms while ` +
        `the others wait. ${schedule.rounds} rounds with new processes.`,
      tables: [
        {
          head: ['', 'requests per second', '× raw fetch', 'CPU per request, µs', '× raw fetch'],
          rows: names.map((name) => [
            clients[name],
            showSpread(figure(samples, name, perSecond), 0),
            showSpread(ratio(samples, name, 'rawFetch', perSecond), 2),
            showSpread(figure(samples, name, cpu), 0),
            showSpread(ratio(samples, name, 'rawFetch', cpu), 2),
          ]),
        },
      ],
      goals: [
        {
          text: 'miosa-client over ky with its defaults, requests per second',
          reached: ratio(samples, 'miosa', 'kyWithDefaults', perSecond).median,
          limit: 0.95,
          atLeast: true,
        },
      ],
    };
  } finally {
    server.kill();
  }
};

async function portOf(server: ChildProcess): Promise<number> {
  const [port]: unknown[] = await once(server, 'message');
  if (typeof port !== 'number') throw new Error('The server did not report its port.');
  return port;
}

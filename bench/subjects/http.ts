import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { compileWorker, compileWorkers } from '../support/compile.ts';
import { type PeerName, peerNames, peers } from '../support/peer.ts';
import { figure, ratio } from '../support/rounds.ts';
import { cleanEnvironment } from '../support/run-worker.ts';
import type { Subject } from '../support/section.ts';
import { showNumber, showSpread } from '../support/statistics.ts';
import { takeTurns } from '../support/turns.ts';

const concurrency = 16;

interface Sample {
  readonly perSecond: number;
  readonly cpuMicroseconds: number;
}

export const http: Subject = async (effort) => {
  const race = { title: 'Over HTTP', rounds: effort.rounds(2), turns: 6, warmUp: 1500, duration: 250 };
  const workers = await compileWorkers('http', peerNames, (name) => ({ '#peer': `peers/${name}.ts` }));
  const server = fork(await compileWorker('http-server'), { env: cleanEnvironment });
  try {
    const baseUrl = `http://127.0.0.1:${await portOf(server)}`;
    // The server must be warm before anybody's figures depend on it.
    const floor = new Map([...workers].slice(0, 1));
    await takeTurns({ ...race, title: 'Over HTTP, warm-up of the server', rounds: 1 }, floor, () => [
      baseUrl,
      concurrency,
    ]);
    const samples = await takeTurns<PeerName, Sample>(race, workers, () => [baseUrl, concurrency]);
    const perSecond = (sample: Sample): number => sample.perSecond;
    const cpu = ({ cpuMicroseconds }: Sample): number => cpuMicroseconds;
    return {
      title: 'Over HTTP',
      about:
        "Requests per second and the client's processor time per request, both of its user and system parts, with " +
        `${concurrency} calls under way at once over kept connections to a server in another process on the same ` +
        `machine. Each peer runs in a process of its own over Node's own \`fetch\`, ${showNumber(race.warmUp)} ms to ` +
        `warm up, then ${race.turns} turns of ${race.duration} ms while the others wait. ` +
        `${race.rounds} rounds with new processes.`,
      tables: [
        {
          head: ['', 'requests per second', '× raw fetch', 'CPU per request, µs', '× raw fetch'],
          rows: peerNames.map((name) => [
            peers[name],
            showSpread(figure(samples, name, perSecond), 0),
            showSpread(ratio(samples, name, 'fetch', perSecond), 2),
            showSpread(figure(samples, name, cpu), 0),
            showSpread(ratio(samples, name, 'fetch', cpu), 2),
          ]),
        },
      ],
      goals: [
        {
          text: 'miosa-client over raw fetch, requests per second',
          reached: ratio(samples, 'miosa', 'fetch', perSecond).median,
          limit: 0.62,
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
  if (typeof port !== 'number') throw new Error('The server did not say where it listens.');
  return port;
}

import { compileWorkers } from '../support/compile.ts';
import { type PeerName, peerNames, peers } from '../support/peer.ts';
import { figure, ratio } from '../support/rounds.ts';
import type { Subject } from '../support/section.ts';
import { showNumber, showSpread } from '../support/statistics.ts';
import { takeTurns } from '../support/turns.ts';

interface Sample {
  readonly microseconds: number;
}

export const perCall: Subject = async (effort) => {
  const race = { title: 'Per call', rounds: effort.rounds(3), turns: 5, warmUp: 1500, duration: 160 };
  const workers = await compileWorkers('per-call', peerNames, (name) => ({ '#peer': `peers/${name}.ts` }));
  const samples = await takeTurns<PeerName, Sample>(race, workers, (name) => [name]);
  const pick = ({ microseconds }: Sample): number => microseconds;
  return {
    title: 'Per call',
    about:
      'A call with a stub instead of `fetch` that answers with a new `Response`: microseconds until ' +
      'the decoded page of one project, one call after the other. The floor calls the same stub and `JSON.parse`. ' +
      `Each peer runs in a process of its own, ${showNumber(race.warmUp)} ms to warm up, then ` +
      `${race.turns} turns of ${race.duration} ms while the others wait, measured by tinybench. ${race.rounds} rounds with new processes.`,
    tables: [
      {
        head: ['', 'µs per call', '× raw fetch'],
        rows: peerNames.map((name) => [
          peers[name],
          showSpread(figure(samples, name, pick), 1),
          showSpread(ratio(samples, name, 'fetch', pick), 2),
        ]),
      },
    ],
    goals: [
      {
        text: 'miosa-client over raw fetch',
        reached: ratio(samples, 'miosa', 'fetch', pick).median,
        limit: 3.7,
      },
      { text: 'miosa-client over bare ky', reached: ratio(samples, 'miosa', 'ky', pick).median, limit: 1 },
    ],
  };
};

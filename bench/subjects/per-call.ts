import { type ClientName, clients, namesOf } from '../candidates.ts';
import { compileWorkers } from '../support/compile.ts';
import { takeTurns } from '../support/processes.ts';
import type { Subject } from '../support/report.ts';
import { figure, ratio, showNumber, showSpread } from '../support/statistics.ts';

interface Sample {
  readonly microseconds: number;
}

export const perCall: Subject = async (settings) => {
  const schedule = { title: 'Per call', rounds: settings.rounds(3), turns: 5, warmUp: 1500, duration: 160 };
  const names = namesOf(clients, settings);
  const workers = await compileWorkers({ file: 'workers/calls.ts', name: 'perCall' }, 'clients.ts', names);
  const samples = await takeTurns<ClientName, Sample>(schedule, workers, (name) => [name]);
  const time = ({ microseconds }: Sample): number => microseconds;
  return {
    title: 'Per call',
    about:
      'A call with a stub instead of `fetch` that responds with a new `Response`: microseconds until the decoded ' +
      'page of one project, one call after the other. Raw fetch calls the same stub and `JSON.parse`. Each client ' +
      `runs in a process of its own, ${showNumber(schedule.warmUp)} ms to warm up, then ${schedule.turns} turns of ` +
      `${schedule.duration} ms while the others wait, measured by tinybench. ${schedule.rounds} rounds with new ` +
      'processes.',
    tables: [
      {
        head: ['', 'µs per call', '× raw fetch', '× bare ky'],
        rows: names.map((name) => [
          clients[name],
          showSpread(figure(samples, name, time), 1),
          showSpread(ratio(samples, name, 'rawFetch', time), 2),
          showSpread(ratio(samples, name, 'bareKy', time), 2),
        ]),
      },
    ],
    goals: [
      {
        text: `miosa-client over bare ky (${clients.bareKy})`,
        reached: ratio(samples, 'miosa', 'bareKy', time).median,
        limit: 1.2,
      },
    ],
  };
};

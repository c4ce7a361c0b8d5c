import { type ClientName, clients, creates, namesOf } from '../candidates.ts';
import { compileWorkers } from '../support/compile.ts';
import { takeTurns } from '../support/processes.ts';
import type { Subject } from '../support/report.ts';
import { figure, ratio, showNumber, showSpread } from '../support/statistics.ts';

interface Sample {
  readonly microseconds: number;
}

const time = ({ microseconds }: Sample): number => microseconds;

export const perCall: Subject = async (settings) => {
  const schedule = { rounds: settings.rounds(3), turns: 5, warmUp: 1500, duration: 160 };
  const worker = { file: 'workers/calls.ts', name: 'perCall' };
  const names = namesOf(clients, settings);
  const lists = await takeTurns<ClientName, Sample>(
    { ...schedule, title: 'Per list' },
    await compileWorkers(worker, 'clients.ts', names),
    (name) => [name],
  );
  const createNames = namesOf(creates, settings);
  const created = await takeTurns<keyof typeof creates, Sample>(
    { ...schedule, title: 'Per create' },
    await compileWorkers({ ...worker, title: 'perCreate' }, 'creates.ts', createNames),
    (name) => [name],
  );
  return {
    title: 'Per call',
    about:
      'A call with a stub instead of `fetch` that responds with a new `Response`: microseconds until the decoded ' +
      'page of one project, or the decoded project that was created, one call after the other. Raw fetch calls the ' +
      `same stub and \`JSON.parse\`. Each client runs in a process of its own, ${showNumber(schedule.warmUp)} ms to ` +
      `warm up, then ${schedule.turns} turns of ${schedule.duration} ms while the others wait, measured by tinybench. ` +
      `${schedule.rounds} rounds with new processes.`,
    tables: [
      {
        head: ['a list', 'µs per call', '× raw fetch', '× bare ky', '× ky'],
        rows: names.map((name) => [
          clients[name],
          showSpread(figure(lists, name, time), 1),
          ...(['rawFetch', 'bareKy', 'kyWithDefaults'] as const).map((other) =>
            showSpread(ratio(lists, name, other, time), 2),
          ),
        ]),
      },
      {
        head: ['a create', 'µs per call', '× raw fetch', '× ky'],
        rows: createNames.map((name) => [
          creates[name],
          showSpread(figure(created, name, time), 1),
          showSpread(ratio(created, name, 'rawFetch', time), 2),
          showSpread(ratio(created, name, 'kyWithDefaults', time), 2),
        ]),
      },
    ],
    goals: [
      {
        text: 'miosa-client over ky with its defaults, for a list',
        reached: ratio(lists, 'miosa', 'kyWithDefaults', time).median,
        limit: 1.1,
      },
      {
        text: 'miosa-client over ky with its defaults, for a create',
        reached: ratio(created, 'miosa', 'kyWithDefaults', time).median,
        limit: 1.5,
      },
    ],
  };
};

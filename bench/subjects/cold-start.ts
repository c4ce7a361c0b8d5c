import { clients, namesOf } from '../candidates.ts';
import { compileWorker, compileWorkers, inlinePackages } from '../support/compile.ts';
import { interleave, runWorker } from '../support/processes.ts';
import type { Subject } from '../support/report.ts';
import { figure, ratio, type Samples, showSpread } from '../support/statistics.ts';

/** Milliseconds since the process began. */
interface Sample {
  readonly constructed: number;
  readonly finished: number;
  /** Of the processor, all threads together. */
  readonly cpu: number;
}

const titles = {
  empty: 'an empty process',
  ...clients,
  // What of the start is due to the packages inside `miosa-client` when they need not be found in many files.
  kyInOneFile: 'ky in one file',
  kyWithZodInOneFile: 'ky + zod/mini in one file',
} as const;

type Name = keyof typeof titles;

export const coldStart: Subject = async (settings) => {
  const rounds = settings.rounds(10);
  const workers = await compileAll();
  const names = namesOf(titles, settings);
  const started = names.filter((name) => name !== 'empty');
  const samples = await interleave('Cold start', rounds, names, (name) => runWorker<Sample>(workers.get(name), [name]));
  const overEmpty = subtract(samples, samples.get('empty') ?? []);

  const constructed = (sample: Sample): number => sample.constructed;
  const finished = (sample: Sample): number => sample.finished;
  const cpu = (sample: Sample): number => sample.cpu;
  return {
    title: 'Cold start',
    about:
      'Milliseconds of a fresh process of Node until the client is imported and created, and until it has decoded ' +
      'its first result, a page of one project from a stub that returns a new `Response`; both less what a process ' +
      'that does nothing took in the same round. CPU is the time of all threads of the process until then. Node ' +
      'loads its own `fetch`, `Response` included, when it is first used: because of the stub, raw fetch pays for ' +
      `that, too. ${rounds} rounds.`,
    tables: [
      {
        head: [
          '',
          'import + client, ms',
          'to first result, ms',
          '× raw fetch',
          'CPU to first result, ms',
          '× raw fetch',
        ],
        rows: started.map((name) => [
          titles[name],
          showSpread(figure(overEmpty, name, constructed), 1),
          showSpread(figure(overEmpty, name, finished), 1),
          showSpread(ratio(overEmpty, name, 'rawFetch', finished), 2),
          showSpread(figure(overEmpty, name, cpu), 1),
          showSpread(ratio(overEmpty, name, 'rawFetch', cpu), 2),
        ]),
      },
      {
        head: ['with the start of Node', 'to first result, ms', '× raw fetch'],
        rows: names.map((name) => [
          titles[name],
          showSpread(figure(samples, name, finished), 1),
          showSpread(ratio(samples, name, 'rawFetch', finished), 2),
        ]),
      },
    ],
    goals: [
      {
        text: 'miosa-client over ky with its defaults, to the first result less an empty process',
        reached: ratio(overEmpty, 'miosa', 'kyWithDefaults', finished).median,
        limit: 1,
      },
    ],
  };

  async function compileAll(): Promise<Map<Name, string>> {
    const worker = { file: 'workers/cold-start.ts', name: 'coldStart' };
    const all = new Map<Name, string>(await compileWorkers(worker, 'clients.ts', namesOf(clients, settings)));
    all.set('empty', await compileWorker({ ...worker, name: 'emptyStart' }));
    for (const [name, client] of [
      ['kyInOneFile', 'kyWithDefaults'],
      ['kyWithZodInOneFile', 'kyWithZod'],
    ] as const) {
      all.set(name, await inlinePackages(await compileWorker(worker, { file: 'clients.ts', name: client })));
    }
    return all;
  }
};

/** What each sample has more than the one of the same round that is given. */
function subtract(samples: Samples<Name, Sample>, from: readonly Sample[]): Samples<Name, Sample> {
  const difference = (sample: Sample, round: number): Sample => {
    const { constructed, finished, cpu } = from[round] ?? sample;
    return {
      constructed: sample.constructed - constructed,
      finished: sample.finished - finished,
      cpu: sample.cpu - cpu,
    };
  };
  return new Map([...samples].map(([name, all]) => [name, all.map(difference)]));
}

import { compileWorker, compileWorkers } from '../support/compile.ts';
import { type PeerName, peerNames, peers } from '../support/peer.ts';
import { figure, interleave, ratio, type Samples } from '../support/rounds.ts';
import { runWorker } from '../support/run-worker.ts';
import type { Subject } from '../support/section.ts';
import { type Spread, showSpread, spread } from '../support/statistics.ts';

/** Milliseconds since the process began. */
interface Sample {
  readonly constructed: number;
  readonly answered: number;
  /** Of the processor, all threads together. */
  readonly cpu: number;
}

/** What of the start is due to what `miosa-client` is made of, when it need not be found in many files. */
const oneFile = {
  'ky in one file': 'ky',
  'ky + zod/mini in one file': 'ky-zod',
} as const satisfies Readonly<Record<string, PeerName>>;

type Name = PeerName | keyof typeof oneFile | 'empty';
type Pick = (sample: Sample) => number;

export const coldStart: Subject = async (effort) => {
  const rounds = effort.rounds(10);
  const bundled = Object.keys(oneFile) as (keyof typeof oneFile)[];
  const clients = [...peerNames, ...bundled];
  const names: readonly Name[] = ['empty', ...clients];
  const workers = new Map<Name, string>(
    await compileWorkers('cold-start', peerNames, (name) => ({ '#peer': `peers/${name}.ts` })),
  );
  workers.set('empty', await compileWorker('empty'));
  for (const name of bundled) {
    const alias = { '#peer': `peers/${oneFile[name]}.ts` };
    workers.set(name, await compileWorker('cold-start', alias, `one-file-${oneFile[name]}`, 'bundle'));
  }
  const samples = await interleave('Cold start', rounds, names, (name) => runWorker<Sample>(workers.get(name), [name]));

  const constructed: Pick = (sample) => sample.constructed;
  const answered: Pick = (sample) => sample.answered;
  const cpu: Pick = (sample) => sample.cpu;
  return {
    title: 'Cold start',
    about:
      'Milliseconds of a fresh process of Node until the client is imported and made, and until it has decoded its ' +
      'first answer, a page of one project from a stub that returns a new `Response`; both less what a process that ' +
      'does nothing took in the same round. CPU is the time of all threads of the process until then. Node loads its own `fetch`, `Response` included, when it is first ' +
      `touched: the stub makes that part of the floor. ${rounds} rounds.`,
    tables: [
      {
        head: [
          '',
          'import + client, ms',
          'to first answer, ms',
          '× raw fetch',
          'CPU to first answer, ms',
          '× raw fetch',
        ],
        rows: clients.map((name) => [
          titleOf(name),
          showSpread(overEmpty(samples, name, constructed), 1),
          showSpread(overEmpty(samples, name, answered), 1),
          showSpread(overFetch(samples, name, answered), 2),
          showSpread(overEmpty(samples, name, cpu), 1),
          showSpread(overFetch(samples, name, cpu), 2),
        ]),
      },
      {
        head: ['with the start of Node', 'to first answer, ms', '× raw fetch'],
        rows: names.map((name) => [
          name === 'empty' ? 'an empty process' : titleOf(name),
          showSpread(figure(samples, name, answered), 1),
          showSpread(ratio(samples, name, 'fetch', answered), 2),
        ]),
      },
    ],
    goals: [
      {
        text: 'miosa-client over raw fetch, to the first answer less an empty process',
        reached: overFetch(samples, 'miosa', answered).median,
        limit: 1.3,
      },
    ],
  };
};

function titleOf(name: PeerName | keyof typeof oneFile): string {
  return name in peers ? peers[name as PeerName] : name;
}

function overEmpty(samples: Samples<Name, Sample>, name: Name, pick: Pick): Spread {
  return spread(differences(samples, name, pick));
}

function overFetch(samples: Samples<Name, Sample>, name: Name, pick: Pick): Spread {
  const floor = differences(samples, 'fetch', pick);
  return spread(differences(samples, name, pick).map((value, round) => value / (floor[round] ?? value)));
}

function differences(samples: Samples<Name, Sample>, name: Name, pick: Pick): number[] {
  const empty = samples.get('empty') ?? [];
  return (samples.get(name) ?? []).map((sample, round) => pick(sample) - pick(empty[round] ?? sample));
}

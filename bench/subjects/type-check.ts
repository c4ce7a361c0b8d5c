import { programs } from '../candidates.ts';
import { figure, goal, medianOf, showNumber, table } from '../support/report.ts';
import { takeSamples } from '../support/samples.ts';

export async function typeCheck(): Promise<string> {
  const schedule = { work: 'typeCheck', rounds: 3, turns: 1 };
  const samples = await takeSamples(schedule, 'types/programs.ts', programs);
  const instantiations = (name: string): number => medianOf(samples('instantiations'), name);
  const overPlain = instantiations('miosa') - instantiations('plain');
  return `## Type-check

What TypeScript counts for one file, strict, with \`skipLibCheck\`, in a process of its own. For \`miosa-client\` and for
plain interfaces it is the same file, which uses every method; for the others, a file that uses about as many of theirs.
Counts do not vary. ${schedule.rounds} rounds.

${table('', programs, {
  instantiations: (name) => showNumber(instantiations(name)),
  'over no client': (name) => showNumber(instantiations(name) - instantiations('nothing')),
  types: (name) => showNumber(medianOf(samples('types'), name)),
  'check time, ms': figure(samples('milliseconds'), 0),
})}

${goal('instantiations of miosa-client over plain interfaces', overPlain, {
  atMost: 100,
  digits: 0,
  reason: 'One generic promise serves all methods, and its members are instantiated for each type of result.',
})}`;
}

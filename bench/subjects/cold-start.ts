import { starts } from '../candidates.ts';
import { bodyFor } from '../documents.ts';
import { figure, goal, medianOf, minus, over, showNumber, table } from '../support/report.ts';
import { takeSamples } from '../support/samples.ts';

export async function coldStart(): Promise<string> {
  const schedule = { work: 'coldStart', rounds: 10, turns: 1 };
  const samples = await takeSamples(schedule, 'clients.ts', starts, (name) => [bodyFor(name)]);
  const { nothing: _, ...clients } = starts;
  const constructed = minus(samples('constructed'), 'nothing');
  const finished = minus(samples('finished'), 'nothing');
  const cpu = minus(samples('cpu'), 'nothing');
  const overKy = over(finished, 'kyWithDefaults');
  return `## Cold start

Milliseconds of a fresh process of Node until the client is imported and created, and until it has decoded its first
result, a page of one project from a stub that returns a new \`Response\`; both less what a process that does nothing took
in the same round. CPU is the time of all threads of the process until then. Node loads its own \`fetch\`, \`Response\`
included, when it is first used: because of the stub, raw fetch pays for that, too. ${schedule.rounds} rounds.

${table('', clients, {
  'import + client, ms': figure(constructed, 1),
  'to first result, ms': figure(finished, 1),
  '× raw fetch': figure(over(finished, 'rawFetch'), 2),
  'CPU to first result, ms': figure(cpu, 1),
  'CPU × raw fetch': figure(over(cpu, 'rawFetch'), 2),
})}

${table('with the start of Node', starts, {
  'to first result, ms': figure(samples('finished'), 1),
  '× raw fetch': figure(over(samples('finished'), 'rawFetch'), 2),
})}

${goal('miosa-client over ky with its defaults, to the first result less an empty process', medianOf(overKy, 'miosa'), {
  atMost: 1,
  reason: `It loads zod/mini and itself beside ky: ky with zod/mini in one file is at ${showNumber(medianOf(overKy, 'kyWithZodInOneFile'), 2)}.`,
})}`;
}

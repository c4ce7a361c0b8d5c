import { clients, creates } from '../candidates.ts';
import { bodyFor } from '../documents.ts';
import { figure, goal, medianOf, over, table } from '../support/report.ts';
import { takeSamples } from '../support/samples.ts';

export async function perCall(): Promise<string> {
  const schedule = { work: 'perCall', rounds: 3, turns: 5 };
  const listSamples = await takeSamples(schedule, 'clients.ts', clients, (name) => [bodyFor(name)]);
  const createSamples = await takeSamples(schedule, 'creates.ts', creates, (name) => [bodyFor(name, true)]);
  const list = listSamples('microseconds');
  const create = createSamples('microseconds');
  const listOverKy = over(list, 'kyWithDefaults');
  const createOverKy = over(create, 'kyWithDefaults');
  const reason = 'Beside ky it checks options and results, renames fields, and keeps the time of the whole call.';
  return `## Per call

A call with a stub instead of \`fetch\` that responds with a new \`Response\`: microseconds until the decoded page of one
project, or the decoded project that was created, one call after the other. Raw fetch calls the same stub and
\`JSON.parse\`. Each client runs in a process of its own, 1,500 ms to warm up, then ${schedule.turns} turns of 160 ms while
the others wait. ${schedule.rounds} rounds with new processes.

${table('a list', clients, {
  'µs per call': figure(list, 1),
  '× raw fetch': figure(over(list, 'rawFetch'), 2),
  '× bare ky': figure(over(list, 'bareKy'), 2),
  '× ky': figure(listOverKy, 2),
})}

${table('a create', creates, {
  'µs per call': figure(create, 1),
  '× raw fetch': figure(over(create, 'rawFetch'), 2),
  '× ky': figure(createOverKy, 2),
})}

${goal('miosa-client over ky with its defaults, for a list', medianOf(listOverKy, 'miosa'), { atMost: 1.1, reason })}
${goal('miosa-client over ky with its defaults, for a create', medianOf(createOverKy, 'miosa'), { atMost: 1.5, reason })}`;
}

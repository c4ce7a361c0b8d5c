import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { clients } from '../candidates.ts';
import { bodyFor } from '../documents.ts';
import { figure, goal, medianOf, over, showNumber, table } from '../support/report.ts';
import { takeSamples } from '../support/samples.ts';

export async function http(): Promise<string> {
  const [page, vercelPage] = [bodyFor('miosa'), bodyFor('vercel')];
  const server = createServer((request, response) => {
    const body = request.url?.startsWith('/v10/') ? vercelPage : page;
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
    response.end(body);
  });
  server.keepAliveTimeout = 60_000;
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // It listens on a port, not on a pipe.
  const { port } = server.address() as AddressInfo;
  const schedule = { work: 'overHttp', rounds: 2, turns: 6 };
  const samples = await takeSamples(schedule, 'clients.ts', clients, () => [`http://127.0.0.1:${port}`]);
  server.close();

  const perSecond = samples('perSecond');
  const cpu = samples('cpuMicroseconds');
  const overKy = medianOf(over(perSecond, 'kyWithDefaults'), 'miosa');
  const cpuOverKy = medianOf(over(cpu, 'kyWithDefaults'), 'miosa');
  return `## Over HTTP

Requests per second and the client's processor time per request, both of its user and system parts, with 16 calls under
way at once over kept connections to a server in another process on the same machine. Each client runs in a process of
its own over Node's own \`fetch\`, 1,500 ms to warm up, then ${schedule.turns} turns of 250 ms while the others wait.
${schedule.rounds} rounds with new processes.

${table('', clients, {
  'requests per second': figure(perSecond, 0),
  '× raw fetch': figure(over(perSecond, 'rawFetch'), 2),
  'CPU per request, µs': figure(cpu, 0),
  'CPU × raw fetch': figure(over(cpu, 'rawFetch'), 2),
})}

${goal('miosa-client over ky with its defaults, requests per second', overKy, {
  atLeast: 0.95,
  reason: `Its checks, its copies and its own deadline and signal take processor time: ${showNumber(cpuOverKy, 2)} times that of ky.`,
})}`;
}

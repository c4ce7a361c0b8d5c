import { inspect } from 'node:util';
import { type Fetch, MiosaApiError, MiosaClient, MiosaConnectionError } from 'miosa-client';
import { expect, test } from 'vitest';
import { rejectionWith } from './support/failures.ts';
import { json, raw, startServer } from './support/server.ts';

const shown = (error: unknown): string => inspect(error, { depth: null, showHidden: true }) + JSON.stringify(error);

test('a key that the body spells in escapes is taken out, too', async () => {
  const apiKey = 'msk_live_s3cr3t/0123456789';
  const escaped = apiKey.replace('m', '\\u006d').replace('/', '\\/');
  const server = await startServer(raw(`{"error":{"message":"bad ${escaped}","details":["${escaped}"]}}`, 401));
  const miosa = new MiosaClient({ apiKey, baseUrl: server.url });
  const error = await rejectionWith(MiosaApiError, miosa.projects.list());
  expect(error.message).toBe('401: bad [redacted] [GET /projects]');
  expect(shown(error)).not.toContain('s3cr3t');
});

test('a key of an earlier attempt is taken out of the answer to a later one', async () => {
  const keys = ['msk_live_first_0123', 'msk_live_second_0123'];
  const apiKey = () => keys.shift() ?? 'msk_live_third_0123';
  const echo = json({ message: 'before it was msk_live_first_0123' }, 401);
  const server = await startServer(json({}, 429, { 'retry-after': '0' }), echo);
  const error = await rejectionWith(MiosaApiError, new MiosaClient({ apiKey, baseUrl: server.url }).projects.list());
  expect(server.requests).toHaveLength(2);
  expect(shown(error)).not.toContain('msk_live_first');
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['no headers', { ok: true, status: 200, text: async () => '{}' }],
])('an injected fetch that answers with %s is a connection error', async (_, answer) => {
  // Plain JavaScript can hand out whatever it likes.
  const fetch = (async () => answer) as Fetch;
  const miosa = new MiosaClient({ apiKey: 'msk_test_echoes', fetch, maxRetries: 0 });
  await rejectionWith(MiosaConnectionError, miosa.projects.list());
});

import { type HttpMethod, MiosaApiError } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { clientWith } from '../support/client.ts';
import { rejectionWith } from '../support/failures.ts';
import { json, raw, startServer } from '../support/server.ts';

describe.each<HttpMethod>(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'])('a redirect of a %s', (method) => {
  test.each([301, 302, 303, 307, 308])('of status %i is an error, and is not followed', async (status) => {
    const other = await startServer(json({ from: 'elsewhere' }));
    const location = `${other.url}/moved`;
    const api = await startServer(raw('<a href="/moved">Moved</a>', status, { location, 'x-request-id': 'req_1' }));
    const call = clientWith({ baseUrl: api.url }).request(method, '/sandboxes');
    const error = await rejectionWith(MiosaApiError, call);
    expect(error).toMatchObject({ name: 'MiosaApiError', status, method, path: '/sandboxes', retryable: false });
    expect(error.message).toBe(
      `${status}: redirects are not followed; this one leads to ${location}: check baseUrl [${method} /sandboxes, req_1]`,
    );
    expect(api.requests).toHaveLength(1);
    expect(other.requests).toEqual([]);
  });
});

test('a redirect inside the origin is not followed either', async () => {
  const api = await startServer(raw('', 308, { location: '/api/v1/projects/' }), json({ data: [] }));
  const error = await rejectionWith(MiosaApiError, clientWith({ baseUrl: api.url }).projects.list());
  expect(error.message).toContain('/api/v1/projects/: check baseUrl');
  expect(api.requests).toHaveLength(1);
});

test.each([300, 302, 304])('a %i without a location is an error that names none', async (status) => {
  const api = await startServer(raw('', status));
  const error = await rejectionWith(MiosaApiError, clientWith({ baseUrl: api.url }).projects.list());
  expect(error).toMatchObject({ status });
  expect(error.message).toBe(`${status}: redirects are not followed: check baseUrl [GET /projects]`);
});

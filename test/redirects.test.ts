import { type HttpMethod, MiosaApiError, type MiosaClient, MiosaError } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { clientWith } from './support/client.ts';
import { rejectionWith } from './support/failures.ts';
import { json, type Responder, raw, startServer } from './support/server.ts';

const key = 'msk_live_0123456789abcdef';
const secret = 'team-token-0123456789';

const redirect = (location: string, status = 302): Responder => raw('', status, { location });

function clientOf(baseUrl: string): MiosaClient {
  const headers = { 'x-team-token': secret, cookie: `session=${secret}`, 'proxy-authorization': secret };
  return clientWith({ apiKey: key, baseUrl, tenant: 'cliniciq', headers, maxRetries: 0 });
}

/** Two servers with an origin each: the API, which responds as told, and somebody else's. */
async function startOrigins(...responders: readonly ((foreignUrl: string) => Responder)[]) {
  const foreign = await startServer(json({ from: 'elsewhere' }));
  const api = await startServer(...responders.map((responder) => responder(foreign.url)));
  return { api, foreign, miosa: clientOf(api.url) };
}

const statuses = [301, 302, 303, 307, 308];

describe('a redirect of a GET to another origin', () => {
  test.each(statuses)('of status %i carries nothing that was meant for the API', async (status) => {
    const { api, foreign, miosa } = await startOrigins((url) => redirect(`${url}/moved?part=1`, status));
    expect(await miosa.request('GET', '/export')).toEqual({ from: 'elsewhere' });
    expect(api.requests[0]?.headers).toMatchObject({
      authorization: `Bearer ${key}`,
      'x-team-token': secret,
      'x-miosa-tenant': 'cliniciq',
    });
    expect(foreign.requests).toHaveLength(1);
    const [{ method, url, headers } = expect.fail('no request arrived')] = foreign.requests;
    expect({ method, url }).toEqual({ method: 'GET', url: '/api/v1/moved?part=1' });
    for (const name of ['authorization', 'x-miosa-tenant', 'x-team-token', 'cookie', 'proxy-authorization']) {
      expect(headers).not.toHaveProperty(name);
    }
    expect(JSON.stringify(headers)).not.toMatch(new RegExp(`${key}|${secret}|cliniciq`));
  });

  test('that is written without a scheme is one, too', async () => {
    const { foreign, miosa } = await startOrigins((url) => redirect(url.replace('http:', '')));
    await miosa.request('GET', '/export');
    expect(foreign.requests).toHaveLength(1);
    expect(foreign.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  test('after a redirect inside the origin carries nothing either', async () => {
    const { api, foreign, miosa } = await startOrigins(
      () => redirect('/api/v1/second'),
      (url) => redirect(url),
    );
    await miosa.request('GET', '/first');
    expect(api.requests.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${key}`, `Bearer ${key}`]);
    expect(foreign.requests[0]?.headers).not.toHaveProperty('authorization');
  });

  test('that leads back does not carry the key', async () => {
    const api = await startServer(
      (...request) => redirect(`${foreign.url}/there`)(...request),
      json({ from: 'the API' }),
    );
    const foreign = await startServer(redirect(`${api.url}/back`));
    expect(await clientOf(api.url).request('GET', '/export')).toEqual({ from: 'the API' });
    expect(foreign.requests).toHaveLength(1);
    expect(api.requests.map(({ url }) => url)).toEqual(['/api/v1/export', '/api/v1/back']);
    expect(api.requests[1]?.headers).not.toHaveProperty('authorization');
    expect(JSON.stringify(api.requests[1]?.headers)).not.toMatch(new RegExp(`${key}|${secret}`));
  });
});

describe('a redirect of a GET inside the origin', () => {
  test.each(statuses)('of status %i keeps the headers', async (status) => {
    const api = await startServer(redirect('/api/v1/moved?part=1', status), json({ ok: true }));
    expect(await clientOf(api.url).request('GET', '/export')).toEqual({ ok: true });
    const [first, second] = api.requests;
    expect(second).toMatchObject({ method: 'GET', url: '/api/v1/moved?part=1' });
    expect(second?.headers).toEqual(first?.headers);
    expect(second?.headers).toMatchObject({ authorization: `Bearer ${key}`, 'x-team-token': secret });
  });
});

describe.each<HttpMethod>(['POST', 'PUT', 'PATCH', 'DELETE'])('a redirect of a %s', (method) => {
  test.each(statuses)('of status %i to another origin is an error, and is not followed', async (status) => {
    const { api, foreign, miosa } = await startOrigins((url) => redirect(url, status));
    const call = miosa.request(method, '/sandboxes', { body: { name: 'x' } });
    expect(await rejectionWith(MiosaApiError, call)).toMatchObject({ status, method, path: '/sandboxes' });
    expect(api.requests).toHaveLength(1);
    expect(foreign.requests).toEqual([]);
  });

  test.each([307, 308])('of status %i inside the origin keeps method, body, headers and key', async (status) => {
    const api = await startServer(redirect('/api/v1/moved', status), json({ ok: true }));
    expect(await clientOf(api.url).request(method, '/sandboxes', { body: { name: 'x' } })).toEqual({ ok: true });
    const [first, second] = api.requests;
    expect(second).toMatchObject({ method, url: '/api/v1/moved', body: '{"name":"x"}' });
    expect(second?.headers).toEqual(first?.headers);
    expect(second?.headers['idempotency-key']).toBeTypeOf('string');
  });

  test.each([301, 302, 303])('of status %i, which would become a GET, is an error', async (status) => {
    const api = await startServer(redirect('/api/v1/moved', status), json({ ok: true }));
    const call = clientOf(api.url).request(method, '/sandboxes', { body: { name: 'x' } });
    expect(await rejectionWith(MiosaApiError, call)).toMatchObject({ status });
    expect(api.requests).toHaveLength(1);
  });

  test('inside the origin first and to another one next is an error', async () => {
    const { api, foreign, miosa } = await startOrigins(
      () => redirect('/api/v1/moved', 307),
      (url) => redirect(url, 307),
    );
    const call = miosa.request(method, '/sandboxes', { body: { name: 'x' } });
    expect(await rejectionWith(MiosaApiError, call)).toMatchObject({ status: 307 });
    expect(api.requests).toHaveLength(2);
    expect(foreign.requests).toEqual([]);
  });
});

describe('a redirect that leads nowhere', () => {
  test.each<HttpMethod>(['GET', 'POST'])('is an error when a %s goes round in circles', async (method) => {
    const api = await startServer(redirect('/api/v1/again', 307));
    const error = await rejectionWith(MiosaApiError, clientOf(api.url).request(method, '/again'));
    expect(error).toMatchObject({ status: 307, retryable: false });
    // What `fetch` itself allows.
    expect(api.requests.length).toBeLessThanOrEqual(21);
  });

  test('is an error when two origins send a GET back and forth', async () => {
    const one = await startServer((...request) => redirect(two.url)(...request));
    const two = await startServer(redirect(one.url));
    await rejectionWith(MiosaApiError, clientOf(one.url).request('GET', '/ping'));
    expect(one.requests.length + two.requests.length).toBeLessThanOrEqual(21);
  });

  test.each([
    ['without a location', raw('', 302)],
    ['with a location that is not a valid URL', redirect('http://')],
    ['with a location that only a page can open', redirect('javascript:alert(1)')],
    ['with a location that holds the response itself', redirect('data:application/json,{"from":"nowhere"}')],
    ['with a location that is a file', redirect('file:///etc/hostname')],
  ])('is an error %s', async (_, responder) => {
    const api = await startServer(responder);
    await rejectionWith(MiosaError, clientOf(api.url).request('GET', '/export'));
    expect(api.requests).toHaveLength(1);
  });

  test.each([300, 304, 305])('is an error with status %i, whatever its location', async (status) => {
    const { foreign, miosa } = await startOrigins((url) => redirect(url, status));
    expect(await rejectionWith(MiosaApiError, miosa.request('GET', '/export'))).toMatchObject({ status });
    expect(foreign.requests).toEqual([]);
  });
});

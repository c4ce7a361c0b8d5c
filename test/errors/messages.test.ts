import { inspect } from 'node:util';
import { MiosaApiError } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { clientWith } from '../support/client.ts';
import { apiErrorFrom, rejectionWith } from '../support/failures.ts';
import { ids } from '../support/seed.ts';
import { json, raw, startServer } from '../support/server.ts';

const unreadable = 'the response has no readable message';

describe('a body that is not a JSON object', () => {
  const htmlPage = '<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';
  const xmlPage = '<?xml version="1.0"?><Error><Code>SlowDown</Code></Error>';
  const cutJson = '{"error": {"code": "INTERNAL_ERROR", "mess';

  test.each([
    ['an HTML page', htmlPage, unreadable],
    ['an HTML fragment', 'Sorry. <b>Down</b>', unreadable],
    ['an XML page', xmlPage, unreadable],
    ['an HTML page behind white space', '\n  <h1>Sorry', unreadable],
    ['truncated JSON', ` \n${cutJson}`, unreadable],
    ['white space', ' \n', unreadable],
    ['a line of text', 'no upstream {eu}\n', 'no upstream {eu}'],
  ])('%s is kept as text', async (_, text, message) => {
    const error = await apiErrorFrom(raw(text, 503));
    expect(error.message).toBe(`503: ${message} [POST /projects]`);
    expect(error).toMatchObject({ name: 'ServerError', code: undefined, requestId: undefined, issues: [] });
    expect(error.body).toBe(text);
  });

  test('an empty body is undefined', async () => {
    const error = await apiErrorFrom(raw('', 500));
    expect(error.message).toBe(`500: ${unreadable} [POST /projects]`);
    expect(error.body).toBeUndefined();
  });

  test.each([
    ['overloaded', 'overloaded'],
    [null, unreadable],
    [42, unreadable],
    [[{ message: 'overloaded' }], unreadable],
    [{ error: ['NOT_FOUND'] }, unreadable],
    [{ error: { code: 500, message: ['overloaded'] } }, unreadable],
    [{ error: { message: 'overloaded', retryable: 'yes' } }, 'overloaded'],
  ])('JSON of another kind never breaks the error: %j', async (body, message) => {
    const error = await apiErrorFrom(json(body, 500));
    expect(error.message).toBe(`500: ${message} [POST /projects]`);
    expect(error.code).toBeUndefined();
    expect(error.body).toEqual(body);
  });
});

describe('the request id', () => {
  const nested = { error: { code: 'INTERNAL_ERROR', message: 'failed', request_id: 'req_nested' } };
  const inHeader = { 'x-request-id': 'req_header' };

  test.each([
    ['the header first', inHeader, { ...nested, request_id: 'req_top' }, 'req_header'],
    ['error.request_id next', {}, { ...nested, request_id: 'req_top' }, 'req_nested'],
    ['request_id last', {}, { error: 'failed', request_id: 'req_top' }, 'req_top'],
    ['the body where the header is empty', { 'x-request-id': '' }, nested, 'req_nested'],
    ['the header where the body is no object', inHeader, 'failed', 'req_header'],
  ])('is taken from %s', async (_, headers, body, id) => {
    const error = await apiErrorFrom(json(body, 500, headers));
    expect(error.requestId).toBe(id);
    expect(error.message).toMatch(new RegExp(`\\[POST /projects, ${id}]$`));
  });

  test.each([{}, { error: { request_id: 7 } }, { request_id: '' }])(
    'is undefined where none was sent: %j',
    async (body) => {
      expect((await apiErrorFrom(json(body, 500))).requestId).toBeUndefined();
    },
  );
});

describe('the message', () => {
  test.each([500, 501])('of %i characters is cut where it is longer than 500', async (length) => {
    const { message } = await apiErrorFrom(json({ error: 'x'.repeat(length) }, 500));
    const kept = length === 500 ? 'x'.repeat(500) : `${'x'.repeat(499)}…`;
    expect(message).toBe(`500: ${kept} [POST /projects]`);
  });

  test('of five issues names them all', async () => {
    const errors = { a: ['x'], b: ['x'], c: ['x'], d: ['x'], e: ['x'] };
    expect((await apiErrorFrom(json({ errors }, 422))).message).toContain('(a: x; b: x; c: x; d: x; e: x) [');
  });

  const origin = ' [POST /projects, req_1]';
  const headers = { 'x-request-id': 'req_1' };

  test.each([
    ['an error object', json({ error: { code: 'TOO_LONG', message: 'x'.repeat(10_000) } }, 500, headers)],
    ['a line of text', raw('x'.repeat(10_000), 500, headers)],
    ['one long issue', json({ errors: { name: ['x'.repeat(10_000)] } }, 422, headers)],
  ])('is cut, and keeps its end, when the API sends %s that is very long', async (_, answer) => {
    const { message } = await apiErrorFrom(answer);
    expect(message.length).toBeLessThan(700);
    expect(message).toContain('xxx…');
    expect(message.endsWith(origin)).toBe(true);
  });

  test('counts the issues that it does not show, and the error still holds them all', async () => {
    const names = Array.from({ length: 200 }, (_, index) => `field_${index}`);
    const errors = Object.fromEntries(names.map((name) => [name, ['is invalid']]));
    const error = await apiErrorFrom(json({ errors }, 422, headers));
    expect(error.issues.map(({ field }) => field)).toEqual(names);
    const shown = names.filter((name) => error.message.includes(`${name}: is invalid`));
    expect(shown).not.toHaveLength(0);
    expect(error.message).toContain(`and ${names.length - shown.length} more`);
    expect(error.message.endsWith(origin)).toBe(true);
  });

  test('is one line, however many the API sends', async () => {
    const body = { error: { message: 'the name\n\tis\r\ntaken' }, errors: { name: ['is\ntaken'] } };
    const { message } = await apiErrorFrom(json(body, 422, headers));
    expect(message).toBe(`422: the name is taken (name: is taken)${origin}`);
  });

  test.each([
    ['objects', '{"a":', '}'],
    ['lists', '[', ']'],
  ])('survives field errors that are nested in %s without end', async (_, open, close) => {
    const depth = 100_000;
    const text = `{"errors":${open.repeat(depth)}["is invalid"]${close.repeat(depth)}}`;
    const error = await apiErrorFrom(raw(text, 422, headers));
    expect(error).toMatchObject({ name: 'ValidationFailedError', issues: [] });
    expect(error.message.endsWith(origin)).toBe(true);
  });

  test('and whatever loggers print beside it leave the body and the headers out', async () => {
    const body = { error: { code: 'CONFLICT', message: 'taken' }, owner: 'jane@example.com' };
    const error = await apiErrorFrom(json(body, 409, { 'x-owner': 'jane@example.com' }));
    expect(error.body).toEqual(body);
    expect(error.headers.get('x-owner')).toBe('jane@example.com');
    for (const log of [
      inspect(error, { depth: 20 }),
      String(error),
      JSON.stringify({ ...error }),
      JSON.stringify(error),
    ]) {
      expect(log).not.toContain('jane@example.com');
    }
  });

  test('names the method and the path, and keeps the query out', async () => {
    const { url } = await startServer(raw('', 500));
    const miosa = clientWith({ baseUrl: url, maxRetries: 0 });
    const error = await rejectionWith(MiosaApiError, miosa.projects.list({ workspaceId: ids.workspace }));
    expect(error.message).toBe(`500: ${unreadable} [GET /projects]`);
    expect(error).toMatchObject({ method: 'GET', path: '/projects' });
  });

  test.each([301, 302, 303, 307, 308])(
    'of a redirect says where it leads, and to check baseUrl: %i',
    async (status) => {
      const elsewhere = await startServer(json({}));
      const location = `${elsewhere.url}/projects`;
      const { message } = await apiErrorFrom(raw('<html>Moved</html>', status, { location }));
      expect(message).toMatch(new RegExp(`^${status}: .*${location}.*baseUrl.* \\[POST /projects]$`));
      expect(elsewhere.requests).toEqual([]);
    },
  );

  test('of a 3xx that names no place names none', async () => {
    expect((await apiErrorFrom(raw('', 304))).message).not.toMatch(/null|undefined/);
  });
});

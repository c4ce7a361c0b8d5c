import { inspect } from 'node:util';
import { MiosaApiError } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { clientWith } from './support/client.ts';
import { apiErrorFrom, rejectionWith } from './support/failures.ts';
import { ids } from './support/seed.ts';
import { json, raw, startServer } from './support/server.ts';

const unreadable = 'the response has no readable message';

describe('a body that is not a JSON object', () => {
  const htmlPage = '<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>';
  const xmlPage = '<?xml version="1.0"?><Error><Code>SlowDown</Code></Error>';
  const cutJson = '{"error": {"code": "INTERNAL_ERROR", "mess';

  test.each([
    { title: 'an HTML page', status: 502, text: htmlPage, message: `502: ${unreadable} [POST /projects]` },
    {
      title: 'an HTML fragment',
      status: 503,
      text: 'Sorry. <b>Down</b>',
      message: `503: ${unreadable} [POST /projects]`,
    },
    { title: 'an XML page', status: 503, text: xmlPage, message: `503: ${unreadable} [POST /projects]` },
    { title: 'a line of text', status: 503, text: 'no upstream\n', message: '503: no upstream [POST /projects]' },
    {
      title: 'a line of text with braces',
      status: 503,
      text: 'no upstream {eu}',
      message: '503: no upstream {eu} [POST /projects]',
    },
    {
      title: 'truncated JSON after white space',
      status: 500,
      text: ` \n${cutJson}`,
      message: `500: ${unreadable} [POST /projects]`,
    },
    { title: 'truncated JSON', status: 500, text: cutJson, message: `500: ${unreadable} [POST /projects]` },
    { title: 'white space', status: 500, text: ' \n', message: `500: ${unreadable} [POST /projects]` },
  ])('$title is kept as text', async ({ status, text, message }) => {
    const error = await apiErrorFrom(raw(text, status));
    expect(error.message).toBe(message);
    expect(error).toMatchObject({ name: 'ServerError', status, code: undefined, requestId: undefined, issues: [] });
    expect(error.body).toBe(text);
  });

  test('an empty body is undefined', async () => {
    const error = await apiErrorFrom(raw('', 500));
    expect(error.message).toBe(`500: ${unreadable} [POST /projects]`);
    expect(error.body).toBeUndefined();
  });

  test.each([
    { value: 'overloaded', message: '500: overloaded [POST /projects]' },
    { value: null, message: `500: ${unreadable} [POST /projects]` },
    { value: 42, message: `500: ${unreadable} [POST /projects]` },
    { value: [{ message: 'overloaded' }], message: `500: ${unreadable} [POST /projects]` },
    { value: { error: ['NOT_FOUND'] }, message: `500: ${unreadable} [POST /projects]` },
    { value: { error: null }, message: `500: ${unreadable} [POST /projects]` },
    { value: { error: { code: 500, message: ['overloaded'] } }, message: `500: ${unreadable} [POST /projects]` },
    { value: { error: { message: 'overloaded', retryable: 'yes' } }, message: '500: overloaded [POST /projects]' },
  ])('JSON of another kind never breaks the error: $value', async ({ value, message }) => {
    const error = await apiErrorFrom(json(value, 500));
    expect(error.message).toBe(message);
    expect(error.code).toBeUndefined();
    expect(error.body).toEqual(value);
  });
});

describe('the request id', () => {
  const nested = { error: { code: 'INTERNAL_ERROR', message: 'failed', request_id: 'req_nested' } };
  const inHeader = { 'x-request-id': 'req_header' };

  test.each([
    { title: 'the header wins', headers: inHeader, body: { ...nested, request_id: 'req_top' }, id: 'req_header' },
    { title: 'error.request_id is next', headers: {}, body: { ...nested, request_id: 'req_top' }, id: 'req_nested' },
    { title: 'request_id is last', headers: {}, body: { error: 'failed', request_id: 'req_top' }, id: 'req_top' },
    { title: 'an empty header counts as none', headers: { 'x-request-id': '' }, body: nested, id: 'req_nested' },
    { title: 'an HTML page may come with it', headers: inHeader, body: '<html></html>', id: 'req_header' },
  ])('$title', async ({ headers, body, id }) => {
    const answer = typeof body === 'string' ? raw(body, 500, headers) : json(body, 500, headers);
    const error = await apiErrorFrom(answer);
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

  test.each([
    [500, 'x'.repeat(500)],
    [501, `${'x'.repeat(499)}…`],
  ])('shows %i characters of what the API says as at most 500', async (length, shown) => {
    const { message } = await apiErrorFrom(json({ error: { message: 'x'.repeat(length) } }, 500, headers));
    expect(message).toBe(`500: ${shown}${origin}`);
  });

  test('shows five issues and counts none where there are no more', async () => {
    const { message } = await apiErrorFrom(json({ errors: ['a', 'b', 'c', 'd', 'e'] }, 422, headers));
    expect(message).toBe(`422: the request was refused (a; b; c; d; e)${origin}`);
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

  test('survives field errors that are nested without end', async () => {
    const depth = 100_000;
    const text = `{"errors":${'{"a":'.repeat(depth)}["is invalid"]${'}'.repeat(depth)}}`;
    const error = await apiErrorFrom(raw(text, 422, headers));
    expect(error).toMatchObject({ name: 'ValidationFailedError', issues: [] });
    expect(error.message.endsWith(origin)).toBe(true);
  });

  test.each([
    ['maps', (inner: unknown) => ({ a: inner }), ['is invalid'], 15],
    ['lists', (inner: unknown) => [inner], 'is invalid', 16],
  ])('leaves out field errors that are nested deeper than 16 levels, in %s', async (_, nest, innermost, levels) => {
    const issuesAt = async (depth: number) => {
      let errors: unknown = innermost;
      for (let level = 0; level < depth; level += 1) errors = nest(errors);
      return (await apiErrorFrom(json({ errors }, 422))).issues;
    };
    expect(await issuesAt(levels)).toMatchObject([{ message: 'is invalid' }]);
    expect(await issuesAt(levels + 1)).toEqual([]);
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
});

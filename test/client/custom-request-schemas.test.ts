import type { StandardSchemaV1 } from '@standard-schema/spec';
import { MiosaResponseError } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { clientWith } from '../support/client.ts';
import { rejectionWith } from '../support/failures.ts';
import { misuse, refusal } from '../support/refusal.ts';
import { json, type Responder, raw, startServer } from '../support/server.ts';

/** A Standard Schema made by hand: nothing but what the standard asks for. */
function standardSchema<Output>(
  validate: StandardSchemaV1.Props<unknown, Output>['validate'],
): StandardSchemaV1<unknown, Output> {
  return { '~standard': { version: 1, vendor: 'by-hand', validate } };
}

async function clientFor(responder: Responder) {
  const server = await startServer(responder);
  return { server, miosa: clientWith({ baseUrl: server.url }) };
}

const sandbox = { id: 'sbx_1', created_at: '2026-05-18T10:00:00Z' };
const readSandbox = (value: unknown) => ({ value: { seen: value, by: 'hand' } });
const zodSandbox = z.object({
  id: z.string(),
  created_at: z.pipe(
    z.string(),
    z.transform((text) => new Date(text)),
  ),
});

test.each<[string, StandardSchemaV1, unknown]>([
  ['a schema made by hand', standardSchema(readSandbox), { seen: sandbox, by: 'hand' }],
  ['an asynchronous one', standardSchema(async (value) => readSandbox(value)), { seen: sandbox, by: 'hand' }],
  ['zod', zodSandbox, { id: 'sbx_1', created_at: new Date(sandbox.created_at) }],
  [
    'zod with an asynchronous check',
    z.object({ id: z.string().check(z.refine(async (id) => id.startsWith('sbx_'))) }),
    { id: 'sbx_1' },
  ],
  ['a schema whose output is undefined', standardSchema(() => ({ value: undefined })), undefined],
])('the result is the output of %s', async (_, schema, output) => {
  const { miosa } = await clientFor(json(sandbox));
  expect(await miosa.request('GET', '/sandboxes/sbx_1', { schema })).toStrictEqual(output);
});

test('a schema sees an empty body as undefined', async () => {
  const { miosa } = await clientFor(raw('', 204));
  const schema = standardSchema((value) => ({ value: { seen: value } }));
  expect(await miosa.request('DELETE', '/sandboxes/sbx_1', { schema })).toStrictEqual({ seen: undefined });
});

test('a callable schema works: some libraries make theirs functions', async () => {
  const { miosa } = await clientFor(json(sandbox));
  const schema = Object.assign(() => {}, standardSchema(readSandbox));
  expect(await miosa.request('GET', '/sandboxes/sbx_1', { schema })).toEqual({ seen: sandbox, by: 'hand' });
});

test('a schema is not called with the body of an error', async () => {
  const { miosa } = await clientFor(json({ error: { code: 'NOT_FOUND', message: 'gone' } }, 404));
  const schema = standardSchema(() => expect.fail('the schema was called'));
  await expect(miosa.request('GET', '/x', { schema })).rejects.toMatchObject({ name: 'NotFoundError' });
});

test.each([[{}], ['zod'], [null], [{ parse: () => ({}) }]])(
  'what is no Standard Schema is rejected before anything is sent: %j',
  async (schema) => {
    const { message } = await refusal((miosa) => miosa.request('GET', '/x', { schema: misuse(schema) }));
    expect(message).toContain('schema');
  },
);

describe('a response that does not match', () => {
  const thrown = () => {
    throw new TypeError('cannot read sbx_secret');
  };

  test.each<[string, StandardSchemaV1, string[]]>([
    [
      'a schema made by hand',
      standardSchema(() => ({ issues: [{ message: 'is sbx_secret', path: ['data', 0, 'id'] }] })),
      ['data.0.id'],
    ],
    [
      'a schema with path segments as objects',
      standardSchema(() => ({
        issues: [{ message: 'no', path: [{ key: 'data' }, { key: 1 }] }, { message: 'also no' }],
      })),
      ['data.1', ''],
    ],
    ['an asynchronous schema', standardSchema(async () => ({ issues: [{ message: 'no', path: ['id'] }] })), ['id']],
    ['zod', z.object({ id: z.number(), state: z.object({ name: z.string() }) }), ['id', 'state']],
    ['a schema that throws', standardSchema(thrown), ['']],
    ['an asynchronous schema that rejects', standardSchema(async () => thrown()), ['']],
    [
      'a schema that throws a TimeoutError',
      standardSchema(() => {
        throw Object.assign(new Error('cannot read sbx_secret'), { name: 'TimeoutError' });
      }),
      [''],
    ],
    [
      'a schema that throws a SyntaxError',
      standardSchema(() => {
        throw new SyntaxError('cannot read sbx_secret');
      }),
      [''],
    ],
    ['zod with a transform that throws', z.pipe(z.unknown(), z.transform(thrown)), ['']],
  ])('%s rejects with an error that says the request itself succeeded', async (title, schema, fields) => {
    const { miosa, server } = await clientFor(json({ id: 'sbx_secret' }, 201, { 'x-request-id': 'req_03' }));
    const error = await rejectionWith(MiosaResponseError, miosa.request('POST', '/sandboxes', { body: {}, schema }));
    expect(error).toMatchObject({ name: 'MiosaResponseError', status: 201, requestId: 'req_03' });
    expect(error.issues.map(({ field }) => field)).toEqual(fields);
    expect(error.message).toMatch(/^The request succeeded with 201\b/);
    expect(error.message).toContain('POST /sandboxes, req_03');
    for (const field of fields) expect(error.message).toContain(field);
    expect(error.message).not.toContain('sbx_secret');
    expect(error.bodyExcerpt).toBe('{"id":"sbx_secret"}');
    const causes = title.includes('throws') || title.includes('rejects') ? ['cannot read sbx_secret'] : [];
    expect(error.cause === undefined ? [] : [(error.cause as Error).message]).toEqual(causes);
    expect(server.requests, 'a mutation is never retried for its response').toHaveLength(1);
  });
});

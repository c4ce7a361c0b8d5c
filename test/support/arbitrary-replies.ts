import fc from 'fast-check';
import type { Reply } from './replies.ts';
import { wirePreviewDomain, wireProject, wireProjectList, wireWorkspace } from './seed.ts';

/** What a server may come up with, in a form that a failing test can print. */
export type ArbitraryReply =
  | { readonly status: number; readonly headers: Record<string, string>; readonly text: string }
  | { readonly status: number; readonly bytes: readonly number[]; readonly breaks: boolean }
  | { readonly rejectsWith: unknown };

/** Bodies that are right somewhere, but hardly where they are sent. */
const strayBodies: readonly unknown[] = [
  wireProject,
  wireProjectList,
  wirePreviewDomain,
  wireWorkspace,
  { verified: true, target: 'proxy.miosa.ai', records: [] },
  { error: { code: 'VALIDATION_FAILED', message: 'refused', request_id: 'req_1', details: { slug: ['taken'] } } },
  {
    error: 'WORKSPACE_NOT_FOUND',
    detail: 'none',
    errors: [
      { path: ['slug'], message: 'taken' },
      { field: 'name', code: 'BLANK' },
    ],
  },
  { error: { code: 'rate_limit_exceeded', retry_after_ms: 5 }, retry_after: 1, retryable: true },
];

/** Names that mean something to JavaScript, or to a reader of envelopes and errors. */
const tellingNames = [
  ...['__proto__', '__proto__', 'constructor', 'prototype', 'toString', 'toJSON', 'then', 'length', ''],
  ...['data', 'project', 'projects', 'workspace', 'items', 'total', 'page', 'meta', 'has_next_page', 'next_cursor'],
  ...['error', 'errors', 'details', 'code', 'message', 'request_id', 'retry_after', 'retry_after_ms', 'retryable'],
  ...['id', 'created_at', 'createdAt', 'created__at', 'status', 'verified', 'ready', 'raw', 'records'],
];

/** What can become of one value of a body. `undefined` takes it away. */
const changes: Readonly<Record<string, (value: unknown, name: string, other: unknown) => unknown>> = {
  drop: () => undefined,
  replace: (_value, _name, other) => other,
  add: (value, name, other) => {
    if (Array.isArray(value)) return [...value, other];
    // Unlike an assignment, it makes even `__proto__` a field like any other.
    return Object.fromEntries([...Object.entries(Object(value)), [name, other]]);
  },
  wrap: (value, name) => Object.fromEntries([[name, value]]),
  list: (value) => [value],
  repeat: (value) => [value, value],
};

/** One change to a body: at which of its values, and how. */
interface Mutation {
  readonly at: number;
  readonly how: string;
  readonly name: string;
  readonly other: unknown;
}

const json = fc.jsonValue({ maxDepth: 3 });

const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.oneof(fc.constant(0), fc.nat(40)),
  how: fc.constantFrom(...Object.keys(changes), 'replace'),
  name: fc.oneof(fc.constantFrom(...tellingNames), fc.string({ maxLength: 8 })),
  other: fc.oneof(fc.constantFrom(null, {}, [], '', 0, -1, true, 'text', 2 ** 53), json),
});

type Path = readonly string[];

function pathsIn(value: unknown): Path[] {
  const inner = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [[], ...inner.flatMap(([name, item]) => pathsIn(item).map((path) => [name, ...path]))];
}

function changeAt(value: unknown, [name, ...rest]: Path, change: (value: unknown) => unknown): unknown {
  if (name === undefined) return change(value);
  const entries = Object.entries(Object(value))
    .map(([key, item]) => [key, key === name ? changeAt(item, rest, change) : item] as const)
    .filter(([, item]) => item !== undefined);
  return Array.isArray(value) ? entries.map(([, item]) => item) : Object.fromEntries(entries);
}

function mutate(body: unknown, { at, how, name, other }: Mutation): unknown {
  const paths = pathsIn(body);
  return changeAt(body, paths[at % paths.length] ?? [], (value) => changes[how]?.(value, name, other));
}

/** JSON that is a few changes away from being right. */
const nearly = (body: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc
    .tuple(body, fc.oneof(fc.constant([]), fc.array(mutation, { minLength: 1, maxLength: 3 })))
    .map(([valid, mutations]) => JSON.stringify(mutations.reduce(mutate, valid)) ?? '');

const deep = fc
  .tuple(fc.constantFrom(['[', ']'], ['{"data":', '}'], ['{"errors":{"a":', '}}']), fc.constantFrom(20, 20_000))
  .map(([[open = '', close = ''], depth]) => `${open.repeat(depth)}null${close.repeat(depth)}`);

const textAround = (body: fc.Arbitrary<unknown>): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 30, arbitrary: nearly(body) },
    { weight: 3, arbitrary: nearly(fc.constantFrom(...strayBodies)) },
    { weight: 2, arbitrary: json.map((value) => JSON.stringify(value)) },
    { weight: 1, arbitrary: fc.tuple(nearly(body), fc.nat(300)).map(([start, end]) => start.slice(0, end)) },
    { weight: 1, arbitrary: nearly(body).map((valid) => `\ufeff${valid}`) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
    { weight: 1, arbitrary: fc.constantFrom('', ' ', 'null', '<!DOCTYPE html><html></html>', '1e999', '{"a":1}{}') },
    { weight: 2, arbitrary: deep },
  );

const status = fc.oneof(
  { weight: 24, arbitrary: fc.constantFrom(200, 201) },
  { weight: 3, arbitrary: fc.constantFrom(400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503) },
  { weight: 2, arbitrary: fc.integer({ min: 200, max: 599 }) },
);

/** Of characters that a header may have. */
const headerValue = fc.string({ unit: fc.integer({ min: 0x20, max: 0xff }).map((code) => String.fromCharCode(code)) });

const headers = fc.record(
  {
    'x-request-id': fc.oneof(fc.constant('req_1'), headerValue),
    'retry-after': fc.oneof(
      fc.constantFrom('0', '0.001', '1', '61', '-1', 'soon', '1e400', '99999999999'),
      headerValue,
    ),
    location: fc.oneof(fc.constantFrom('/', '//', 'http://[', 'https://example.com/', 'data:,'), headerValue),
    'content-type': fc.oneof(fc.constantFrom('application/json', 'text/html'), headerValue),
  },
  { requiredKeys: [] },
);

/**
 * What a server, or the way to it, may come up with.
 *
 * @param body - What would be right. Most replies are nearly that.
 */
export function arbitraryReply(body: fc.Arbitrary<unknown>): fc.Arbitrary<ArbitraryReply> {
  const bytes = fc.array(fc.integer({ min: 0, max: 255 }));
  const rejectsWith = fc.oneof(fc.constant(new TypeError('fetch failed')), fc.anything());
  return fc.oneof<fc.MaybeWeightedArbitrary<ArbitraryReply>[]>(
    { weight: 30, arbitrary: fc.record({ status, headers, text: textAround(body) }) },
    { weight: 1, arbitrary: fc.record({ status, bytes, breaks: fc.boolean() }) },
    { weight: 1, arbitrary: fc.record({ rejectsWith }) },
  );
}

/** Pages of a list: honest ones that are the only one, and some of which each claims what it likes. */
export function arbitraryPage(item: object): fc.Arbitrary<unknown> {
  const items = ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ ...item, id }));
  const honest = fc.subarray(items).map((data) => ({ data, page: { page: 1, page_size: 20, total: data.length } }));

  const data = fc.array(fc.constantFrom(...items), { maxLength: 3 });
  const total = fc.integer({ min: 0, max: 9 });
  const size = fc.integer({ min: -1, max: 3 });
  const paging = fc.record(
    { page: total, page_size: size, per_page: size, limit: size, total, has_next_page: fc.boolean() },
    { requiredKeys: [] },
  );
  const claims = { total, page: paging, meta: paging, next_cursor: fc.constantFrom('more', null) };
  return fc.oneof(honest, data, { weight: 4, arbitrary: fc.record({ data, ...claims }, { requiredKeys: ['data'] }) });
}

function bytesOf({ bytes, breaks }: { readonly bytes: readonly number[]; readonly breaks: boolean }): ReadableStream {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(Uint8Array.from(bytes));
      if (breaks) controller.error(new TypeError('terminated'));
      else controller.close();
    },
  });
}

/** Makes the reply. */
export function asReply(reply: ArbitraryReply): Reply {
  return async () => {
    if ('rejectsWith' in reply) throw reply.rejectsWith;
    const isWithoutBody = [204, 205, 304].includes(reply.status);
    const body = isWithoutBody ? null : 'text' in reply ? reply.text : bytesOf(reply);
    return new Response(body, { status: reply.status, headers: 'headers' in reply ? reply.headers : {} });
  };
}

import {
  AuthenticationError,
  BadRequestError,
  ConflictError,
  type Fetch,
  isMiosaError,
  MiosaApiError,
  type MiosaClient,
  MiosaConfigError,
  MiosaConnectionError,
  MiosaError,
  MiosaResponseError,
  MiosaTimeoutError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  type RequestOptions,
  ServerError,
  ValidationFailedError,
  WorkspaceNotFoundError,
  WorkspaceRequiredError,
} from 'miosa-client';
import { describe, expect, test, vi } from 'vitest';
import { clientWith } from './support/client.ts';
import { everyMethod } from './support/every-method.ts';
import { rejectionWith } from './support/failures.ts';
import { stopClock } from './support/fake-clock.ts';
import { inTurn, silence } from './support/replies.ts';
import { wireProject } from './support/seed.ts';

const client = (fetch: Fetch) => clientWith({ maxRetries: 0, timeout: 1000, fetch });
const fields = { code: 'SOME_CODE', request_id: 'req_1', details: { limit: 3 }, retry_after_ms: 1500 };
const answered = (status: number, error: object = {}) => {
  const body = { error: { ...fields, ...error } };
  return rejectionWith(MiosaError, client(async () => Response.json(body, { status })).projects.list());
};

const root = ['MiosaError'];
const api = ['MiosaApiError', 'MiosaError'];
const apiJson = {
  code: 'SOME_CODE',
  requestId: 'req_1',
  issues: [],
  details: { limit: 3 },
  method: 'GET',
  path: '/projects',
  retryable: false,
  retryAfterMs: 1500,
};

interface ClassCase {
  /** Makes a real call fail with this class. */
  readonly provoke: () => Promise<MiosaError>;
  /** The classes that it is an instance of as well. */
  readonly above: readonly string[];
  /** What `toJSON` says beside name and message. */
  readonly json: object;
}

const everyClass: Record<string, ClassCase> = {
  MiosaConfigError: {
    provoke: () => rejectionWith(MiosaError, client(() => expect.fail('it was sent')).projects.get('')),
    above: root,
    json: {},
  },
  MiosaConnectionError: {
    provoke: () => rejectionWith(MiosaError, client(() => Promise.reject(new TypeError('failed'))).projects.list()),
    above: root,
    json: {},
  },
  MiosaTimeoutError: {
    provoke: async () => {
      stopClock();
      const error = rejectionWith(MiosaError, client(() => new Promise(() => {})).projects.list());
      await vi.advanceTimersByTimeAsync(1000);
      return error;
    },
    above: root,
    json: {},
  },
  MiosaResponseError: {
    provoke: () => answered(200),
    above: root,
    json: { status: 200, issues: [{ field: 'data', message: 'expected array' }] },
  },
  MiosaApiError: { provoke: () => answered(418), above: root, json: { ...apiJson, status: 418 } },
  BadRequestError: { provoke: () => answered(400), above: api, json: { ...apiJson, status: 400 } },
  WorkspaceRequiredError: {
    provoke: () => answered(400, { code: 'WORKSPACE_REQUIRED' }),
    above: ['BadRequestError', ...api],
    json: { ...apiJson, status: 400, code: 'WORKSPACE_REQUIRED' },
  },
  AuthenticationError: { provoke: () => answered(401), above: api, json: { ...apiJson, status: 401 } },
  PermissionDeniedError: { provoke: () => answered(403), above: api, json: { ...apiJson, status: 403 } },
  NotFoundError: { provoke: () => answered(404), above: api, json: { ...apiJson, status: 404 } },
  WorkspaceNotFoundError: {
    provoke: () => answered(404, { code: 'WORKSPACE_NOT_FOUND' }),
    above: ['NotFoundError', ...api],
    json: { ...apiJson, status: 404, code: 'WORKSPACE_NOT_FOUND' },
  },
  ConflictError: { provoke: () => answered(409), above: api, json: { ...apiJson, status: 409 } },
  ValidationFailedError: {
    provoke: () => answered(422, { details: { name: ['is taken'] } }),
    above: api,
    json: {
      ...apiJson,
      status: 422,
      issues: [{ field: 'name', message: 'is taken' }],
      details: { name: ['is taken'] },
    },
  },
  RateLimitError: {
    provoke: () => answered(429),
    above: api,
    json: { ...apiJson, status: 429, retryable: true },
  },
  ServerError: { provoke: () => answered(500), above: api, json: { ...apiJson, status: 500, retryable: true } },
};

const classes: Record<string, unknown> = {
  MiosaError,
  MiosaConfigError,
  MiosaConnectionError,
  MiosaTimeoutError,
  MiosaResponseError,
  MiosaApiError,
  BadRequestError,
  WorkspaceRequiredError,
  AuthenticationError,
  PermissionDeniedError,
  NotFoundError,
  WorkspaceNotFoundError,
  ConflictError,
  ValidationFailedError,
  RateLimitError,
  ServerError,
};

const classesOf = (value: unknown, exported = classes): string[] =>
  Object.keys(classes).filter((name) => {
    const ErrorClass = exported[name];
    return typeof ErrorClass === 'function' && value instanceof ErrorClass;
  });

describe.each(Object.entries(everyClass))('%s', (name, { provoke, above, json: expected }) => {
  const lineage = Object.keys(classes).filter((candidate) => candidate === name || above.includes(candidate));

  test('is an instance of itself and of what is above it, and of nothing else', async () => {
    const error = await provoke();
    expect(error).toBeInstanceOf(Error);
    expect(isMiosaError(error)).toBe(true);
    expect(classesOf(error)).toEqual(lineage);
  });

  test('is recognised by another copy of the package in the same process', async () => {
    vi.resetModules();
    const copy = await import('miosa-client');
    expect(copy.MiosaError).not.toBe(MiosaError);
    const error = await provoke();
    expect(copy.isMiosaError(error)).toBe(true);
    expect(classesOf(error, copy)).toEqual(lineage);
  });

  test('becomes plain data for logs, without the body and the headers', async () => {
    const error = await provoke();
    expect(error.toJSON()).toStrictEqual({ name, message: error.message, ...expected });
    expect(JSON.parse(JSON.stringify({ error }))).toEqual({ error: error.toJSON() });
  });
});

test.each([
  ['undefined', undefined],
  ['null', null],
  ['a string', 'MiosaError'],
  ['a plain object with the fields of one', { name: 'RateLimitError', message: '429', code: 'x', status: 429 }],
  ['an Error with the name of one', Object.assign(new Error('429'), { name: 'RateLimitError' })],
  ["the platform's own NotFoundError", new DOMException('gone', 'NotFoundError')],
  ['the class itself', MiosaError],
])('%s is not an error of this package', (_, value) => {
  expect(isMiosaError(value)).toBe(false);
  expect(classesOf(value)).toEqual([]);
});

test('an error that a user makes of the base class has its name and no fields that are undefined', () => {
  expect(new MiosaError('failed').toJSON()).toStrictEqual({ name: 'MiosaError', message: 'failed' });
});

describe("a user's own subclass", () => {
  class QuotaError extends MiosaError {}
  class MissingClinicError extends NotFoundError {
    constructor(clinic: string) {
      super(`no clinic ${clinic}`, { status: 404, method: 'GET', path: '/projects' });
    }
  }
  class NamedError extends MiosaError {
    override get name() {
      return 'NamedError';
    }
  }

  test.each([
    { error: new QuotaError('too many'), ErrorClass: QuotaError, above: ['MiosaError'] },
    { error: new MissingClinicError('smith'), ErrorClass: MissingClinicError, above: ['NotFoundError', ...api] },
    { error: new NamedError('named'), ErrorClass: NamedError, above: ['MiosaError'] },
  ])('is an instance of itself and of its bases: $ErrorClass.name', ({ error, ErrorClass, above }) => {
    expect(error).toBeInstanceOf(ErrorClass);
    expect(isMiosaError(error)).toBe(true);
    expect(classesOf(error).sort()).toEqual([...above].sort());
  });

  test.each([QuotaError, MissingClinicError, NamedError])('does not match the errors of its base: %o', async (Own) => {
    const error = await answered(404);
    expect(error instanceof Own).toBe(false);
  });

  test('may have its own name', () => {
    expect(new NamedError('x').toJSON()).toEqual({ name: 'NamedError', message: 'x' });
  });
});

describe('the stack of an error leads to the line of the caller', () => {
  const notFound: Fetch = async () => Response.json({ error: { code: 'NOT_FOUND', message: 'no' } }, { status: 404 });
  const firstPage = Response.json({ data: [wireProject], next_cursor: 'more' });
  const get = (miosa: MiosaClient) => miosa.projects.get('an-id');
  const ensureProject = (miosa: MiosaClient, options: RequestOptions) =>
    miosa.projects.ensure({ workspaceId: 'w', name: 'Lead Magnet', slug: 'lead-magnet' }, options);
  const list = async (miosa: MiosaClient) => {
    for await (const _ of miosa.projects.list());
  };

  type StackCase = [title: string, call: (miosa: MiosaClient) => Promise<unknown>, fetch: Fetch];

  test.each<StackCase>([
    ['no connection', get, () => Promise.reject(new TypeError('fetch failed'))],
    ['a response that is not JSON', get, async () => new Response('<html>')],
    ['a response that is not a project', get, async () => Response.json({})],
    ['input that cannot be sent', (miosa) => miosa.projects.get(''), notFound],
    ['a call with its response', (miosa) => get(miosa).withResponse(), notFound],
    ['a limit for the whole call', (miosa) => miosa.projects.list({}, { totalTimeout: 1000 }), notFound],
    ['a time-out', (miosa) => miosa.projects.get('an-id', { timeout: 1 }), silence],
    ['a time-out of the whole call', (miosa) => miosa.projects.get('an-id', { totalTimeout: 1 }), silence],
    ['a time-out of a longer operation', (miosa) => ensureProject(miosa, { totalTimeout: 1 }), silence],
    ['a later page of an iteration', list, inTurn(async () => firstPage, notFound)],
    ...Object.entries(everyMethod).map(([name, { call }]): StackCase => [name, (miosa) => call(miosa), notFound]),
  ])('%s', async (_, call, fetch) => {
    async function signUpTheClinic() {
      await call(client(fetch));
    }
    const error = await rejectionWith(MiosaError, signUpTheClinic());
    expect(error.stack).toMatch(/^\w+Error: /);
    expect(error.stack).toContain(error.message);
    expect(error.stack).toContain('signUpTheClinic');
  });
});

import {
  AuthenticationError,
  BadRequestError,
  ConflictError,
  isMiosaError,
  MiosaApiError,
  MiosaClient,
  MiosaConfigError,
  MiosaConnectionError,
  MiosaError,
  MiosaResponseError,
  MiosaTimeoutError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  ValidationFailedError,
  WorkspaceNotFoundError,
  WorkspaceRequiredError,
} from 'miosa-client';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { rejectionWith } from './support/failures.ts';
import { stopClock } from './support/fake-clock.ts';

const client = (fetch: () => Promise<Response>) =>
  new MiosaClient({ apiKey: 'msk_test_errors', maxRetries: 0, timeout: 1000, fetch });
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
    json: { ...apiJson, status: 429, retryable: true, retryAfterMs: 1500 },
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
    expect(error.toJSON()).toEqual({ name, message: error.message, ...expected });
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
])('%s is no error of this package', (_, value) => {
  expect(isMiosaError(value)).toBe(false);
  expect(classesOf(value)).toEqual([]);
});

describe("a user's own subclass", () => {
  class QuotaError extends MiosaError {}
  class MissingClinicError extends NotFoundError {
    constructor(clinic: string) {
      super(`no clinic ${clinic}`, { status: 404, method: 'GET', path: '/projects' });
    }
  }
  class NamedError extends MiosaError {
    override readonly name = 'NamedError';
  }

  test.each([
    { error: new QuotaError('too many'), ErrorClass: QuotaError, above: ['MiosaError'] },
    { error: new MissingClinicError('smith'), ErrorClass: MissingClinicError, above: ['NotFoundError', ...api] },
    { error: new NamedError('named'), ErrorClass: NamedError, above: ['MiosaError'] },
  ])('works with instanceof: $ErrorClass.name', ({ error, ErrorClass, above }) => {
    expect(error).toBeInstanceOf(ErrorClass);
    expect(isMiosaError(error)).toBe(true);
    expect(classesOf(error).sort()).toEqual([...above].sort());
  });

  test.each([QuotaError, MissingClinicError, NamedError])('does not claim the errors of its base: %o', async (Own) => {
    const error = await answered(404);
    expect(error instanceof Own).toBe(false);
  });

  test('may name itself', () => {
    expect(new NamedError('x').toJSON()).toEqual({ name: 'NamedError', message: 'x' });
  });
});

describe('the stack of an error leads to the line that awaited the call', () => {
  const notFound = async () => Response.json({ error: { code: 'NOT_FOUND', message: 'no' } }, { status: 404 });

  test.each<[string, () => Promise<Response>]>([
    ['a refusal', notFound],
    ['no connection', () => Promise.reject(new TypeError('fetch failed'))],
    ['an answer that is no JSON', async () => new Response('<html>')],
    ['an answer that is no project', async () => Response.json({})],
  ])('%s', async (_, fetch) => {
    async function signUpTheClinic() {
      await client(fetch).projects.get('660e8400-e29b-41d4-a716-446655440001');
    }
    const error = await rejectionWith(MiosaError, signUpTheClinic());
    expect(error.stack).toContain('signUpTheClinic');
  });

  const uses: Record<string, (miosa: MiosaClient) => Promise<unknown>> = {
    'a call with its response': (miosa) => miosa.projects.get('an-id').withResponse(),
    'a first page, within a limit for the whole call': (miosa) => miosa.projects.list({}, { totalTimeout: 1000 }),
    'a wait': (miosa) => miosa.previewDomain.waitUntilReady('organization'),
    'a wait, with its response': (miosa) => miosa.previewDomain.waitUntilReady('organization').withResponse(),
  };

  test.each(Object.entries(uses))('%s', async (_, use) => {
    // Longer than the stack of one call is.
    const limit = Error.stackTraceLimit;
    onTestFinished(() => {
      Error.stackTraceLimit = limit;
    });
    Error.stackTraceLimit = 30;
    async function signUpTheClinic() {
      await use(client(notFound));
    }
    const error = await rejectionWith(MiosaError, signUpTheClinic());
    expect(error.stack).toContain('signUpTheClinic');
  });
});

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
import { clientWith } from '../support/client.ts';
import { rejection, rejectionWith } from '../support/failures.ts';
import { stopClock } from '../support/fake-clock.ts';
import { inTurn, silence } from '../support/replies.ts';
import { wireProject } from '../support/seed.ts';

const client = (fetch: Fetch) => clientWith({ maxRetries: 0, timeout: 1000, fetch });
const fields = { code: 'SOME_CODE', request_id: 'req_1', details: { limit: 3 }, retry_after_ms: 1500 };
const answered = (status: number, error: object = {}) => {
  const body = { error: { ...fields, ...error } };
  return rejectionWith(MiosaError, client(async () => Response.json(body, { status })).projects.list());
};

interface ClassCase {
  /** Makes a real call fail with this class. */
  readonly provoke: () => Promise<MiosaError>;
  /** The classes that it is an instance of as well. */
  readonly above: readonly string[];
  /** What `toJSON` says beside name and message. */
  readonly json: object;
}

const withoutStatus = (provoke: ClassCase['provoke'], json = {}): ClassCase => ({
  provoke,
  above: ['MiosaError'],
  json,
});
const withStatus = (status: number, json = {}, ...above: string[]): ClassCase => ({
  provoke: () => answered(status, json),
  above: [...above, 'MiosaError'],
  json: {
    code: 'SOME_CODE',
    requestId: 'req_1',
    issues: [],
    details: { limit: 3 },
    method: 'GET',
    path: '/projects',
    retryable: false,
    retryAfterMs: 1500,
    status,
    ...json,
  },
});

const everyClass: Record<string, ClassCase> = {
  MiosaConfigError: withoutStatus(() =>
    rejectionWith(MiosaError, client(() => expect.fail('it was sent')).projects.get('')),
  ),
  MiosaConnectionError: withoutStatus(() =>
    rejectionWith(MiosaError, client(() => Promise.reject(new TypeError('failed'))).projects.list()),
  ),
  MiosaTimeoutError: withoutStatus(async () => {
    stopClock();
    const error = rejectionWith(MiosaError, client(silence).projects.list());
    await vi.advanceTimersByTimeAsync(1000);
    return error;
  }),
  MiosaResponseError: withoutStatus(() => answered(200), {
    status: 200,
    issues: [{ field: 'data', message: 'expected array' }],
  }),
  MiosaApiError: withStatus(418),
  BadRequestError: withStatus(400, {}, 'MiosaApiError'),
  WorkspaceRequiredError: withStatus(400, { code: 'WORKSPACE_REQUIRED' }, 'BadRequestError', 'MiosaApiError'),
  AuthenticationError: withStatus(401, {}, 'MiosaApiError'),
  PermissionDeniedError: withStatus(403, {}, 'MiosaApiError'),
  NotFoundError: withStatus(404, {}, 'MiosaApiError'),
  WorkspaceNotFoundError: withStatus(404, { code: 'WORKSPACE_NOT_FOUND' }, 'NotFoundError', 'MiosaApiError'),
  ConflictError: withStatus(409, {}, 'MiosaApiError'),
  ValidationFailedError: withStatus(
    422,
    { details: { name: ['is taken'] }, issues: [{ field: 'name', message: 'is taken' }] },
    'MiosaApiError',
  ),
  RateLimitError: withStatus(429, { retryable: true }, 'MiosaApiError'),
  ServerError: withStatus(500, { retryable: true }, 'MiosaApiError'),
};

const classes = {
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

const classesOf = (value: unknown): string[] =>
  Object.entries(classes).flatMap(([name, ErrorClass]) => (value instanceof ErrorClass ? [name] : []));

describe.each(Object.entries(everyClass))('%s', (name, { provoke, above, json: expected }) => {
  const lineage = Object.keys(classes).filter((candidate) => candidate === name || above.includes(candidate));

  test('is an instance of itself and of what is above it, and of nothing else', async () => {
    const error = await provoke();
    expect(error).toBeInstanceOf(Error);
    expect(isMiosaError(error)).toBe(true);
    expect(classesOf(error)).toEqual(lineage);
  });

  test('becomes plain data for logs, without the body and the headers', async () => {
    const error = await provoke();
    expect(error.toJSON()).toStrictEqual({ name, message: error.message, ...expected });
    expect(JSON.parse(JSON.stringify({ error }))).toEqual({ error: error.toJSON() });
  });
});

test('isMiosaError holds for the errors of another copy of the package, and instanceof does not', async () => {
  vi.resetModules();
  const copy = await import('miosa-client');
  expect(copy.MiosaError).not.toBe(MiosaError);
  for (const { provoke } of Object.values(everyClass)) {
    const error = await provoke();
    expect(copy.isMiosaError(error)).toBe(true);
    expect(error).not.toBeInstanceOf(copy.MiosaError);
  }
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
  class QuotaError extends MiosaError {
    constructor(message: string) {
      super(message);
      this.name = 'QuotaError';
    }
  }
  class MissingClinicError extends NotFoundError {
    constructor(clinic: string) {
      super(`no clinic ${clinic}`, { status: 404, method: 'GET', path: '/projects' });
    }
  }

  test('is an instance of its bases, and may set its name', () => {
    const error = new QuotaError('too many');
    expect(isMiosaError(error)).toBe(true);
    expect(classesOf(error)).toEqual(['MiosaError']);
    expect(error.toJSON()).toEqual({ name: 'QuotaError', message: 'too many' });
    expect(String(error)).toBe('QuotaError: too many');
  });

  test('does not match the errors of its base', async () => {
    expect(classesOf(new MissingClinicError('smith'))).toEqual(['MiosaError', 'MiosaApiError', 'NotFoundError']);
    expect(await answered(404)).not.toBeInstanceOf(MissingClinicError);
  });
});

test('the name of an error can be assigned, as that of any other', async () => {
  const error = await answered(404);
  error.name = 'ClinicNotFound';
  expect(String(error)).toBe(`ClinicNotFound: ${error.message}`);
  expect(error.toJSON()).toMatchObject({ name: 'ClinicNotFound' });
});

test('an error that cannot be changed, and stacks that a program makes something else of, are no obstacle', async () => {
  const reason = Object.freeze(new MiosaError('the user left'));
  expect(await rejection(client(silence).projects.list({}, { signal: AbortSignal.abort(reason) }))).toBe(reason);
  const { prepareStackTrace } = Error;
  try {
    Error.prepareStackTrace = (_, frames) => ({ frames });
    expect(await answered(404)).toBeInstanceOf(NotFoundError);
  } finally {
    Error.prepareStackTrace = prepareStackTrace;
  }
});

describe("the stack of an error leads to the caller's line", () => {
  const notFound: Fetch = async () => Response.json({ error: { code: 'NOT_FOUND', message: 'no' } }, { status: 404 });
  const firstPage: Fetch = async () => Response.json({ data: [wireProject], next_cursor: 'more' });
  const limit = { totalTimeout: 1000 };
  const project = { workspaceId: 'w', name: 'Lead Magnet', slug: 'lead-magnet' };
  const get = (miosa: MiosaClient, options?: RequestOptions) => miosa.projects.get('an-id', options);
  const ensure = (miosa: MiosaClient, options?: RequestOptions) => miosa.projects.ensure(project, options);
  const wait = (miosa: MiosaClient) => miosa.previewDomain.waitUntilReady('organization');
  const iterate = async (miosa: MiosaClient, options?: RequestOptions) => {
    for await (const _ of miosa.projects.list({}, options));
  };

  test.each<[string, (miosa: MiosaClient) => Promise<unknown>, Fetch]>([
    ['a read', get, notFound],
    ['a read with its response', (miosa) => get(miosa).withResponse(), notFound],
    ['a read in a limited time', (miosa) => get(miosa, limit), notFound],
    ['a list', (miosa) => miosa.projects.list(), notFound],
    ['a list that is iterated', iterate, notFound],
    ['a list that is iterated, on a later page', iterate, inTurn(firstPage, notFound)],
    ['ensure', ensure, notFound],
    ['ensure in a limited time', (miosa) => ensure(miosa, limit), notFound],
    ['waitUntilReady', wait, notFound],
    ['request', (miosa) => miosa.request('POST', '/sandboxes', { body: {} }), notFound],
    ['input that cannot be sent', (miosa) => miosa.projects.get(''), notFound],
    ['input of ensure that cannot be sent', (miosa) => miosa.workspaces.ensure({ name: 'n', slug: '' }), notFound],
    ['no connection', get, () => Promise.reject(new TypeError('fetch failed'))],
    ['a response that is not JSON', get, async () => new Response('<html>')],
    ['a response that is not a project', get, async () => Response.json({})],
    ['a time-out', (miosa) => get(miosa, { timeout: 1 }), silence],
    ['a time-out of the whole call', (miosa) => get(miosa, { totalTimeout: 1 }), silence],
    ['a time-out of ensure', (miosa) => ensure(miosa, { totalTimeout: 1 }), silence],
  ])('%s', async (_, call, fetch) => {
    async function signUpTheClinic() {
      await call(client(fetch));
    }
    const error = await rejectionWith(MiosaError, signUpTheClinic());
    expect(error.stack).toContain(`${error.name}: ${error.message}\n`);
    expect(error.stack).toContain('signUpTheClinic');
  });
});

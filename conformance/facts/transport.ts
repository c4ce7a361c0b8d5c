import {
  describe,
  expect,
  expectError,
  expectStatus,
  isObject,
  listIn,
  NotSeen,
  objectIn,
  unknownId,
  withoutNames,
} from '../support/seen.ts';
import { docs, type Fact, sdk, seed } from '../support/types.ts';

const errorsPage = docs('api-reference/errors');
const utc = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/;

/** Keys, addresses, bodies and errors, whatever they are about. */
export const facts: readonly Fact[] = [
  {
    id: 'key.bearer',
    sentence: 'A key is sent as `Authorization: Bearer <key>`.',
    source: seed,
    readsOnly: true,
    check: async ({ api }) => expectStatus(await api.get('/projects'), 200),
  },
  {
    id: 'key.missing',
    sentence: 'A request without a key is rejected with 401 `invalid_token`.',
    source: errorsPage,
    readsOnly: true,
    check: async ({ api }) => expectError(await api.get('/projects', { authorization: null }), 401, 'invalid_token'),
  },
  {
    id: 'key.malformed',
    sentence: 'A credential of another form is rejected with 401 `invalid_token`.',
    source: errorsPage,
    readsOnly: true,
    check: async ({ api }) =>
      expectError(await api.get('/projects', { authorization: 'Conformance none' }), 401, 'invalid_token'),
  },
  {
    id: 'key.invalid',
    sentence: 'A key that does not exist is rejected with 401 `invalid_token`.',
    source: errorsPage,
    readsOnly: true,
    check: async ({ api }) =>
      expectError(await api.get('/projects', { authorization: 'Bearer msk_live_conformance' }), 401, 'invalid_token'),
  },
  {
    id: 'base-url',
    sentence: 'The API answers below `/api/v1`.',
    source: seed,
    readsOnly: true,
    check: async ({ api }) => {
      if (!api.baseUrl.endsWith('/api/v1')) throw new NotSeen('the base URL is another one');
      const answer = await api.get('/projects');
      expect(answer.status === 200 && listIn(answer) !== undefined, describe(answer));
    },
  },
  {
    id: 'json',
    sentence: 'Bodies are JSON.',
    source: docs('api-reference'),
    readsOnly: true,
    check: async ({ api }) => {
      const { headers, body } = await api.get('/projects');
      const type = headers.get('content-type') ?? 'no type';
      expect(/^application\/json\b/.test(type) && isObject(body), withoutNames(type));
    },
  },
  {
    id: 'snake-case',
    sentence: 'Names of fields are in snake_case.',
    source: docs('api-reference'),
    readsOnly: true,
    check: async ({ api, lab }) => {
      const { id } = await lab.sampleProject();
      const { body } = await api.get(`/projects/${id}`);
      const others = namesIn(body).filter((name) => !/^[a-z0-9]+(_[a-z0-9]+)*$/.test(name));
      expect(others.length === 0, `${others.length} are not`);
    },
  },
  {
    id: 'errors.body',
    sentence: 'The body of an error is `{ error: { code, message, request_id } }`.',
    source: errorsPage,
    readsOnly: true,
    check: async ({ api }) => {
      const { body } = await api.get(`/projects/${unknownId}`);
      const error = isObject(body) && isObject(body['error']) ? body['error'] : undefined;
      expect(error !== undefined, 'there is no object `error`');
      const missing = ['code', 'message', 'request_id'].filter((name) => typeof error[name] !== 'string');
      expect(missing.length === 0, `without ${missing.join(', ')}`);
    },
  },
  {
    id: 'errors.request-id',
    sentence: 'Errors have their request id in the header `X-Request-ID`.',
    source: sdk('miosa-typescript src/http.ts'),
    readsOnly: true,
    check: async ({ api }) => expect((await api.get(`/projects/${unknownId}`)).headers.has('x-request-id'), 'none'),
  },
  ...['projects', 'workspaces'].flatMap((kind): Fact[] => [
    {
      id: `errors.invalid-id.${kind}`,
      sentence: `\`/${kind}/{id}\` with an id that is not a UUID is rejected with 400 \`INVALID_ID\`.`,
      source: errorsPage,
      readsOnly: true,
      check: async ({ api }) => expectError(await api.get(`/${kind}/not-a-uuid`), 400, 'INVALID_ID'),
    },
    {
      id: `errors.unknown-id.${kind}`,
      sentence: `\`/${kind}/{id}\` with an id that nothing has is rejected with 404 \`NOT_FOUND\`.`,
      source: errorsPage,
      readsOnly: true,
      check: async ({ api }) => expectError(await api.get(`/${kind}/${unknownId}`), 404, 'NOT_FOUND'),
    },
  ]),
  {
    id: 'errors.foreign-id',
    sentence: 'A project of another organization is rejected with 404 `NOT_FOUND`, as if there were none.',
    source: errorsPage,
    readsOnly: true,
    check: async ({ api, foreignProject }) => {
      if (foreignProject === undefined) throw new NotSeen('it needs `--foreign-project`');
      expectError(await api.get(`/projects/${foreignProject}`), 404, 'NOT_FOUND');
    },
  },
  {
    id: 'timestamps',
    sentence: 'Times are ISO 8601 in UTC, and end in `Z`.',
    source: seed,
    readsOnly: true,
    check: async ({ api, lab }) => {
      const { id } = await lab.sampleProject();
      const { created_at: created, updated_at: updated } = objectIn(await api.get(`/projects/${id}`));
      expect(utc.test(String(created)) && utc.test(String(updated)), 'times of another form');
    },
  },
];

function namesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(namesIn);
  if (!isObject(value)) return [];
  // Keys inside of these maps belong to callers.
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'metadata' || name === 'settings' ? [name] : [name, ...namesIn(inner)],
  );
}

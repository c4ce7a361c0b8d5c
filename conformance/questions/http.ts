import type { Answer } from '../support/api.ts';
import { codeOf, describe, isSame, isSuccess, NotSeen, objectIn, successful, yesNo } from '../support/seen.ts';
import { type Question, sameFor } from '../support/types.ts';
import { rejects } from './sentences.ts';

const unused = 'The client does not use it.';

/** Idempotency keys, and headers of every kind. */
export const questions: readonly Question[] = [
  {
    id: 'idempotency.other-payload',
    sentence: 'What does a request respond with whose `Idempotency-Key` was used with another payload?',
    answers: {
      '422 IDEMPOTENCY_KEY_REUSED': '`ValidationFailedError`: give each change a key of its own.',
      '409 CONFLICT': '`ConflictError`: give each change a key of its own.',
      '400 BAD_REQUEST': '`BadRequestError`: give each change a key of its own.',
      'the first response': 'The call gives what the first one made: give each change a key of its own.',
      'a new project': 'The call gives what it made.',
    },
    probe: async ({ lab }) => {
      const headers = { 'idempotency-key': crypto.randomUUID() };
      const first = successful(await lab.createProject({ slug: lab.unique() }, headers));
      const second = await lab.createProject({ slug: lab.unique(), description: 'Another' }, headers);
      if (!isSuccess(second)) return describe(second);
      return objectIn(second)['id'] === objectIn(first)['id'] ? 'the first response' : 'a new project';
    },
  },
  {
    id: 'idempotency.patch',
    sentence: 'Is a PATCH with a key that was used run again?',
    answers: {
      yes: 'A retried update writes the same values once more, over changes that others made meanwhile.',
      no: 'A retried update takes effect once.',
    },
    probe: async ({ api, lab }) => {
      const path = `/projects/${(await lab.newProject()).id}`;
      const headers = { 'idempotency-key': crypto.randomUUID() };
      successful(await api.patch(path, { name: 'First' }, headers));
      successful(await api.patch(path, { name: 'Second' }));
      await api.patch(path, { name: 'First' }, headers);
      return yesNo(objectIn(await api.get(path))['name'] === 'First');
    },
  },
  {
    id: 'idempotency.get',
    sentence: 'Does a GET with a key that was used show what has changed since?',
    answers: sameFor('The client sends no key with GET.', 'yes', 'no'),
    probe: async ({ api, lab }) => {
      const path = `/projects/${(await lab.newProject()).id}`;
      const headers = { 'idempotency-key': crypto.randomUUID() };
      successful(await api.get(path, headers));
      successful(await api.patch(path, { name: 'After' }));
      return yesNo(objectIn(await api.get(path, headers))['name'] === 'After');
    },
  },
  {
    id: 'idempotency.refusals',
    sentence: 'Is a rejected mutation with a key that was used run again?',
    answers: {
      yes: 'The same call may succeed later.',
      no: 'Every call has a key of its own: only one with `idempotencyKey` is rejected again.',
    },
    probe: async ({ api, lab }) => {
      const { id, slug } = await lab.newProject();
      const headers = { 'idempotency-key': crypto.randomUUID() };
      if (isSuccess(await lab.createProject({ slug }, headers))) throw new NotSeen('a taken slug is not rejected');
      await api.patch(`/projects/${id}`, { slug: lab.unique() });
      return yesNo(isSuccess(await lab.createProject({ slug }, headers)));
    },
  },
  {
    id: 'idempotency.marker',
    sentence: 'Which header marks a response that is given again?',
    answers: sameFor(unused, 'none', 'idempotency-replayed', 'idempotent-replayed'),
    probe: async ({ lab }) => {
      const headers = { 'idempotency-key': crypto.randomUUID() };
      const fields = { slug: lab.unique() };
      const first = successful(await lab.createProject(fields, headers));
      const second = await lab.createProject(fields, headers);
      if (!isSame(first.body, second.body)) throw new NotSeen('it was run again');
      return namesIn(second, /replay|idempot/);
    },
  },
  {
    id: 'headers.tenant',
    sentence: 'What does an `X-MIOSA-Tenant` do that names no organization?',
    readsOnly: true,
    answers: {
      nothing: 'The option `tenant` sends it, and cannot tell that it does nothing.',
      'rejected with INVALID_TENANT_CONTEXT': rejects,
      'rejected with NOT_FOUND': rejects,
    },
    probe: async ({ api, lab }) => {
      const answer = await api.get('/projects', { 'x-miosa-tenant': lab.name });
      return isSuccess(answer) ? 'nothing' : `rejected with ${codeOf(answer) ?? answer.status}`;
    },
  },
  {
    id: 'headers.quota',
    sentence: 'Which headers of a successful response say how many requests are left?',
    answers: {
      none: 'The client waits when it gets a 429.',
      'ratelimit-limit, ratelimit-remaining, ratelimit-reset': 'Not used: the client waits when it gets a 429.',
      'x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset': 'Not used: the client waits when it gets a 429.',
    },
    readsOnly: true,
    probe: async ({ api }) => namesIn(successful(await api.get('/projects')), /rate-?limit/),
  },
  {
    id: 'headers.request-id',
    sentence: 'Do successful responses have an `X-Request-ID`?',
    answers: { yes: '`withResponse` and hooks give it.', no: '`requestId` is undefined.' },
    readsOnly: true,
    probe: async ({ api }) => yesNo((await api.get('/projects')).headers.has('x-request-id')),
  },
  {
    id: 'headers.request-id.own',
    sentence: 'May the client set the request id?',
    answers: { yes: 'With the option `headers`.', no: 'The client sends none.' },
    readsOnly: true,
    probe: async ({ api }) => {
      const id = `req_${crypto.randomUUID().replaceAll('-', '')}`;
      return yesNo((await api.get('/projects', { 'x-request-id': id })).headers.get('x-request-id') === id);
    },
  },
  {
    id: 'headers.etag',
    sentence: 'Do projects have an `ETag`?',
    answers: sameFor(unused, 'yes', 'no'),
    readsOnly: true,
    probe: async ({ api, lab }) =>
      yesNo((await api.get(`/projects/${(await lab.sampleProject()).id}`)).headers.has('etag')),
  },
  {
    id: 'headers.version',
    sentence: 'Which headers name a version, or say that something will go?',
    answers: sameFor(unused, 'none', 'api-version', 'x-api-version', 'deprecation'),
    readsOnly: true,
    probe: async ({ api }) => namesIn(successful(await api.get('/projects')), /version|deprecation|sunset/),
  },
  {
    id: 'cors.origin',
    sentence: 'Which origins may read responses in a browser?',
    answers: {
      any: 'A page with a short-lived token can call the API.',
      'the one that asks': 'A page with a short-lived token can call the API.',
      none: 'A page needs a proxy on its own origin.',
    },
    readsOnly: true,
    probe: async ({ api }) => {
      const origin = 'https://conformance.example.com';
      const allowed = (await api.get('/projects', { origin })).headers.get('access-control-allow-origin');
      return { '*': 'any', [origin]: 'the one that asks', null: 'none' }[String(allowed)] ?? 'another';
    },
  },
  {
    id: 'cors.headers',
    sentence: 'Which headers that the client sends does a preflight allow?',
    answers: {
      all: 'Nothing is to be set.',
      'all but authorization': 'A page needs a proxy on its own origin.',
      'all but idempotency-key': 'A page sets `headers: { "idempotency-key": null }`.',
      none: 'A page needs a proxy on its own origin.',
    },
    probe: async ({ api }) => {
      const wanted = ['authorization', 'content-type', 'idempotency-key'];
      const headers = {
        authorization: null,
        origin: 'https://conformance.example.com',
        'access-control-request-method': 'POST',
        'access-control-request-headers': wanted.join(','),
      };
      const allowed =
        (await api.send('OPTIONS', '/projects', { headers })).headers.get('access-control-allow-headers') ?? '';
      const names = namesOf(allowed);
      // A wildcard does not cover this one.
      const missing = wanted.filter((name) => !names.includes(name) && (name === 'authorization' || allowed !== '*'));
      if (missing.length === wanted.length) return 'none';
      return missing.length === 0 ? 'all' : `all but ${missing.join(', ')}`;
    },
  },
  {
    id: 'cors.exposed',
    sentence: 'Which headers may a page read?',
    answers: {
      'retry-after, x-request-id': '`requestId` and hints of rate limits reach the page.',
      'retry-after': '`requestId` comes from the body of errors.',
      'x-request-id': 'A 429 without a hint is an ordinary retry.',
      none: '`requestId` comes from the body of errors; a 429 without a hint is an ordinary retry.',
    },
    readsOnly: true,
    probe: async ({ api }) => {
      const { headers } = await api.get('/projects', { origin: 'https://conformance.example.com' });
      const exposed = headers.get('access-control-expose-headers') ?? '';
      const used = ['retry-after', 'x-request-id'];
      return used.filter((name) => exposed === '*' || namesOf(exposed).includes(name)).join(', ') || 'none';
    },
  },
];

/** The names on a list in a header. */
function namesOf(list: string): readonly string[] {
  return list.split(',').map((name) => name.trim().toLowerCase());
}

/** The names of headers that fit, in alphabetical order. */
function namesIn({ headers }: Answer, pattern: RegExp): string {
  return [...headers.keys()].filter((name) => pattern.test(name)).join(', ') || 'none';
}

import type { Issue, MiosaApiError } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { apiErrorFrom } from '../support/failures.ts';
import { json } from '../support/server.ts';

type BodyCase = readonly [
  body: Readonly<Record<string, unknown>>,
  /** The message, without where it comes from. */
  message: string,
  issues?: readonly Issue[],
  others?: Partial<Pick<MiosaApiError, 'requestId' | 'retryable'>>,
];

const refused = { code: 'VALIDATION_FAILED', message: 'project is invalid' };
const taken = 'has already been taken';
const blank = "can't be blank";

const nested: Record<string, BodyCase> = {
  'without a workspace, as documented': [
    { error: { code: 'WORKSPACE_REQUIRED', message: 'a workspace selector is required', request_id: 'req_1' } },
    '400 WORKSPACE_REQUIRED: a workspace selector is required',
    [],
    { requestId: 'req_1' },
  ],
  'with an unknown workspace, as documented': [
    { error: { code: 'WORKSPACE_NOT_FOUND', message: 'workspace not found', request_id: 'req_2' } },
    '404 WORKSPACE_NOT_FOUND: workspace not found',
    [],
    { requestId: 'req_2' },
  ],
  'with a slug that is taken, as documented': [
    { error: { ...refused, request_id: 'req_3' }, errors: { slug: [taken] } },
    `422 VALIDATION_FAILED: project is invalid (slug: ${taken})`,
    [{ field: 'slug', message: taken }],
    { requestId: 'req_3' },
  ],
  'with details, retryable and a hint inside error': [
    {
      ok: false,
      error: { code: 'DRAINING', message: 'no', details: { node: 'fra-1' }, retryable: true, retry_after_ms: 1500 },
    },
    '503 DRAINING: no',
    [],
    { retryable: true },
  ],
  'with a list of field errors in details': [
    { error: { ...refused, details: [{ field: 'name', code: 'blank', message: blank }] } },
    `422 VALIDATION_FAILED: project is invalid (name: ${blank})`,
    [{ field: 'name', code: 'blank', message: blank }],
  ],
  'with paths and codes without messages in details': [
    {
      error: {
        ...refused,
        details: {
          fields: [
            { path: 'slug', code: 'taken' },
            { path: ['settings', 'preview', 'domain'], code: 'format' },
          ],
        },
      },
    },
    '422 VALIDATION_FAILED: project is invalid (slug: taken; settings.preview.domain: format)',
    [
      { field: 'slug', code: 'taken', message: 'taken' },
      { field: 'settings.preview.domain', code: 'format', message: 'format' },
    ],
  ],
  'with field errors in the details of a 400': [
    { error: { code: 'MISSING_PARAM', message: 'bad request', details: { name: [blank] } } },
    `400 MISSING_PARAM: bad request (name: ${blank})`,
    [{ field: 'name', message: blank }],
  ],
  'with field errors in the details of a 409': [
    { error: { code: 'SLUG_TAKEN', message: 'conflict', details: { slug: ['is taken'] } } },
    '409 SLUG_TAKEN: conflict (slug: is taken)',
    [{ field: 'slug', message: 'is taken' }],
  ],
  'with fields that are called like parts of an issue': [
    { error: refused, errors: { code: 'is too short', fields: [{ path: 'a', code: 'taken' }, 'are too many'] } },
    '422 VALIDATION_FAILED: project is invalid (code: is too short; fields.a: taken; fields: are too many)',
    [
      { field: 'code', message: 'is too short' },
      { field: 'fields.a', code: 'taken', message: 'taken' },
      { field: 'fields', message: 'are too many' },
    ],
  ],
  'with names and codes of other kinds in its issues': [
    { error: refused, errors: { name: { message: 'is odd', code: 7 }, slug: [{ field: 7, message: taken }] } },
    `422 VALIDATION_FAILED: project is invalid (name: is odd; slug: ${taken})`,
    [
      { field: 'name', message: 'is odd' },
      { field: 'slug', message: taken },
    ],
  ],
  'with counters beside the message': [
    { error: { code: 'CONFLICT', message: 'workspace is not empty', computers: 2 } },
    '409 CONFLICT: workspace is not empty',
  ],
  'with a nested map of messages beside error': [
    {
      error: refused,
      errors: {
        slug: [taken, 'is reserved'],
        settings: { preview: { domain: ['is invalid'] } },
        build_spec: { steps: [{}, { run: [blank] }] },
      },
    },
    `422 VALIDATION_FAILED: project is invalid (slug: ${taken}; slug: is reserved; ` +
      `settings.preview.domain: is invalid; build_spec.steps.1.run: ${blank})`,
    [
      { field: 'slug', message: taken },
      { field: 'slug', message: 'is reserved' },
      { field: 'settings.preview.domain', message: 'is invalid' },
      { field: 'build_spec.steps.1.run', message: blank },
    ],
  ],
  'with a list of field errors beside error': [
    {
      error: refused,
      errors: [
        { code: 'taken', field: 'slug', message: taken },
        { code: 'blank', path: 'name', message: blank },
      ],
    },
    `422 VALIDATION_FAILED: project is invalid (slug: ${taken}; name: ${blank})`,
    [
      { field: 'slug', code: 'taken', message: taken },
      { field: 'name', code: 'blank', message: blank },
    ],
  ],
};

const flat: Record<string, BodyCase> = {
  'a map of messages alone': [
    { errors: { name: [blank] } },
    `422: the request was refused (name: ${blank})`,
    [{ field: 'name', message: blank }],
  ],
  'a list of strings alone': [
    { errors: ['name is missing', 'slug is reserved'] },
    '400: the request was refused (name is missing; slug is reserved)',
    [
      { field: '', message: 'name is missing' },
      { field: '', message: 'slug is reserved' },
    ],
  ],
  'an upper-case code with its detail': [
    {
      error: 'VALIDATION_ERROR',
      detail: 'project is invalid',
      details: { slug: ['is reserved'] },
      reason: 'changeset',
      request_id: 'req_5',
    },
    '422 VALIDATION_ERROR: project is invalid (slug: is reserved)',
    [{ field: 'slug', message: 'is reserved' }],
    { requestId: 'req_5' },
  ],
  'an upper-case code with its reason': [
    { error: 'TENANT_RESOLUTION_FAILED', reason: 'workspace suspended' },
    '422 TENANT_RESOLUTION_FAILED: workspace suspended',
  ],
  'a lower-case code': [
    { error: 'rate_limit_exceeded' },
    '429 rate_limit_exceeded: the response has no readable message',
    [],
    { retryable: true },
  ],
  'a text that ends like a code': [{ error: 'the body is not JSON' }, '400: the body is not JSON'],
  'a text that begins like a code': [{ error: 'Unauthorized' }, '401: Unauthorized'],
  'a text that begins like a lower-case code': [{ error: 'page_size is too big' }, '400: page_size is too big'],
  'a text that ends with the name of a field': [{ error: 'pass another page_size' }, '400: pass another page_size'],
  'a text with a sign of mathematics': [{ error: 'page_size must be < 101' }, '400: page_size must be < 101'],
  'a single word': [{ error: 'unauthorized' }, '401: unauthorized'],
  'a text and a code': [
    { error: 'workspace not found', code: 'WORKSPACE_NOT_FOUND' },
    '404 WORKSPACE_NOT_FOUND: workspace not found',
  ],
  'a message and a code': [
    { message: 'something went wrong', code: 'INTERNAL_ERROR' },
    '500 INTERNAL_ERROR: something went wrong',
    [],
    { retryable: true },
  ],
  'a message alone': [{ message: 'slug is taken', retryable: true }, '409: slug is taken', [], { retryable: true }],
  'a text with keys of its own': [
    { error: 'scopes not granted', invalid_scopes: ['data:write'] },
    '403: scopes not granted',
  ],
};

describe.each([
  ['an error object', nested],
  ['a flat error', flat],
])('%s is read:', (_, cases) => {
  test.each(Object.entries(cases))('%s', async (_title, [body, message, issues = [], others = {}]) => {
    const [, status, code] = /^(\d+)(?: (\w+))?: /.exec(message) ?? [];
    const error = await apiErrorFrom(json(body, Number(status)));
    const origin = ['POST /projects', others.requestId].filter(Boolean).join(', ');
    expect(error.message).toBe(`${message} [${origin}]`);
    expect(error).toMatchObject({
      status: Number(status),
      code,
      requestId: undefined,
      retryable: false,
      ...others,
    });
    expect(error.issues).toStrictEqual(issues);
    expect(error.details).toEqual(Object(body['error']).details ?? body['details']);
    expect(error.body).toEqual(body);
  });
});

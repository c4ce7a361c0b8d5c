import type { MiosaApiError } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { apiErrorFrom } from './support/failures.ts';
import { json } from './support/server.ts';

interface BodyCase {
  readonly status: number;
  readonly body: object;
  readonly message: string;
  /** What differs from an error that says nothing. */
  readonly error: Partial<MiosaApiError>;
}

const seedErrors: Record<string, BodyCase> = {
  '400 WORKSPACE_REQUIRED': {
    status: 400,
    body: { error: { code: 'WORKSPACE_REQUIRED', message: 'a workspace selector is required', request_id: 'req_1' } },
    message: '400 WORKSPACE_REQUIRED: a workspace selector is required [POST /projects, req_1]',
    error: { name: 'WorkspaceRequiredError', code: 'WORKSPACE_REQUIRED', requestId: 'req_1' },
  },
  '404 WORKSPACE_NOT_FOUND': {
    status: 404,
    body: { error: { code: 'WORKSPACE_NOT_FOUND', message: 'workspace not found', request_id: 'req_2' } },
    message: '404 WORKSPACE_NOT_FOUND: workspace not found [POST /projects, req_2]',
    error: { name: 'WorkspaceNotFoundError', code: 'WORKSPACE_NOT_FOUND', requestId: 'req_2' },
  },
  '422 VALIDATION_FAILED': {
    status: 422,
    body: {
      error: { code: 'VALIDATION_FAILED', message: 'project is invalid', request_id: 'req_3' },
      errors: { slug: ['has already been taken'] },
    },
    message: '422 VALIDATION_FAILED: project is invalid (slug: has already been taken) [POST /projects, req_3]',
    error: {
      name: 'ValidationFailedError',
      code: 'VALIDATION_FAILED',
      requestId: 'req_3',
      issues: [{ field: 'slug', message: 'has already been taken' }],
    },
  },
};

const refused = { code: 'VALIDATION_FAILED', message: 'project is invalid' };
const refusedError = { name: 'ValidationFailedError', code: 'VALIDATION_FAILED' } as const;

const nestedShapes: Record<string, BodyCase> = {
  'details, retryable and a hint inside error': {
    status: 503,
    body: {
      ok: false,
      error: {
        code: 'DRAINING',
        message: 'the node is draining',
        request_id: 'req_4',
        details: { node: 'fra-1' },
        retryable: true,
        retry_after_ms: 1500,
      },
    },
    message: '503 DRAINING: the node is draining [POST /projects, req_4]',
    error: {
      name: 'ServerError',
      code: 'DRAINING',
      requestId: 'req_4',
      details: { node: 'fra-1' },
      retryable: true,
    },
  },
  'a list of field errors in details': {
    status: 422,
    body: { error: { ...refused, details: [{ field: 'name', code: 'blank', message: "can't be blank" }] } },
    message: "422 VALIDATION_FAILED: project is invalid (name: can't be blank) [POST /projects]",
    error: {
      ...refusedError,
      issues: [{ field: 'name', code: 'blank', message: "can't be blank" }],
      details: [{ field: 'name', code: 'blank', message: "can't be blank" }],
    },
  },
  'paths and codes without messages in details': {
    status: 422,
    body: {
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
    message:
      '422 VALIDATION_FAILED: project is invalid (slug: taken; settings.preview.domain: format) [POST /projects]',
    error: {
      ...refusedError,
      issues: [
        { field: 'slug', code: 'taken', message: 'taken' },
        { field: 'settings.preview.domain', code: 'format', message: 'format' },
      ],
      details: {
        fields: [
          { path: 'slug', code: 'taken' },
          { path: ['settings', 'preview', 'domain'], code: 'format' },
        ],
      },
    },
  },
  'field errors in the details of a 400': {
    status: 400,
    body: { error: { code: 'MISSING_PARAM', message: 'bad request', details: { name: ["can't be blank"] } } },
    message: "400 MISSING_PARAM: bad request (name: can't be blank) [POST /projects]",
    error: {
      name: 'BadRequestError',
      code: 'MISSING_PARAM',
      issues: [{ field: 'name', message: "can't be blank" }],
      details: { name: ["can't be blank"] },
    },
  },
  'field errors in the details of a 409': {
    status: 409,
    body: { error: { code: 'SLUG_TAKEN', message: 'conflict', details: { slug: ['is taken'] } } },
    message: '409 SLUG_TAKEN: conflict (slug: is taken) [POST /projects]',
    error: {
      name: 'ConflictError',
      code: 'SLUG_TAKEN',
      issues: [{ field: 'slug', message: 'is taken' }],
      details: { slug: ['is taken'] },
    },
  },
  'fields that are called like parts of an issue': {
    status: 422,
    body: { error: refused, errors: { code: 'is too short', fields: [{ path: 'a', code: 'taken' }, 'are too many'] } },
    message:
      '422 VALIDATION_FAILED: project is invalid (code: is too short; fields.a: taken; fields: are too many) ' +
      '[POST /projects]',
    error: {
      ...refusedError,
      issues: [
        { field: 'code', message: 'is too short' },
        { field: 'fields.a', code: 'taken', message: 'taken' },
        { field: 'fields', message: 'are too many' },
      ],
    },
  },
  'messages without a field below their field': {
    status: 422,
    body: { error: refused, errors: { slug: [{ code: 'taken', message: 'is taken' }] } },
    message: '422 VALIDATION_FAILED: project is invalid (slug: is taken) [POST /projects]',
    error: { ...refusedError, issues: [{ field: 'slug', code: 'taken', message: 'is taken' }] },
  },
  'fields and codes that are numbers': {
    status: 422,
    body: { error: refused, errors: [{ field: 7, code: 7, message: 'is invalid' }] },
    message: '422 VALIDATION_FAILED: project is invalid (is invalid) [POST /projects]',
    error: { ...refusedError, issues: [{ field: '', message: 'is invalid' }] },
  },
  'counters beside the message': {
    status: 409,
    body: { error: { code: 'CONFLICT', message: 'workspace is not empty', computers: 2 } },
    message: '409 CONFLICT: workspace is not empty [POST /projects]',
    error: {
      name: 'ConflictError',
      code: 'CONFLICT',
      body: { error: { code: 'CONFLICT', message: 'workspace is not empty', computers: 2 } },
    },
  },
  'a nested map of messages beside error': {
    status: 422,
    body: {
      error: refused,
      errors: {
        slug: ['has already been taken', 'is reserved'],
        settings: { preview: { domain: ['is invalid'] } },
        build_spec: { steps: [{}, { run: ["can't be blank"] }] },
      },
    },
    message:
      '422 VALIDATION_FAILED: project is invalid (slug: has already been taken; slug: is reserved; ' +
      "settings.preview.domain: is invalid; build_spec.steps.1.run: can't be blank) [POST /projects]",
    error: {
      ...refusedError,
      issues: [
        { field: 'slug', message: 'has already been taken' },
        { field: 'slug', message: 'is reserved' },
        { field: 'settings.preview.domain', message: 'is invalid' },
        { field: 'build_spec.steps.1.run', message: "can't be blank" },
      ],
    },
  },
  'a list of field errors beside error': {
    status: 422,
    body: {
      error: refused,
      errors: [
        { code: 'taken', field: 'slug', message: 'has already been taken' },
        { code: 'blank', path: 'name', message: "can't be blank" },
      ],
    },
    message:
      "422 VALIDATION_FAILED: project is invalid (slug: has already been taken; name: can't be blank) [POST /projects]",
    error: {
      ...refusedError,
      issues: [
        { field: 'slug', code: 'taken', message: 'has already been taken' },
        { field: 'name', code: 'blank', message: "can't be blank" },
      ],
    },
  },
};

const flatShapes: Record<string, BodyCase> = {
  'a map of messages alone': {
    status: 422,
    body: { errors: { name: ["can't be blank"] } },
    message: "422: the request was refused (name: can't be blank) [POST /projects]",
    error: { name: 'ValidationFailedError', issues: [{ field: 'name', message: "can't be blank" }] },
  },
  'a list of strings alone': {
    status: 400,
    body: { errors: ['name is missing', 'slug is reserved'] },
    message: '400: the request was refused (name is missing; slug is reserved) [POST /projects]',
    error: {
      name: 'BadRequestError',
      issues: [
        { field: '', message: 'name is missing' },
        { field: '', message: 'slug is reserved' },
      ],
    },
  },
  'an upper-case code with its detail': {
    status: 422,
    body: {
      error: 'VALIDATION_ERROR',
      detail: 'project is invalid',
      details: { slug: ['is reserved'] },
      reason: 'changeset',
      request_id: 'req_5',
    },
    message: '422 VALIDATION_ERROR: project is invalid (slug: is reserved) [POST /projects, req_5]',
    error: {
      name: 'ValidationFailedError',
      code: 'VALIDATION_ERROR',
      requestId: 'req_5',
      issues: [{ field: 'slug', message: 'is reserved' }],
      details: { slug: ['is reserved'] },
    },
  },
  'an upper-case code with its reason': {
    status: 422,
    body: { error: 'TENANT_RESOLUTION_FAILED', reason: 'workspace suspended' },
    message: '422 TENANT_RESOLUTION_FAILED: workspace suspended [POST /projects]',
    error: { name: 'ValidationFailedError', code: 'TENANT_RESOLUTION_FAILED' },
  },
  'a lower-case code alone': {
    status: 403,
    body: { error: 'insufficient_scope' },
    message: '403 insufficient_scope: the response has no readable message [POST /projects]',
    error: { name: 'PermissionDeniedError', code: 'insufficient_scope' },
  },
  'a lower-case code of several words': {
    status: 429,
    body: { error: 'rate_limit_exceeded' },
    message: '429 rate_limit_exceeded: the response has no readable message [POST /projects]',
    error: { name: 'RateLimitError', code: 'rate_limit_exceeded', retryable: true },
  },
  'a text that ends like a code': {
    status: 400,
    body: { error: 'the body is not JSON' },
    message: '400: the body is not JSON [POST /projects]',
    error: { name: 'BadRequestError' },
  },
  'a text that begins like a code': {
    status: 401,
    body: { error: 'Unauthorized' },
    message: '401: Unauthorized [POST /projects]',
    error: { name: 'AuthenticationError' },
  },
  'a text that begins like a lower-case code': {
    status: 400,
    body: { error: 'page_size must be a number' },
    message: '400: page_size must be a number [POST /projects]',
    error: { name: 'BadRequestError' },
  },
  'a text and a code': {
    status: 404,
    body: { error: 'workspace not found', code: 'WORKSPACE_NOT_FOUND' },
    message: '404 WORKSPACE_NOT_FOUND: workspace not found [POST /projects]',
    error: { name: 'WorkspaceNotFoundError', code: 'WORKSPACE_NOT_FOUND' },
  },
  'a text alone': {
    status: 401,
    body: { error: 'unauthorized' },
    message: '401: unauthorized [POST /projects]',
    error: { name: 'AuthenticationError' },
  },
  'a message and a code': {
    status: 500,
    body: { message: 'something went wrong', code: 'INTERNAL_ERROR' },
    message: '500 INTERNAL_ERROR: something went wrong [POST /projects]',
    error: { name: 'ServerError', code: 'INTERNAL_ERROR', retryable: true },
  },
  'a message alone': {
    status: 409,
    body: { message: 'slug is taken', retryable: true },
    message: '409: slug is taken [POST /projects]',
    error: { name: 'ConflictError', retryable: true },
  },
  'a text with keys of its own': {
    status: 403,
    body: { error: 'scopes not granted', invalid_scopes: ['data:write'] },
    message: '403: scopes not granted [POST /projects]',
    error: { name: 'PermissionDeniedError', body: { error: 'scopes not granted', invalid_scopes: ['data:write'] } },
  },
};

describe.each([
  ['a documented error', seedErrors],
  ['an error object', nestedShapes],
  ['a flat error', flatShapes],
])('%s', (_, cases) => {
  test.each(Object.entries(cases))('%s', async (_title, { status, body, message, error: expected }) => {
    const error = await apiErrorFrom(json(body, status));
    const { name, code, requestId, issues, details, retryable } = error;
    const silent = { code: undefined, requestId: undefined, issues: [], details: undefined, retryable: false };
    expect(error.message).toBe(message);
    expect({ name, status: error.status, code, requestId, issues, details, retryable, body: error.body }).toStrictEqual(
      {
        ...silent,
        status,
        body,
        ...expected,
      },
    );
  });
});

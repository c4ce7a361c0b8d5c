import {
  AuthenticationError,
  BadRequestError,
  ConflictError,
  MiosaApiError,
  MiosaClient,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  ValidationFailedError,
  WorkspaceNotFoundError,
  WorkspaceRequiredError,
} from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { apiErrorFrom, rejectionWith } from './support/failures.ts';
import { stopClock } from './support/fake-clock.ts';
import { json, raw, startServer } from './support/server.ts';

describe('the class of an API error', () => {
  test.each([
    [304, MiosaApiError, false],
    [400, BadRequestError, false],
    [401, AuthenticationError, false],
    [402, MiosaApiError, false],
    [403, PermissionDeniedError, false],
    [404, NotFoundError, false],
    [406, MiosaApiError, false],
    [408, MiosaApiError, true],
    [409, ConflictError, false],
    [422, ValidationFailedError, false],
    [429, RateLimitError, true],
    [500, ServerError, true],
    [501, ServerError, false],
    [502, ServerError, true],
    [503, ServerError, true],
    [504, ServerError, true],
    [599, ServerError, false],
  ])('follows the status: %i', async (status, ErrorClass, retryable) => {
    const error = await apiErrorFrom(raw('', status));
    expect(error.constructor).toBe(ErrorClass);
    expect(error).toMatchObject({ name: ErrorClass.name, status, retryable });
  });

  test.each([
    ['WORKSPACE_REQUIRED', 422, WorkspaceRequiredError],
    ['WORKSPACE_NOT_FOUND', 400, WorkspaceNotFoundError],
    ['VALIDATION_FAILED', 400, ValidationFailedError],
    ['VALIDATION_ERROR', 409, ValidationFailedError],
    ['NOT_FOUND', 410, MiosaApiError],
    ['SLUG_TAKEN', 409, ConflictError],
    ['DNS_NOT_FOUND', 422, ValidationFailedError],
    ['constructor', 404, NotFoundError],
  ])('follows the code where the API names one, else the status: %s with %i', async (code, status, ErrorClass) => {
    const error = await apiErrorFrom(json({ error: { code, message: 'no' } }, status));
    expect(error.constructor).toBe(ErrorClass);
    expect(error).toMatchObject({ name: ErrorClass.name, status, code });
  });
});

test("a missing workspace is the API's own error, without asking the API", async () => {
  const server = await startServer(raw('', 500));
  const miosa = new MiosaClient({ apiKey: 'msk_test_errors', baseUrl: server.url });
  // The compiler refuses such an input; plain JavaScript does not.
  const error = await rejectionWith(
    WorkspaceRequiredError,
    miosa.projects.create(JSON.parse('{"name":"Lead Magnet"}')),
  );
  expect(error).toMatchObject({ status: 400, code: 'WORKSPACE_REQUIRED', requestId: undefined });
  expect(server.requests).toEqual([]);
});

describe('RateLimitError.retryAfterMs', () => {
  const now = Date.UTC(2026, 4, 18, 10);
  const inSeconds = (seconds: number) => new Date(now + seconds * 1000).toUTCString();

  test.each([
    { title: 'Retry-After in seconds', headers: { 'retry-after': '7' }, body: {}, milliseconds: 7000 },
    { title: 'Retry-After with a fraction', headers: { 'retry-after': '0.25' }, body: {}, milliseconds: 250 },
    { title: 'Retry-After as a date', headers: { 'retry-after': inSeconds(90) }, body: {}, milliseconds: 90_000 },
    { title: 'Retry-After in the past', headers: { 'retry-after': inSeconds(-5) }, body: {}, milliseconds: 0 },
    { title: 'retry_after_ms', headers: {}, body: { retry_after_ms: 1500 }, milliseconds: 1500 },
    { title: 'retry_after', headers: {}, body: { retry_after: 2 }, milliseconds: 2000 },
    { title: 'error.retry_after_ms', headers: {}, body: { error: { retry_after_ms: 0 } }, milliseconds: 0 },
    { title: 'error.retry_after', headers: {}, body: { error: { retry_after: 0.5 } }, milliseconds: 500 },
    {
      title: 'the header before the body',
      headers: { 'retry-after': '1' },
      body: { retry_after_ms: 2 },
      milliseconds: 1000,
    },
    {
      title: 'retry_after_ms before retry_after',
      headers: {},
      body: { error: { retry_after: 9, retry_after_ms: 20 } },
      milliseconds: 20,
    },
    { title: 'undefined without a hint', headers: {}, body: {}, milliseconds: undefined },
  ])('is read from the hint: $title', async ({ headers, body, milliseconds }) => {
    stopClock(now);
    const error = await apiErrorFrom(json(body, 429, headers));
    expect(error).toBeInstanceOf(RateLimitError);
    expect(error).toHaveProperty('retryAfterMs', milliseconds);
  });
});

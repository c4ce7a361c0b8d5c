import {
  AuthenticationError,
  BadRequestError,
  ConflictError,
  MiosaApiError,
  NotFoundError,
  PermissionDeniedError,
  RateLimitError,
  ServerError,
  ValidationFailedError,
  WorkspaceNotFoundError,
  WorkspaceRequiredError,
} from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { clientWith } from '../support/client.ts';
import { apiErrorFrom, rejectionWith } from '../support/failures.ts';
import { stopClock } from '../support/fake-clock.ts';
import { json, raw } from '../support/server.ts';

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

describe('retryAfterMs', () => {
  const now = Date.UTC(2026, 4, 18, 10);
  const inSeconds = (seconds: number) => new Date(now + seconds * 1000).toUTCString();

  test.each<[string, HeadersInit, object, number | undefined]>([
    ['Retry-After in seconds', { 'retry-after': '7' }, {}, 7000],
    ['Retry-After with a fraction', { 'retry-after': '0.25' }, {}, 250],
    ['Retry-After as a date', { 'retry-after': inSeconds(90) }, {}, 90_000],
    ["a date, by the server's clock", { 'retry-after': inSeconds(90), date: inSeconds(60) }, {}, 30_000],
    ['a date in the past', { 'retry-after': inSeconds(-5) }, {}, 0],
    ['retry_after_ms', {}, { retry_after_ms: 1500 }, 1500],
    ['retry_after', {}, { retry_after: 2 }, 2000],
    ['error.retry_after_ms', {}, { error: { retry_after_ms: 0 } }, 0],
    ['error.retry_after', {}, { error: { retry_after: 0.5 } }, 500],
    ['the header before the body', { 'retry-after': '1' }, { retry_after_ms: 2 }, 1000],
    ['retry_after_ms before retry_after', {}, { error: { retry_after: 9, retry_after_ms: 20 } }, 20],
    ['the body where the header cannot be read', { 'retry-after': 'soon' }, { retry_after: 2 }, 2000],
    ['nothing', {}, {}, undefined],
  ])('is read from %s, whatever the status', async (_, headers, body, milliseconds) => {
    stopClock(now);
    for (const status of [403, 429, 503]) {
      const fetch = async () => Response.json(body, { status, headers });
      const error = await rejectionWith(MiosaApiError, clientWith({ fetch, maxRetries: 0 }).projects.list());
      expect(error.retryAfterMs).toBe(milliseconds);
    }
  });
});

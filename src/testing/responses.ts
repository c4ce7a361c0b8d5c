import { randomUuid } from '../uuid.ts';
import type { EmulatorPaging } from './options.ts';

/** Fields of a JSON object, under their names on the wire. */
export type WireFields = Readonly<Record<string, unknown>>;

/** A response with a new request id, and with a JSON body where there is one. */
export function respond(status: number, body?: WireFields, headers?: Record<string, string>): Response {
  const contentType = body && { 'content-type': 'application/json' };
  return new Response(body && JSON.stringify(body), {
    status,
    headers: { ...contentType, 'x-request-id': newRequestId(), ...headers },
  });
}

function newRequestId(): string {
  return `req_${randomUuid().replaceAll('-', '')}`;
}

/** What an error response has beside its code and message. */
export interface FailureExtras {
  readonly headers?: Record<string, string>;
  /** Members of the body's `error`. */
  readonly inError?: WireFields;
  /** Members of the body. */
  readonly atTop?: WireFields;
}

/** An error response, in the documented shape. Handlers throw it. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly code: string;
  readonly extras: FailureExtras;

  constructor(status: number, code: string, message: string, extras: FailureExtras = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.extras = extras;
  }

  toResponse(): Response {
    const id = newRequestId();
    const { inError, atTop, headers } = this.extras;
    const error = { code: this.code, message: this.message, request_id: id, ...inError };
    return respond(this.status, { error, ...atTop }, { 'x-request-id': id, ...headers });
  }
}

/** What some work returns, or the response to an {@link ApiFailure} that it throws. */
export function responseOf<T>(work: () => T): T | Response {
  try {
    return work();
  } catch (error) {
    if (error instanceof ApiFailure) return error.toResponse();
    throw error;
  }
}

/** 404: the record does not exist, or belongs to another organization. The API does not tell which. */
export function notFound(subject: string): ApiFailure {
  return new ApiFailure(404, 'NOT_FOUND', `${subject} not found`);
}

/** 404: no workspace of the organization matches what was sent. */
export function workspaceNotFound(): ApiFailure {
  return new ApiFailure(404, 'WORKSPACE_NOT_FOUND', 'the workspace did not resolve inside the organization');
}

/** 422: fields are invalid, each with its messages. */
export function validationFailed(subject: string, errors: Readonly<Record<string, readonly string[]>>): ApiFailure {
  return new ApiFailure(422, 'VALIDATION_FAILED', `${subject} is invalid`, { atTop: { errors } });
}

const defaultPageSize = 20;
const maxPageSize = 100;

/** A list, in the configured paging style. */
export function listResponse(
  items: readonly object[],
  query: URLSearchParams,
  paging: EmulatorPaging = 'none',
): Response {
  const page = positiveInteger(query.get('page')) ?? 1;
  const requestedSize = positiveInteger(query.get('page_size') ?? query.get('per_page')) ?? defaultPageSize;
  const size = Math.min(requestedSize, maxPageSize);
  const total = items.length;
  const data = paging === 'none' ? items : items.slice((page - 1) * size, page * size);
  const envelopes: Readonly<Record<EmulatorPaging, WireFields>> = {
    none: { total },
    page: { page: { page, page_size: size, total } },
    meta: { meta: { total, page, per_page: size } },
    cursor: { next_cursor: page * size < total ? String(page + 1) : null },
  };
  return respond(200, { data, ...envelopes[paging] });
}

/** What the API does with an invalid page number is not documented; here it counts as left out. */
function positiveInteger(value: string | null): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) && number >= 1 ? number : undefined;
}

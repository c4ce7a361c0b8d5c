import { isRecord, type JsonObject } from '../json.ts';
import type { EmulatorConfig, EmulatorPaging } from './options.ts';

/** Fields of a JSON object, under their names on the wire. */
export type WireFields = Readonly<Record<string, unknown>>;

/** What a handler replies with. */
export interface Reply {
  readonly status: number;
  /** Sent as JSON. `undefined` for no body. */
  readonly body?: WireFields;
}

/** A response before it is sent. Its body is text already, so that later changes of a record do not reach it. */
export interface EmulatedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined` for no body. */
  readonly text: string | undefined;
}

/** What an error response has beside its code and message. */
export interface FailureExtras {
  readonly headers?: Readonly<Record<string, string>>;
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
}

/** 404: the record does not exist, or belongs to another organization. The API does not tell which. */
export function notFound(subject: string): ApiFailure {
  return new ApiFailure(404, 'NOT_FOUND', `${subject} not found`);
}

/** 404: no workspace of the organization matches what was sent. */
export function workspaceNotFound(): ApiFailure {
  return new ApiFailure(404, 'WORKSPACE_NOT_FOUND', 'the workspace did not resolve inside the organization');
}

/** The messages for each invalid field. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** 422: fields are invalid. */
export function validationFailed(subject: string, errors: FieldErrors): ApiFailure {
  return new ApiFailure(422, 'VALIDATION_FAILED', `${subject} is invalid`, { atTop: { errors } });
}

/** The response that some work leads to, where that throws an {@link ApiFailure} too. */
export function respond(work: () => EmulatedResponse): EmulatedResponse {
  try {
    return work();
  } catch (error) {
    if (error instanceof ApiFailure) return serialize(error);
    throw error;
  }
}

/** Serializes a reply. Its new request id is in the header, and in the body of an error. */
export function serialize(reply: Reply | ApiFailure): EmulatedResponse {
  const requestId = `req_${crypto.randomUUID().replaceAll('-', '')}`;
  const headers = { 'x-request-id': requestId };
  if (reply instanceof ApiFailure) {
    const { status, code, message, extras } = reply;
    const body = { error: { code, message, request_id: requestId, ...extras.inError }, ...extras.atTop };
    return { status, headers: { ...contentType, ...headers, ...extras.headers }, text: JSON.stringify(body) };
  }
  const { status, body } = reply;
  if (body === undefined) return { status, headers, text: undefined };
  return { status, headers: { ...contentType, ...headers }, text: JSON.stringify(body) };
}

const contentType = { 'content-type': 'application/json' };

/** The `Response` of the Fetch API. */
export function toResponse({ status, headers, text }: EmulatedResponse): Response {
  return new Response(text ?? null, { status, headers: { ...headers } });
}

/**
 * The fields of a request's JSON body. An empty body has none.
 *
 * @throws {ApiFailure} `BAD_REQUEST` when it is not a JSON object.
 */
export function parseFields(text: string): JsonObject {
  if (text === '') return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  if (!isRecord(body)) throw new ApiFailure(400, 'BAD_REQUEST', 'the body must be a JSON object');
  // JSON.parse returns nothing but JSON.
  return body as JsonObject;
}

const defaultPageSize = 20;
const maxPageSize = 100;

/** The body of a list, in the configured paging style. */
export function listBody(
  items: readonly WireFields[],
  query: URLSearchParams,
  { paging, hiddenRows }: Pick<EmulatorConfig, 'paging' | 'hiddenRows'>,
): WireFields {
  const page = positiveInteger(query.get('page')) ?? 1;
  const requestedSize = positiveInteger(query.get('page_size') ?? query.get('per_page')) ?? defaultPageSize;
  const size = Math.min(requestedSize, maxPageSize);
  const data = paging === 'none' ? items : items.slice((page - 1) * size, page * size);
  const nextCursor = page * size < items.length ? String(page + 1) : null;
  return { data, ...envelopes[paging]({ total: items.length + hiddenRows, page, size, nextCursor }) };
}

interface PageInfo {
  readonly total: number;
  readonly page: number;
  readonly size: number;
  readonly nextCursor: string | null;
}

const envelopes: Readonly<Record<EmulatorPaging, (info: PageInfo) => WireFields>> = {
  none: ({ total }) => ({ total }),
  page: ({ total, page, size }) => ({ page: { page, page_size: size, total } }),
  meta: ({ total, page, size }) => ({ meta: { total, page, per_page: size } }),
  cursor: ({ nextCursor }) => ({ next_cursor: nextCursor }),
};

/** What the API does with an invalid page number is not documented; here it counts as left out. */
function positiveInteger(value: string | null): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) && number >= 1 ? number : undefined;
}

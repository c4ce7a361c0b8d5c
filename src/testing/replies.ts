import { isRecord } from '../errors/is-record.ts';

/** What a handler answers. */
export interface Reply {
  readonly status: number;
  /** Sent as JSON. `undefined` for no body. */
  readonly body?: unknown;
}

/** What goes over the wire. Its body is text already, so that later changes of the state do not reach it. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** `undefined` for no body. */
  readonly text: string | undefined;
}

/** What an error answer has beside its code and message. */
export interface FailureExtras {
  readonly headers?: Readonly<Record<string, string>>;
  /** Members of the body's `error`. */
  readonly inError?: Readonly<Record<string, unknown>>;
  /** Members of the body. */
  readonly atTop?: Readonly<Record<string, unknown>>;
}

/** An answer that is an error, in the documented shape. */
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

/** It does not exist, or belongs to another organization: the API does not tell which. */
export function notFound(what: string): ApiFailure {
  return new ApiFailure(404, 'NOT_FOUND', `${what} not found`);
}

/** What is wrong with each field. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** Fields that were refused. */
export function validationFailed(subject: string, errors: FieldErrors): ApiFailure {
  return new ApiFailure(422, 'VALIDATION_FAILED', `${subject} is invalid`, { atTop: { errors } });
}

/** The answer that some work comes to, an error included. */
export function settle(work: () => Answer): Answer {
  try {
    return work();
  } catch (error) {
    if (error instanceof ApiFailure) return toAnswer(error);
    throw error;
  }
}

/** Puts a reply into its final form. Its request id is in the header, and in the body of an error. */
export function toAnswer(reply: Reply | ApiFailure): Answer {
  const requestId = `req_${crypto.randomUUID().replaceAll('-', '')}`;
  const headers = { 'x-request-id': requestId };
  if (reply instanceof ApiFailure) {
    const { status, code, message, extras } = reply;
    const body = { error: { code, message, request_id: requestId, ...extras.inError }, ...extras.atTop };
    return { status, headers: { ...json, ...headers, ...extras.headers }, text: JSON.stringify(body) };
  }
  const { status, body } = reply;
  if (body === undefined) return { status, headers, text: undefined };
  return { status, headers: { ...json, ...headers }, text: JSON.stringify(body) };
}

const json = { 'content-type': 'application/json' };

/** The response that carries an answer. */
export function toResponse({ status, headers, text }: Answer): Response {
  return new Response(text ?? null, { status, headers: { ...headers } });
}

/** The fields of a JSON body. An empty body has none. */
export function parseFields(text: string): Record<string, unknown> {
  if (text === '') return {};
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  if (!isRecord(body)) throw new ApiFailure(400, 'BAD_REQUEST', 'the body must be a JSON object');
  return body;
}

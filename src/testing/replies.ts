import { isRecord } from '../errors/is-record.ts';

/** What the emulator answers, before it becomes a response. */
export interface Reply {
  readonly status: number;
  /** Sent as JSON. `undefined` for no body. */
  readonly body?: unknown;
}

/** What is wrong with each field. */
export type FieldErrors = Readonly<Record<string, readonly string[]>>;

/** An answer that is an error, in the documented shape. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: FieldErrors | undefined;

  constructor(status: number, code: string, message: string, fields?: FieldErrors) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
}

/** It does not exist, or belongs to another organization: the API does not tell which. */
export function notFound(what: string): ApiFailure {
  return new ApiFailure(404, 'NOT_FOUND', `${what} not found`);
}

/** Fields that were refused. */
export function validationFailed(subject: string, fields: FieldErrors): ApiFailure {
  return new ApiFailure(422, 'VALIDATION_FAILED', `${subject} is invalid`, fields);
}

/** The response to a request. Its id is in the header, and in the body of an error. */
export function toResponse(reply: Reply | ApiFailure): Response {
  const requestId = `req_${crypto.randomUUID().replaceAll('-', '')}`;
  const { status } = reply;
  const init = { status, headers: { 'x-request-id': requestId } };
  if (reply instanceof ApiFailure) {
    const { code, message, fields } = reply;
    return Response.json({ error: { code, message, request_id: requestId }, ...(fields && { errors: fields }) }, init);
  }
  return reply.body === undefined ? new Response(null, init) : Response.json(reply.body, init);
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

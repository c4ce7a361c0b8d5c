/** What the emulator answers, before it becomes a response. */
export interface Reply {
  readonly status: number;
  /** Sent as JSON. `undefined` for no body. */
  readonly body?: unknown;
}

/** An error in the documented shape. */
export class ApiFailure extends Error {
  readonly status: number;
  readonly code: string;
  readonly fields: Readonly<Record<string, readonly string[]>> | undefined;

  constructor(status: number, code: string, message: string, fields?: Record<string, readonly string[]>) {
    super(message);
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
}

/** The response to a request. Its id is in the header, and in the body of an error. */
export function toResponse(reply: Reply | ApiFailure): Response {
  const requestId = `req_${crypto.randomUUID().replaceAll('-', '')}`;
  const headers = { 'content-type': 'application/json', 'x-request-id': requestId };
  if (reply instanceof ApiFailure) {
    const { status, code, message, fields } = reply;
    const error = { code, message, request_id: requestId };
    return Response.json(fields ? { error, errors: fields } : { error }, { status, headers });
  }
  if (reply.body === undefined) return new Response(null, { status: reply.status, headers: { 'x-request-id': requestId } });
  return Response.json(reply.body, { status: reply.status, headers });
}

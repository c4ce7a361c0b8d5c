import type { MiosaEmulator } from 'miosa-client/testing';

/** What came back, its JSON parsed. */
export interface Called {
  readonly status: number;
  readonly headers: Headers;
  /** `undefined` when there was no body. */
  readonly body: unknown;
}

/** Headers of a request; `null` takes a default one away. */
export type CallHeaders = Readonly<Record<string, string | null>>;

/** Sends one request to an emulator, with a key, and reads the answer. */
export async function call(
  emulator: Pick<MiosaEmulator, 'fetch'>,
  method: string,
  path: string,
  body?: unknown,
  extraHeaders: CallHeaders = {},
): Promise<Called> {
  const sent = { authorization: 'Bearer msk_test_emulator', ...extraHeaders };
  const response = await emulator.fetch(`https://api.miosa.ai/api/v1${path}`, {
    method,
    headers: Object.entries(sent).filter((header): header is [string, string] => header[1] !== null),
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const { status, headers } = response;
  const text = await response.text();
  return { status, headers, body: text === '' ? undefined : JSON.parse(text) };
}

/** The header that makes a mutation the same as another. */
export function idempotent(key: string): CallHeaders {
  return { 'idempotency-key': key };
}

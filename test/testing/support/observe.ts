import type { WayIn } from './ways-in.ts';

/** The response to one request, or a dropped connection. */
export interface Observed {
  /** The status and the kind of body, or `dropped`. */
  readonly label: string;
  readonly text: string;
  readonly headers: Headers;
}

/** Sends one request and describes the response, or the dropped connection. */
export async function observe(
  { fetch, baseUrl }: WayIn,
  method: string,
  path: string,
  { body, key, signal = null }: { body?: object; key?: string; signal?: AbortSignal | null } = {},
): Promise<Observed> {
  const headers = { authorization: 'Bearer msk_test_observe', ...(key !== undefined && { 'idempotency-key': key }) };
  const init = { method, headers, signal, ...(body && { body: JSON.stringify(body) }) };
  let response: Response;
  try {
    response = await fetch(`${baseUrl}${path}`, init);
  } catch (error) {
    if (signal?.aborted || !(error instanceof TypeError)) throw error;
    return { label: 'dropped', text: '', headers: new Headers() };
  }
  const text = await response.text();
  const type = response.headers.get('content-type') ?? '';
  return { label: `${response.status} ${describe(text, type)}`, text, headers: response.headers };
}

function describe(text: string, type: string): string {
  if (text === '') return 'empty';
  if (type.startsWith('text/html')) return `html: ${/<title>(.*)<\/title>/.exec(text)?.[1]}`;
  if (type.startsWith('text/plain')) return text;
  try {
    return JSON.parse(text).error?.code ?? 'whole';
  } catch {
    return 'truncated';
  }
}

/** Lets everything happen that needs no timer, sockets included, until something is so. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

import { ApiFailure, type FailureExtras } from './responses.ts';

/**
 * A kind of fault.
 *
 * - `latency`: the request is processed later, by up to `latencyMs`.
 * - `drop-before`, `drop-after`: the connection is cut before or after the request was processed.
 * - `rate-limit`: 429, not processed, with a wait of up to `hintMs` in one of the forms that the API uses: a
 *   `Retry-After` header (seconds, a fraction, an HTTP date), or `retry_after_ms` or `retry_after` in the body, at the
 *   top or inside `error`.
 * - `500`, `502`, `503`, `504`: that status, before or after the request was processed.
 * - `html`: a proxy's HTML page with 502 or 503, before or after the request was processed.
 * - `truncated-json`: processed, and a success whose body is cut short.
 * - `empty-body`: processed, and a success whose body is missing.
 *
 * The last two do not affect errors, nor responses without a body.
 */
export type FaultKind =
  | 'latency'
  | 'drop-before'
  | 'drop-after'
  | 'rate-limit'
  | '500'
  | '502'
  | '503'
  | '504'
  | 'html'
  | 'truncated-json'
  | 'empty-body';

/** The numbers, from 0 up to 1, that decide the details of a fault. */
interface FaultDetails {
  /** Which of several forms. */
  readonly choice: number;
  /** How much. */
  readonly amount: number;
  readonly latencyMs: number;
  readonly hintMs: number;
}

/** What a fault does: one of three. */
export interface FaultEffect {
  /** Delays the request, by milliseconds. */
  readonly delay?: number;
  /** Makes what arrives instead of the response. It throws where the connection is dropped. */
  readonly replace?: () => Response;
  /** What is left of the body of a success. */
  readonly damage?: (text: string) => string | null;
}

interface FaultType {
  /** Whether the request takes effect. `undefined`: either may happen. */
  readonly isProcessed?: boolean;
  readonly make: (details: FaultDetails) => FaultEffect;
}

/** Everything that can go wrong. */
export const faultTypes: Readonly<Record<FaultKind, FaultType>> = {
  latency: { isProcessed: true, make: ({ amount, latencyMs }) => ({ delay: Math.ceil(amount * latencyMs) }) },
  'drop-before': { isProcessed: false, make: () => ({ replace: drop }) },
  'drop-after': { isProcessed: true, make: () => ({ replace: drop }) },
  'rate-limit': {
    isProcessed: false,
    make: ({ choice, amount, hintMs }) => ({ replace: () => rateLimited(Math.floor(amount * (hintMs + 1)), choice) }),
  },
  '500': { make: () => ({ replace: internalError }) },
  '502': { make: () => ({ replace: () => gatewayError(502) }) },
  '503': { make: () => ({ replace: () => gatewayError(503) }) },
  '504': { make: () => ({ replace: () => gatewayError(504) }) },
  html: { make: ({ choice }) => ({ replace: () => htmlPage(pick([502, 503], choice)) }) },
  'truncated-json': {
    isProcessed: true,
    // At least one character arrives, and at least one does not: no beginning of an object is JSON.
    make: ({ amount }) => ({ damage: (text) => text.slice(0, 1 + Math.floor(amount * (text.length - 1))) }),
  },
  'empty-body': { isProcessed: true, make: () => ({ damage: () => null }) },
};

// The table has every kind, and no other.
export const faultKinds: readonly FaultKind[] = Object.keys(faultTypes) as FaultKind[];

/** What `fetch` rejects with when the connection is cut. */
export class ConnectionDropped extends TypeError {
  constructor() {
    super('fetch failed', { cause: Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' }) });
  }
}

function drop(): never {
  throw new ConnectionDropped();
}

/** The places and forms in which a 429 says when to retry. */
const retryAfterForms: NonEmpty<(milliseconds: number) => FailureExtras> = [
  (milliseconds) => ({ headers: { 'retry-after': String(Math.floor(milliseconds / 1000)) } }),
  (milliseconds) => ({ headers: { 'retry-after': (milliseconds / 1000).toFixed(3) } }),
  // An HTTP date has whole seconds only: the rest is lost.
  (milliseconds) => ({ headers: { 'retry-after': new Date(Date.now() + milliseconds).toUTCString() } }),
  (milliseconds) => ({ atTop: { retry_after_ms: milliseconds } }),
  (milliseconds) => ({ inError: { retry_after_ms: milliseconds } }),
  (milliseconds) => ({ atTop: { retry_after: milliseconds / 1000 } }),
  (milliseconds) => ({ inError: { retry_after: milliseconds / 1000 } }),
];

function rateLimited(milliseconds: number, choice: number): Response {
  const extras = pick(retryAfterForms, choice)(milliseconds);
  return new ApiFailure(429, 'rate_limit_exceeded', 'too many requests', extras).toResponse();
}

function internalError(): Response {
  return new ApiFailure(500, 'INTERNAL_ERROR', 'something went wrong').toResponse();
}

/** Sent by a proxy between the client and the API, so they have no error code of the API. */
const gatewayTexts = { 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout' };

type GatewayStatus = keyof typeof gatewayTexts;

function gatewayError(status: GatewayStatus): Response {
  return new Response(gatewayTexts[status], { status, headers: { 'content-type': 'text/plain' } });
}

function htmlPage(status: GatewayStatus): Response {
  const title = `${status} ${gatewayTexts[status]}`;
  const page = `<!DOCTYPE html>
<html>
<head><title>${title}</title></head>
<body><center><h1>${title}</h1></center><hr><center>proxy</center></body>
</html>
`;
  return new Response(page, { status, headers: { 'content-type': 'text/html' } });
}

type NonEmpty<T> = readonly [T, ...T[]];

/** The item that a number from 0 up to 1 stands for. */
export function pick<const T>([first, ...rest]: NonEmpty<T>, number: number): T {
  return rest[Math.floor(number * (rest.length + 1)) - 1] ?? first;
}

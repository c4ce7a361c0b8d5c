/** Everything that can be made to go wrong. */
export const faultKinds = [
  'latency',
  'drop-before',
  'drop-after',
  'rate-limit',
  '500',
  '502',
  '503',
  '504',
  'html',
  'truncated-json',
  'empty-body',
] as const;

/**
 * One thing that can be made to go wrong.
 *
 * - `latency`: the request is answered later, by up to `latencyMs`.
 * - `drop-before`, `drop-after`: the connection is cut before or after the request was carried out.
 * - `rate-limit`: 429, nothing carried out, with a hint of up to `hintMs` in one of the forms that the API uses: a
 *   `Retry-After` header (seconds, a fraction, an HTTP date), or `retry_after_ms` or `retry_after` in the body, at the
 *   top or inside `error`.
 * - `500`, `502`, `503`, `504`: that status, before or after the request was carried out.
 * - `html`: a proxy's HTML page with 502 or 503, before or after the request was carried out.
 * - `truncated-json`: carried out, and a success whose body ends in the middle.
 * - `empty-body`: carried out, and a success whose body is missing.
 *
 * The last two leave alone what has no body to spoil, and errors.
 */
export type FaultKind = (typeof faultKinds)[number];

/** What goes wrong, and how often. */
export interface FaultOptions {
  /**
   * Where the random source starts, a whole number. The same seed and the same order of requests lead to the same
   * faults. Default: drawn anew for each emulator, and readable as `emulator.faultSeed`.
   */
  readonly seed?: number | undefined;
  /** The share of requests that a fault hits, from 0 to 1. Default: 0.2. */
  readonly rate?: number | undefined;
  /** What may go wrong, each with the same probability. Default: everything. */
  readonly kinds?: readonly FaultKind[] | undefined;
  /**
   * How many requests in a row may be hit, of those that have the same method, path and `Idempotency-Key` (of reads: the
   * same path). A client that repeats more often than this gets through. A mutation whose answer was spoilt has been
   * carried out, and is not repeated. Default: 3.
   */
  readonly maxConsecutive?: number | undefined;
  /** The most that `latency` adds, in milliseconds. Default: 100. */
  readonly latencyMs?: number | undefined;
  /** The most that a 429 asks to wait, in milliseconds. Forms in whole seconds are rounded down. Default: 1000. */
  readonly hintMs?: number | undefined;
}

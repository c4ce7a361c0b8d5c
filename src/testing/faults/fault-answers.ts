import { type Answer, ApiFailure, type FailureExtras, toAnswer } from '../replies.ts';
import { type NonEmpty, pick } from './random.ts';

/** Where a 429 may say how long to wait, and how. */
const hintForms: NonEmpty<(milliseconds: number) => FailureExtras> = [
  (milliseconds) => ({ headers: { 'retry-after': String(Math.floor(milliseconds / 1000)) } }),
  (milliseconds) => ({ headers: { 'retry-after': (milliseconds / 1000).toFixed(3) } }),
  // It names whole seconds only, and leaves the rest out.
  (milliseconds) => ({ headers: { 'retry-after': new Date(Date.now() + milliseconds).toUTCString() } }),
  (milliseconds) => ({ atTop: { retry_after_ms: milliseconds } }),
  (milliseconds) => ({ inError: { retry_after_ms: milliseconds } }),
  (milliseconds) => ({ atTop: { retry_after: milliseconds / 1000 } }),
  (milliseconds) => ({ inError: { retry_after: milliseconds / 1000 } }),
];

/**
 * A 429 that asks to wait.
 *
 * @param milliseconds - How long.
 * @param choice - Draws the form of the hint.
 */
export function rateLimitAnswer(milliseconds: number, choice: number): Answer {
  return toAnswer(
    new ApiFailure(429, 'rate_limit_exceeded', 'too many requests', pick(hintForms, choice)(milliseconds)),
  );
}

/** The API's own 500. */
export function internalErrorAnswer(): Answer {
  return toAnswer(new ApiFailure(500, 'INTERNAL_ERROR', 'something went wrong'));
}

/** What stands between the client and the API. No code of the API is documented for these. */
const gatewayTexts = { 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout' };

/** The statuses that a gateway answers with. */
export type GatewayStatus = keyof typeof gatewayTexts;

/** A gateway's line of plain text. */
export function gatewayAnswer(status: GatewayStatus): Answer {
  return { status, headers: { 'content-type': 'text/plain' }, text: gatewayTexts[status] };
}

/** A proxy's page, with one of the statuses that proxies use. */
export function htmlAnswer(choice: number): Answer {
  const status = pick<GatewayStatus>([502, 503], choice);
  const title = `${status} ${gatewayTexts[status]}`;
  return {
    status,
    headers: { 'content-type': 'text/html' },
    text: `<!DOCTYPE html>
<html>
<head><title>${title}</title></head>
<body><center><h1>${title}</h1></center><hr><center>proxy</center></body>
</html>
`,
  };
}

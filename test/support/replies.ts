import type { Fetch } from 'miosa-client';

/** What happens to a request: for a client's `fetch`, where no server is needed. */
export type Reply = Fetch;

export const replyWith =
  (body: unknown, status = 200, headers: Record<string, string> = {}): Reply =>
  async () =>
    Response.json(body, { status, headers });

/** No response, ever, not even to an abort. */
export const silence: Reply = () => new Promise<never>(() => {});

/** No connection. */
export const dropped: Reply = () => Promise.reject(new TypeError('fetch failed'));

/** Replies in turn; the last is repeated. */
export function inTurn(...replies: readonly Reply[]): Fetch {
  let requests = 0;
  return (url, init) => {
    const reply = replies[Math.min(requests, replies.length - 1)] ?? silence;
    requests += 1;
    return reply(url, init);
  };
}

/** Where a peer's client sends its requests. */
export interface Setup {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  /** Used instead of the global `fetch`. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** Makes a client, and returns the call that lists its projects and resolves with the decoded answer. */
export type Connect = (setup: Setup) => () => Promise<unknown>;

/** Looks like a secret key to every peer that cares what one looks like. */
export const apiKey = 'sk_test_0123456789abcdef';

/** All peers, by the name of their file in `peers/`. The first one is the floor. */
export const peers = {
  fetch: 'raw fetch',
  miosa: 'miosa-client',
  'ky-shell': 'ky, no retries or time-out',
  ky: 'ky',
  'ky-zod': 'ky + zod/mini',
  'openapi-fetch': 'openapi-fetch',
  ofetch: 'ofetch',
  octokit: '@octokit/core',
  openai: 'openai',
  stripe: 'stripe',
  resend: 'resend',
  vercel: '@vercel/sdk',
} as const;

export type PeerName = keyof typeof peers;

export const peerNames: readonly PeerName[] = Object.keys(peers) as PeerName[];

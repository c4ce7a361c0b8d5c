import type { Connect } from './clients.ts';
import type { MakeDecode } from './decoders.ts';
import type { Settings } from './support/report.ts';

/** The clients, by the names of their exports in `clients.ts`. The first one is the reference for all ratios. */
export const clients = {
  rawFetch: 'raw fetch',
  miosa: 'miosa-client',
  baseline: 'miosa-client (version 2)',
  bareKy: 'ky, no retries or time-out',
  kyWithDefaults: 'ky',
  kyWithZod: 'ky + zod/mini',
  openapiFetch: 'openapi-fetch',
  ofetch: 'ofetch',
  octokit: '@octokit/core',
  openai: 'openai',
  stripe: 'stripe',
  resend: 'resend',
  vercel: '@vercel/sdk',
} as const satisfies Record<ExportsOf<typeof import('./clients.ts'), Connect> | 'baseline', string>;

export type ClientName = keyof typeof clients;

/** The clients that create, by the names of their exports in `creates.ts`. */
export const creates = {
  rawFetch: 'raw fetch',
  miosa: 'miosa-client',
  baseline: 'miosa-client (version 2)',
  kyWithDefaults: 'ky',
} as const satisfies Record<ExportsOf<typeof import('./creates.ts'), Connect> | 'baseline', string>;

/** The decoders, by the names of their exports in `decoders.ts`. The first one is the reference for all ratios. */
export const decoders = {
  parse: 'JSON.parse',
  miosa: 'miosa-client',
  baseline: 'miosa-client (version 2)',
  rename: 'JSON.parse + renaming by hand',
  zodMini: 'JSON.parse + zod/mini',
  zod: 'JSON.parse + zod',
} as const satisfies Record<ExportsOf<typeof import('./decoders.ts'), MakeDecode> | 'baseline', string>;

export type DecoderName = keyof typeof decoders;

/** The names of a module's exports of a type. */
type ExportsOf<Module, Type> = { [Name in keyof Module]: Module[Name] extends Type ? Name : never }[keyof Module];

/** The names of all candidates, the baseline only if there is one. */
export function namesOf<Name extends string>(titles: Readonly<Record<Name, string>>, settings: Settings): Name[] {
  // Object.keys loses the type of the keys. Both objects above have no others.
  const names = Object.keys(titles) as Name[];
  return names.filter((name) => name !== 'baseline' || settings.hasBaseline);
}

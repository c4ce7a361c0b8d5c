/** What is compared, in the order of the tables. The names are those of exports. */
import { options } from './options.ts';

export interface Candidate {
  readonly title: string;
  /** Its export, unless that has the same name. */
  readonly exportName?: string;
  /** Whether the packages it needs become part of its program, and need not be found in many files. */
  readonly isOneFile?: true;
}

export type Candidates = Readonly<Record<string, Candidate>>;

const own = {
  miosa: { title: 'miosa-client' },
  // Another version of the package, called by the same code.
  ...(options.baseline && { baseline: { title: 'miosa-client (baseline)', exportName: 'miosa' } }),
};

/** Of `clients.ts`. */
export const clients = {
  rawFetch: { title: 'raw fetch' },
  ...own,
  bareKy: { title: 'ky, no retries or time-out' },
  kyWithDefaults: { title: 'ky' },
  kyWithZod: { title: 'ky + zod/mini' },
  openapiFetch: { title: 'openapi-fetch' },
  ofetch: { title: 'ofetch' },
  octokit: { title: '@octokit/core' },
  openai: { title: 'openai' },
  stripe: { title: 'stripe' },
  resend: { title: 'resend' },
  vercel: { title: '@vercel/sdk' },
};

/** Of `clients.ts`, beside what Node and packages of many files take. */
export const starts = {
  nothing: { title: 'an empty process' },
  ...clients,
  kyInOneFile: { title: 'ky in one file', exportName: 'kyWithDefaults', isOneFile: true },
  kyWithZodInOneFile: { title: 'ky + zod/mini in one file', exportName: 'kyWithZod', isOneFile: true },
} satisfies Candidates;

/** Of `creates.ts`. */
export const creates = { rawFetch: clients.rawFetch, ...own, kyWithDefaults: clients.kyWithDefaults };

/** Of `decoders.ts`. */
export const decoders = {
  parse: { title: 'JSON.parse' },
  ...own,
  rename: { title: 'JSON.parse + renaming by hand' },
  zodMini: { title: 'JSON.parse + zod/mini' },
  zod: { title: 'JSON.parse + zod' },
};

/** Of `types/programs.ts`. */
export const programs = {
  nothing: { title: 'a file without a client' },
  plain: { title: 'plain interfaces' },
  miosa: own.miosa,
  openai: clients.openai,
  vercel: clients.vercel,
};

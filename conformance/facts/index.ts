import type { Fact } from '../support/types.ts';
import { facts as mutations } from './mutations.ts';
import { facts as previewDomains } from './preview-domains.ts';
import { facts as projects } from './projects.ts';
import { facts as rateLimit } from './rate-limit.ts';
import { facts as transport } from './transport.ts';
import { facts as updates } from './updates.ts';
import { facts as workspaces } from './workspaces.ts';

/** Everything that sources say of the API and that can be seen from outside, in the order in which it is checked. */
export const facts: readonly Fact[] = [
  ...transport,
  ...projects,
  ...updates,
  ...workspaces,
  ...previewDomains,
  ...mutations,
  ...rateLimit,
];

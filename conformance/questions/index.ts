import type { Question } from '../support/types.ts';
import { questions as http } from './http.ts';
import { questions as lists } from './lists.ts';
import { questions as previewDomains } from './preview-domains.ts';
import { questions as projects } from './projects.ts';
import { questions as workspaces } from './workspaces.ts';

/** What no source says of the API and that can be asked, in the order in which it is asked. */
export const questions: readonly Question[] = [...lists, ...projects, ...workspaces, ...previewDomains, ...http];

/** What cannot be asked by a client, or not without doing more than it may. */
export const unasked: readonly string[] = [
  'All values that `status` and `dns_status` can have: a client sees those of its own domains.',
  'Reserved slugs, and every limit on names, descriptions, maps and external ids: only samples are tried.',
  'How many requests each endpoint allows: to find out would be to reach the limit.',
  'The names of scopes for projects and workspaces: that takes keys with different scopes.',
  'For how long, and for which errors of the server, responses to an `Idempotency-Key` are kept.',
  'Whether conditional requests save anything: nothing is documented that would make them useful.',
  'Which DNS records a project needs: they are documented, and no response has to name them.',
  'Whether browser and preview tokens are accepted: that takes such a token, which names a resource.',
  'Ownership of storage buckets, volumes, functions, jobs, project auth and integrations: the emulator has none.',
  'Whether derived records inherit ownership: no endpoint is documented that shows it.',
  'Fields of usage, activity and inventory: the client has no methods for them.',
];

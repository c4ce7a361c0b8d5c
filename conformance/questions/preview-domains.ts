import type { Answer } from '../support/api.ts';
import { allowed, describe, isSuccess, mentions, objectIn, placeOf, successful } from '../support/seen.ts';
import { type Context, type Question, sameFor } from '../support/types.ts';
import { read, readBack, rejects } from './sentences.ts';

const resolves = '`clear` resolves.';

const notReadyAnswers = {
  '200': 'The body says whether the check is `ready`.',
  '422 DNS_NOT_FOUND': '`verify` rejects with `ValidationFailedError`; `waitUntilReady` goes on.',
  '422': '`verify` and `waitUntilReady` reject with `ValidationFailedError`.',
};

const readinessAnswers = {
  verified: '`verified` decides.',
  ready: '`ready` decides.',
  status: '`status` decides.',
  dns_status: '`dns_status` decides.',
};

/** Preview domains: what they are when none is set, how readiness is told, which domains are accepted. */
export const questions: readonly Question[] = [
  {
    id: 'preview-domain.unset',
    sentence: 'What does `GET …/preview-domain` of a project respond with that has no domain of its own?',
    answers: {
      '200 with null': '`previewDomain` is null.',
      '200 without the field': '`previewDomain` is null.',
      '404': '`get` rejects with `NotFoundError`.',
      '204': '`get` rejects with `MiosaResponseError`.',
    },
    probe: async (context) => {
      const answer = await unset(context);
      if (answer.status !== 200) return String(answer.status);
      const domain = objectIn(answer)['preview_domain'];
      return domain === null
        ? '200 with null'
        : domain === undefined
          ? '200 without the field'
          : '200 with another kind';
    },
  },
  {
    id: 'preview-domain.unset.status',
    sentence: 'Which `status` does it have then?',
    answers: {
      not_configured: '`status` has it.',
      pending_dns: '`status` has it.',
      configured: '`status` has it.',
      none: '`get` rejects with `MiosaResponseError`: a preview domain has a `status`.',
    },
    probe: async (context) => {
      const { status = 'none' } = objectIn(successful(await unset(context)));
      return typeof status === 'string' ? status : 'another kind';
    },
  },
  {
    id: 'preview-domain.envelope',
    sentence: 'What holds the domain in the body of `GET …/preview-domain` of a project?',
    answers: sameFor(read, 'bare', 'data'),
    probe: async (context) => placeOf(successful(await context.api.get(await pathWithDomain(context)))),
  },
  {
    id: 'preview-domain.clear',
    sentence: 'What does `DELETE …/preview-domain` of a project respond with?',
    answers: sameFor(resolves, '200 with the domain', '200', '202', '204'),
    probe: async (context) => {
      const answer = successful(await context.api.delete(await pathWithDomain(context)));
      return `${answer.status}${'preview_domain' in objectIn(answer) ? ' with the domain' : ''}`;
    },
  },
  {
    id: 'preview-domain.clear.unset',
    sentence: 'What does it respond with when there is none to clear?',
    answers: { success: resolves, '404 NOT_FOUND': '`clear` rejects with `NotFoundError`.' },
    probe: async ({ api, lab }) => {
      const answer = allowed(await api.delete(`/projects/${(await lab.newProject()).id}/preview-domain`));
      return isSuccess(answer) ? 'success' : describe(answer);
    },
  },
  {
    id: 'preview-domain.verify.unset',
    sentence: 'What does `GET …/preview-domain/verify` respond with when none is set?',
    answers: {
      '200': 'The body says whether the check is `ready`.',
      '404 NOT_FOUND': '`verify` rejects with `NotFoundError`.',
      '422 DNS_NOT_FOUND': '`waitUntilReady` goes on.',
    },
    probe: async ({ api, lab }) => {
      const project = await lab.newProject({ workspace_id: (await lab.secondWorkspace()).id });
      return describe(allowed(await api.get(`/projects/${project.id}/preview-domain/verify`)));
    },
  },
  {
    id: 'preview-domain.verify.not-ready',
    sentence: 'What does it respond with when the DNS records are missing?',
    answers: notReadyAnswers,
    probe: async (context) => describe(allowed(await context.api.get(`${await pathWithDomain(context)}/verify`))),
  },
  {
    id: 'preview-domain.verify.not-ready.shape',
    sentence: 'Which fields say that a domain is not ready?',
    answers: { ...readinessAnswers, none: 'The check is not ready.', 'an error': 'See the question before.' },
    probe: async (context) => {
      const answer = await context.api.get(`${await pathWithDomain(context)}/verify`);
      return answer.status === 422 ? 'an error' : readinessField(successful(answer));
    },
  },
  {
    id: 'preview-domain.verify.ready.shape',
    sentence: 'Which fields say that a domain is ready?',
    ownOnly: 'needs a domain whose DNS records lead to MIOSA',
    answers: { ...readinessAnswers, none: 'The check is never ready: `raw` has the body.' },
    probe: async (context) => {
      const path = await pathWithDomain(context);
      let answer = await context.api.get(`${path}/verify`);
      for (let checks = 1; checks < 5; checks++) answer = await context.api.get(`${path}/verify`);
      return readinessField(successful(answer));
    },
  },
  {
    id: 'preview-domain.workspace.body',
    sentence: 'Which field of `PUT /workspaces/{id}/preview-domain` sets the domain?',
    answers: {
      preview_domain: 'The client sends it.',
      'preview_domain or domain': 'The client sends `preview_domain`.',
      domain: '`set` rejects, or does nothing: the client sends `preview_domain`.',
    },
    probe: async ({ api, lab }) => {
      const path = `/workspaces/${(await lab.workspace()).id}/preview-domain`;
      const fields: string[] = [];
      for (const field of ['preview_domain', 'domain']) {
        const domain = lab.domain();
        await api.put(path, { [field]: domain });
        if (mentions(await api.get(path), domain)) fields.push(field);
      }
      return fields.join(' or ') || 'none';
    },
  },
  {
    id: 'preview-domain.workspace.fields',
    sentence: 'Which fields does the preview domain of a workspace have?',
    answers: sameFor(
      'What is missing is null, but the call rejects without a `status`; what is more is kept.',
      'dns_status, effective_domain, id, preview_domain, scope, status, url_examples',
      'dns_status, effective_domain, id, preview_domain, scope, status',
    ),
    probe: async ({ api, lab }) => {
      const path = `/workspaces/${(await lab.workspace()).id}/preview-domain`;
      await lab.setDomain(path);
      return Object.keys(objectIn(successful(await api.get(path))))
        .sort()
        .join(', ');
    },
  },
  {
    id: 'preview-domain.workspace.verify',
    sentence: 'What does `GET /workspaces/{id}/preview-domain/verify` respond with when the DNS records are missing?',
    answers: notReadyAnswers,
    probe: async ({ api, lab }) => {
      const path = `/workspaces/${(await lab.workspace()).id}/preview-domain`;
      await lab.setDomain(path);
      return describe(allowed(await api.get(`${path}/verify`)));
    },
  },
  {
    id: 'preview-domain.organization.scope',
    sentence: 'Which `scope` does the preview domain of the organization have?',
    answers: {
      organization: '`scope` has it.',
      tenant: '`scope` has it: the type is open.',
      none: '`scope` is `organization`, what was asked for.',
    },
    readsOnly: true,
    probe: async ({ api }) => {
      const { scope = 'none' } = objectIn(successful(await api.get('/tenant/preview-domain')));
      return typeof scope === 'string' ? scope : 'another kind';
    },
  },
  ...(
    [
      ['upper case', (word: string) => `${word.toUpperCase()}.example.com`],
      ['a trailing dot', (word: string) => `${word}.example.com.`],
      ['a letter beyond ASCII', (word: string) => `${word}-é.example.com`],
      ['no subdomain', (word: string) => `${word}.example`],
    ] as const
  ).map(
    ([what, make]): Question => ({
      id: `domains.${what.replaceAll(' ', '-')}`,
      sentence: `What happens to a domain with ${what}?`,
      answers: {
        kept: 'It works like any other.',
        rewritten: readBack,
        rejected: rejects,
      },
      probe: async ({ api, lab }) => {
        const preview_domain = make(lab.unique());
        const path = `/projects/${(await lab.newProject()).id}/preview-domain`;
        const answer = allowed(await api.put(path, { preview_domain }));
        if (!isSuccess(answer)) return 'rejected';
        return objectIn(answer)['preview_domain'] === preview_domain ? 'kept' : 'rewritten';
      },
    }),
  ),
  {
    id: 'domains.invalid',
    sentence: 'What does `PUT …/preview-domain` with `not a domain` respond with?',
    answers: {
      '422': '`ValidationFailedError`.',
      '400': '`BadRequestError`.',
      '200': readBack,
    },
    probe: async ({ api, lab }) => {
      const path = `/projects/${(await lab.newProject()).id}/preview-domain`;
      return String(allowed(await api.put(path, { preview_domain: 'not a domain' })).status);
    },
  },
  {
    id: 'domains.taken',
    sentence: 'What does `PUT …/preview-domain` respond with for a domain that another project has?',
    answers: {
      '200': 'Both have it.',
      '409 CONFLICT': '`ConflictError`.',
      '422 VALIDATION_FAILED': '`ValidationFailedError`.',
    },
    probe: async ({ api, lab }) => {
      const { domain } = await lab.setDomain(`/projects/${(await lab.newProject()).id}/preview-domain`);
      const path = `/projects/${(await lab.newProject()).id}/preview-domain`;
      return describe(allowed(await api.put(path, { preview_domain: domain })));
    },
  },
];

/** What is responded for a project that has no domain, in a workspace that has none. */
async function unset({ api, lab }: Context): Promise<Answer> {
  const project = await lab.newProject({ workspace_id: (await lab.secondWorkspace()).id });
  return api.get(`/projects/${project.id}/preview-domain`);
}

/** Where the domain of a new project is. */
async function pathWithDomain({ lab }: Context): Promise<string> {
  const path = `/projects/${(await lab.newProject()).id}/preview-domain`;
  await lab.setDomain(path);
  return path;
}

/** The field that the client goes by. */
function readinessField(answer: Answer): string {
  const fields = objectIn(answer);
  const decides = ['verified', 'ready'].find((name) => typeof fields[name] === 'boolean');
  return decides ?? ['status', 'dns_status'].find((name) => typeof fields[name] === 'string') ?? 'none';
}

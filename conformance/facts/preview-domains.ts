import type { Answer } from '../support/api.ts';
import type { Lab } from '../support/lab.ts';
import { expect, expectStatus, expectStored, fieldsOf, mentions, NotSeen } from '../support/seen.ts';
import { docs, type Fact, seed } from '../support/types.ts';

const workspacesPage = docs('api-reference/workspaces');
const domainsPage = docs('deploy/domains');
const tenantPage = docs('api-reference/tenant-preview-domain');
const ownOnly = 'changes the domain of the whole organization';
const tenantPath = '/tenant/preview-domain';

/** Preview domains of projects, workspaces and the organization. */
export const facts: readonly Fact[] = [
  {
    id: 'preview-domain.set',
    sentence: '`PUT …/preview-domain` of a project responds with its scope, its id and the domain, own and in force.',
    source: seed,
    check: async ({ api, lab }) => {
      const { id } = await lab.newProject();
      const preview_domain = lab.domain();
      const answer = await api.put(`/projects/${id}/preview-domain`, { preview_domain });
      expectStatus(answer);
      const expected = { scope: 'project', id, preview_domain, effective_domain: preview_domain };
      expectStored(fieldsOf(answer.body), expected);
    },
  },
  {
    id: 'preview-domain.set.status',
    sentence: 'A domain without DNS records is `pending_dns`, and its `dns_status` is `pending`.',
    source: seed,
    check: async ({ lab }) => {
      const { answer } = await lab.setDomain(await projectPath(lab));
      expectStored(fieldsOf(answer.body), { status: 'pending_dns', dns_status: 'pending' });
    },
  },
  {
    id: 'preview-domain.set.url-examples',
    sentence: '`url_examples` are templates below the domain, of a preview, a port and a deployment.',
    source: seed,
    check: async ({ lab }) => {
      const { answer, domain } = await lab.setDomain(await projectPath(lab));
      expectStored(fieldsOf(fieldsOf(answer.body)['url_examples']), {
        default_preview: `https://<slug>.${domain}`,
        port_preview: `https://3000-<slug>.sandbox.${domain}`,
        deployment: `https://<deployment-slug>.${domain}`,
      });
    },
  },
  ...(
    [
      ['projects', seed, projectPath],
      ['workspaces', workspacesPage, workspacePath],
    ] as const
  ).flatMap(([kind, source, pathOf]): Fact[] => [
    {
      id: `preview-domain.get.${kind}`,
      sentence: `\`GET /${kind}/{id}/preview-domain\` shows the domain that was set.`,
      source,
      check: async ({ api, lab }) => {
        const path = await pathOf(lab);
        const { domain } = await lab.setDomain(path);
        const answer = await api.get(path);
        expectStatus(answer);
        expect(mentions(answer, domain), 'the domain is missing');
      },
    },
    {
      id: `preview-domain.clear.${kind}`,
      sentence: `\`DELETE /${kind}/{id}/preview-domain\` clears it.`,
      source,
      check: async ({ api, lab }) => {
        const path = await pathOf(lab);
        const { domain } = await lab.setDomain(path);
        expectStatus(await api.delete(path));
        expect(!mentions(await api.get(path), domain), 'the domain is still there');
      },
    },
    {
      id: `preview-domain.verify.${kind}`,
      sentence: `\`GET /${kind}/{id}/preview-domain/verify\` checks the DNS.`,
      source,
      check: async ({ api, lab }) => {
        const path = await pathOf(lab);
        await lab.setDomain(path);
        expectCheck(await api.get(`${path}/verify`));
      },
    },
  ]),
  {
    id: 'preview-domain.scopes.project',
    sentence: 'The domain of a project overrides that of its workspace, and is inherited again when it is cleared.',
    source: seed,
    check: async ({ api, lab }) => {
      const path = await projectPath(lab);
      const { domain: inherited } = await lab.setDomain(await workspacePath(lab));
      const { domain: own, answer } = await lab.setDomain(path);
      expect(fieldsOf(answer.body)['effective_domain'] === own, 'the domain of the workspace wins');
      expectStatus(await api.delete(path));
      expect(mentions(await api.get(path), inherited), 'the domain of the workspace is not inherited');
    },
  },
  {
    id: 'preview-domain.scopes.organization',
    sentence: 'The domain of a project overrides that of the organization.',
    source: seed,
    ownOnly,
    check: async ({ api, lab }) => {
      await lab.setDomain(tenantPath);
      const { domain, answer } = await lab.setDomain(await projectPath(lab, await lab.secondWorkspace()));
      await api.delete(tenantPath);
      expect(fieldsOf(answer.body)['effective_domain'] === domain, 'the domain of the organization wins');
    },
  },
  {
    id: 'preview-domain.scopes.cleared',
    sentence: 'A cleared project in a workspace without a domain inherits that of the organization.',
    source: seed,
    ownOnly,
    check: async ({ api, lab }) => {
      const { domain } = await lab.setDomain(tenantPath);
      const path = await projectPath(lab, await lab.secondWorkspace());
      await lab.setDomain(path);
      expectStatus(await api.delete(path));
      const answer = await api.get(path);
      await api.delete(tenantPath);
      expect(mentions(answer, domain), 'it is not inherited');
    },
  },
  {
    id: 'preview-domain.scopes.workspace',
    sentence: 'A workspace without a domain inherits that of the organization.',
    source: domainsPage,
    ownOnly,
    check: async ({ api, lab }) => {
      const { id } = await lab.secondWorkspace();
      const { domain } = await lab.setDomain(tenantPath);
      const answer = await api.get(`/workspaces/${id}/preview-domain`);
      await api.delete(tenantPath);
      expect(mentions(answer, domain), 'it is not inherited');
    },
  },
  {
    id: 'preview-domain.get.organization',
    sentence: '`GET /tenant/preview-domain` has `preview_domain`, `status` and `dns_instructions`.',
    source: tenantPage,
    readsOnly: true,
    check: async ({ api }) => {
      const answer = await api.get(tenantPath);
      expectStatus(answer, 200);
      const { preview_domain: domain, status, dns_instructions: instructions } = fieldsOf(answer.body);
      expect(domain === null || typeof domain === 'string', '`preview_domain` is neither text nor null');
      expect(['not_configured', 'pending_dns', 'configured'].includes(String(status)), 'another `status`');
      expect(typeof instructions === 'object', 'no `dns_instructions`');
    },
  },
  {
    id: 'preview-domain.get.organization.unset',
    sentence: 'Where it is not set, it is `not_configured`, and `default_domain` is the fallback.',
    source: tenantPage,
    readsOnly: true,
    check: async ({ api }) => {
      const answer = await api.get(tenantPath);
      expectStatus(answer, 200);
      const { preview_domain: domain, ...fields } = fieldsOf(answer.body);
      if (domain !== null) throw new NotSeen('the organization has a domain');
      expectStored(fields, { status: 'not_configured' });
      expect(typeof fields['default_domain'] === 'string', 'no `default_domain`');
    },
  },
  {
    id: 'preview-domain.set.organization',
    sentence: '`PUT /tenant/preview-domain` responds with the domain, `pending_dns`, and the CNAME record to add.',
    source: tenantPage,
    ownOnly,
    check: async ({ api, lab }) => {
      const preview_domain = lab.domain();
      const answer = await api.put(tenantPath, { preview_domain });
      await api.delete(tenantPath);
      expectStatus(answer, 200);
      const body = fieldsOf(answer.body);
      expectStored(body, { preview_domain, status: 'pending_dns', dns_status: 'pending' });
      const instructions = { type: 'CNAME', name: `*.${preview_domain}`, value: 'proxy.sandboxes.miosa.ai' };
      expectStored(fieldsOf(body['dns_instructions']), instructions);
    },
  },
  {
    id: 'preview-domain.clear.organization',
    sentence: '`DELETE /tenant/preview-domain` clears it.',
    source: tenantPage,
    ownOnly,
    check: async ({ api, lab }) => {
      const { domain } = await lab.setDomain(tenantPath);
      expectStatus(await api.delete(tenantPath));
      expect(!mentions(await api.get(tenantPath), domain), 'the domain is still there');
    },
  },
  {
    id: 'preview-domain.verify.organization',
    sentence: '`POST /tenant/preview-domain/verify` checks the DNS.',
    source: tenantPage,
    ownOnly,
    check: async ({ api, lab }) => {
      await lab.setDomain(tenantPath);
      const answer = await api.post(`${tenantPath}/verify`, {});
      await api.delete(tenantPath);
      expectCheck(answer);
    },
  },
];

/** Whether a domain that is not ready is an error is not documented. */
function expectCheck(answer: Answer): void {
  if (answer.status !== 422) expectStatus(answer);
}

/** Where the domain of a new project is. */
async function projectPath(lab: Lab, workspace?: { readonly id: string }): Promise<string> {
  return `/projects/${(await lab.newProject(workspace && { workspace_id: workspace.id })).id}/preview-domain`;
}

async function workspacePath(lab: Lab): Promise<string> {
  return `/workspaces/${(await lab.workspace()).id}/preview-domain`;
}

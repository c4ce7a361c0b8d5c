import { describe, expect, expectStatus, fieldsOf, mentions, NotSeen } from '../support/seen.ts';
import { docs, type Fact, seed } from '../support/types.ts';
import { expectStored } from './projects.ts';

const workspacesPage = docs('api-reference/workspaces');
const tenantPage = docs('api-reference/tenant-preview-domain');
const ownOnly = 'changes the domain of the whole organization';

/** Preview domains of projects, workspaces and the organization. */
export const facts: readonly Fact[] = [
  {
    id: 'preview-domain.set',
    sentence: '`PUT …/preview-domain` of a project gets its scope, its id and the domain, own and in force.',
    source: seed,
    check: async ({ api, lab }) => {
      const { id } = await lab.newProject();
      const preview_domain = `${lab.unique()}.example.com`;
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
    check: async ({ api, lab }) => {
      const { id } = await lab.newProject();
      const body = { preview_domain: `${lab.unique()}.example.com` };
      const answer = await api.put(`/projects/${id}/preview-domain`, body);
      expectStored(fieldsOf(answer.body), { status: 'pending_dns', dns_status: 'pending' });
    },
  },
  {
    id: 'preview-domain.set.url-examples',
    sentence: '`url_examples` are templates below the domain, of a preview, a port and a deployment.',
    source: seed,
    check: async ({ api, lab }) => {
      const { id } = await lab.newProject();
      const domain = `${lab.unique()}.example.com`;
      const answer = await api.put(`/projects/${id}/preview-domain`, { preview_domain: domain });
      expectStored(fieldsOf(fieldsOf(answer.body)['url_examples']), {
        default_preview: `https://<slug>.${domain}`,
        port_preview: `https://3000-<slug>.sandbox.${domain}`,
        deployment: `https://<deployment-slug>.${domain}`,
      });
    },
  },
  ...(['projects', 'workspaces'] as const).flatMap((kind): Fact[] => {
    const source = kind === 'projects' ? seed : workspacesPage;
    const make = (lab: Parameters<Fact['check']>[0]['lab']) =>
      kind === 'projects' ? lab.newProject() : lab.workspace();
    return [
      {
        id: `preview-domain.get.${kind}`,
        sentence: `\`GET /${kind}/{id}/preview-domain\` shows the domain that was set.`,
        source,
        check: async ({ api, lab }) => {
          const path = `/${kind}/${(await make(lab)).id}/preview-domain`;
          const domain = `${lab.unique()}.example.com`;
          expectStatus(await api.put(path, { preview_domain: domain }));
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
          const path = `/${kind}/${(await make(lab)).id}/preview-domain`;
          const domain = `${lab.unique()}.example.com`;
          await api.put(path, { preview_domain: domain });
          expectStatus(await api.delete(path));
          expect(!mentions(await api.get(path), domain), 'the domain is still there');
        },
      },
      {
        id: `preview-domain.verify.${kind}`,
        sentence: `\`GET /${kind}/{id}/preview-domain/verify\` checks the DNS.`,
        source,
        check: async ({ api, lab }) => {
          const path = `/${kind}/${(await make(lab)).id}/preview-domain`;
          await api.put(path, { preview_domain: `${lab.unique()}.example.com` });
          const answer = await api.get(`${path}/verify`);
          // Whether a domain that is not ready is an error is not documented.
          expect(![404, 405].includes(answer.status) && answer.status < 500, describe(answer));
        },
      },
    ];
  }),
  {
    id: 'preview-domain.scopes.project',
    sentence: 'The domain of a project goes before that of its workspace, and returns to it when it is cleared.',
    source: seed,
    check: async ({ api, lab }) => {
      const { id } = await lab.newProject();
      const [own, inherited] = [`${lab.unique()}.example.com`, `${lab.unique()}.example.com`];
      await api.put(`/workspaces/${(await lab.workspace()).id}/preview-domain`, { preview_domain: inherited });
      const path = `/projects/${id}/preview-domain`;
      const { body } = await api.put(path, { preview_domain: own });
      expect(fieldsOf(body)['effective_domain'] === own, 'the domain of the workspace wins');
      await api.delete(path);
      expect(mentions(await api.get(path), inherited), 'the domain of the workspace is not inherited');
    },
  },
  {
    id: 'preview-domain.scopes.organization',
    sentence: 'The domain of a project goes before that of the organization.',
    source: seed,
    ownOnly,
    check: async ({ api, lab }) => {
      const { id } = await lab.newProject({ workspace_id: (await lab.secondWorkspace()).id });
      const [own, inherited] = [`${lab.unique()}.example.com`, `${lab.unique()}.example.com`];
      await api.put('/tenant/preview-domain', { preview_domain: inherited });
      const { body } = await api.put(`/projects/${id}/preview-domain`, { preview_domain: own });
      await api.delete('/tenant/preview-domain');
      expect(fieldsOf(body)['effective_domain'] === own, 'the domain of the organization wins');
    },
  },
  {
    id: 'preview-domain.scopes.workspace',
    sentence: 'A workspace without a domain inherits that of the organization.',
    source: seed,
    ownOnly,
    check: async ({ api, lab }) => {
      const { id } = await lab.secondWorkspace();
      const domain = `${lab.unique()}.example.com`;
      await api.put('/tenant/preview-domain', { preview_domain: domain });
      const answer = await api.get(`/workspaces/${id}/preview-domain`);
      await api.delete('/tenant/preview-domain');
      expect(mentions(answer, domain), 'it is not inherited');
    },
  },
  {
    id: 'preview-domain.get.organization',
    sentence: '`GET /tenant/preview-domain` has `preview_domain`, `status` and `dns_instructions`.',
    source: tenantPage,
    readsOnly: true,
    check: async ({ api }) => {
      const answer = await api.get('/tenant/preview-domain');
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
      const { preview_domain: domain, ...fields } = fieldsOf((await api.get('/tenant/preview-domain')).body);
      if (domain !== null) throw new NotSeen('the organization has a domain');
      expectStored(fields, { status: 'not_configured' });
      expect(typeof fields['default_domain'] === 'string', 'no `default_domain`');
    },
  },
  {
    id: 'preview-domain.set.organization',
    sentence: '`PUT /tenant/preview-domain` gets the domain, `pending_dns`, and the CNAME record to add.',
    source: tenantPage,
    ownOnly,
    check: async ({ api, lab }) => {
      const preview_domain = `${lab.unique()}.example.com`;
      const answer = await api.put('/tenant/preview-domain', { preview_domain });
      await api.delete('/tenant/preview-domain');
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
      const domain = `${lab.unique()}.example.com`;
      await api.put('/tenant/preview-domain', { preview_domain: domain });
      expectStatus(await api.delete('/tenant/preview-domain'));
      expect(!mentions(await api.get('/tenant/preview-domain'), domain), 'the domain is still there');
    },
  },
  {
    id: 'preview-domain.verify.organization',
    sentence: '`POST /tenant/preview-domain/verify` checks the DNS.',
    source: tenantPage,
    check: async ({ api, lab, isOwn }) => {
      const path = '/tenant/preview-domain';
      if (isOwn) await api.put(path, { preview_domain: `${lab.unique()}.example.com` });
      const isSet = fieldsOf((await api.get(path)).body)['preview_domain'] !== null;
      const answer = await api.post(`${path}/verify`, {});
      if (isOwn) await api.delete(path);
      if (!isSet && answer.status === 404) throw new NotSeen('the organization has no domain');
      expect(![404, 405].includes(answer.status) && answer.status < 500, describe(answer));
    },
  },
];

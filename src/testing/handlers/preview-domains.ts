import { respond, validationFailed, type WireFields } from '../responses.ts';
import type { Context, Handlers } from './context.ts';
import { projectInPath } from './projects.ts';
import { workspaceInPath } from './workspaces.ts';

/** What a preview domain is set on. */
interface Scope {
  readonly name: 'project' | 'workspace' | 'organization';
  /** Its id, and those that it falls back to, the nearest first. */
  readonly ids: readonly [string, ...string[]];
}

/** The endpoints of preview domains. The responses for workspaces are not documented; they are those for projects. */
export const previewDomainHandlers: Handlers = {
  ...handlersFor('/projects/{id}/preview-domain', 'GET', (context) => {
    const { id, workspace_id } = projectInPath(context);
    return { name: 'project', ids: [id, workspace_id, context.store.tenantId] };
  }),
  ...handlersFor('/workspaces/{id}/preview-domain', 'GET', (context) => {
    return { name: 'workspace', ids: [workspaceInPath(context).id, context.store.tenantId] };
  }),
  ...handlersFor('/tenant/preview-domain', 'POST', ({ store }) => ({ name: 'organization', ids: [store.tenantId] })),
};

function handlersFor(path: string, verifyMethod: 'GET' | 'POST', scopeOf: (context: Context) => Scope): Handlers {
  return {
    [`GET ${path}`]: (context) => respond(200, describe(context, scopeOf(context))),
    [`PUT ${path}`]: (context) => setDomain(context, scopeOf(context)),
    [`DELETE ${path}`]: (context) => clearDomain(context, scopeOf(context)),
    [`${verifyMethod} ${path}/verify`]: (context) => verifyDomain(context, scopeOf(context)),
  };
}

function setDomain(context: Context, scope: Scope): Response {
  context.store.setPreviewDomain(scope.ids[0], checkDomain(context.fields['preview_domain']));
  return respond(200, describe(context, scope));
}

function clearDomain(context: Context, scope: Scope): Response {
  context.store.setPreviewDomain(scope.ids[0], undefined);
  return scope.name === 'organization' ? respond(204) : respond(200, describe(context, scope));
}

function verifyDomain(context: Context, scope: Scope): Response {
  const effective = context.store.previewDomain(scope.ids);
  if (effective !== undefined) effective.checks += 1;
  const described = describe(context, scope);
  const verified = described['status'] === 'configured';
  return respond(200, { ...described, verified, target: dnsTarget(scope), records: [] });
}

function describe({ store, options }: Context, scope: Scope): WireFields {
  const own = store.previewDomain([scope.ids[0]])?.domain ?? null;
  const effective = store.previewDomain(scope.ids);
  const base = {
    scope: scope.name,
    id: scope.ids[0],
    preview_domain: own,
    effective_domain: effective?.domain ?? null,
    ...(scope.name === 'organization' && organizationFields(own, dnsTarget(scope))),
  };
  if (effective === undefined) return { ...base, status: 'not_configured', dns_status: null, url_examples: null };
  const isReady = effective.checks > (options.pendingDnsChecks ?? 2);
  return {
    ...base,
    status: isReady ? 'configured' : 'pending_dns',
    dns_status: isReady ? 'verified' : 'pending',
    url_examples: {
      default_preview: `https://<slug>.${effective.domain}`,
      port_preview: `https://3000-<slug>.sandbox.${effective.domain}`,
      deployment: `https://<deployment-slug>.${effective.domain}`,
    },
  };
}

/** What is documented for the organization alone. */
function organizationFields(own: string | null, target: string): WireFields {
  if (own === null) return { default_domain: 'sandboxes.miosa.ai', dns_instructions: null };
  return { dns_instructions: { type: 'CNAME', name: `*.${own}`, value: target } };
}

function dnsTarget({ name }: Scope): string {
  return name === 'organization' ? 'proxy.sandboxes.miosa.ai' : 'proxy.miosa.ai';
}

const hostname = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i;

function checkDomain(value: unknown): string {
  if (typeof value === 'string' && hostname.test(value)) return value;
  const message = value == null || value === '' ? "can't be blank" : 'is invalid';
  throw validationFailed('preview domain', { preview_domain: [message] });
}

import { type Reply, validationFailed, type WireFields } from '../replies.ts';
import type { DomainState } from '../store.ts';
import { projectInPath } from './projects.ts';
import type { Context, Route } from './route.ts';
import { workspaceInPath } from './workspaces.ts';

/** What a preview domain is set on, and what it falls back to. */
interface Scope {
  readonly name: 'project' | 'workspace' | 'organization';
  readonly id: string;
  /** The ids of wider scopes, the nearest first. */
  readonly fallbackIds: readonly string[];
}

type ScopeOf = (context: Context) => Scope;

/** The endpoints of preview domains. The responses for workspaces are not documented; they are those for projects. */
export const previewDomainRoutes: readonly Route[] = [
  ...routesFor('/projects/{id}/preview-domain', 'GET', projectScope),
  ...routesFor('/workspaces/{id}/preview-domain', 'GET', workspaceScope),
  ...routesFor('/tenant/preview-domain', 'POST', organizationScope),
];

function routesFor(path: string, verifyMethod: 'GET' | 'POST', scopeOf: ScopeOf): Route[] {
  return [
    { method: 'GET', path, handler: (context) => getDomain(context, scopeOf(context)) },
    { method: 'PUT', path, handler: (context) => setDomain(context, scopeOf(context)) },
    { method: 'DELETE', path, handler: (context) => clearDomain(context, scopeOf(context)) },
    { method: verifyMethod, path: `${path}/verify`, handler: (context) => verifyDomain(context, scopeOf(context)) },
  ];
}

function projectScope(context: Context): Scope {
  const { id, workspaceId } = projectInPath(context);
  return { name: 'project', id, fallbackIds: [workspaceId, context.config.tenantId] };
}

function workspaceScope(context: Context): Scope {
  return { name: 'workspace', id: workspaceInPath(context).id, fallbackIds: [context.config.tenantId] };
}

function organizationScope({ config }: Context): Scope {
  return { name: 'organization', id: config.tenantId, fallbackIds: [] };
}

function getDomain(context: Context, scope: Scope): Reply {
  return { status: 200, body: describe(context, scope) };
}

function setDomain(context: Context, scope: Scope): Reply {
  context.store.setPreviewDomain(scope.id, checkDomain(context.fields['preview_domain']));
  return { status: 200, body: describe(context, scope) };
}

function clearDomain(context: Context, scope: Scope): Reply {
  context.store.setPreviewDomain(scope.id, undefined);
  return scope.name === 'organization' ? { status: 204 } : { status: 200, body: describe(context, scope) };
}

function verifyDomain(context: Context, scope: Scope): Reply {
  const domain = effectiveDomain(context, scope);
  if (domain !== undefined) domain.checks += 1;
  const verified = isReady(context, domain);
  return {
    status: 200,
    body: { ...describe(context, scope), verified, target: dnsTarget(scope), records: [] },
  };
}

function describe(context: Context, scope: Scope): WireFields {
  const own = context.store.previewDomains.get(scope.id)?.domain ?? null;
  const effective = effectiveDomain(context, scope);
  const ready = isReady(context, effective);
  return {
    scope: scope.name,
    id: scope.id,
    preview_domain: own,
    effective_domain: effective?.domain ?? null,
    status: effective === undefined ? 'not_configured' : ready ? 'configured' : 'pending_dns',
    dns_status: effective === undefined ? null : ready ? 'verified' : 'pending',
    url_examples: effective === undefined ? null : urlExamples(effective.domain),
    ...(scope.name === 'organization' && { dns_instructions: own === null ? null : dnsInstructions(own, scope) }),
  };
}

function urlExamples(domain: string): WireFields {
  return {
    default_preview: `https://<slug>.${domain}`,
    port_preview: `https://3000-<slug>.sandbox.${domain}`,
    deployment: `https://<deployment-slug>.${domain}`,
  };
}

/** Only documented for the organization. */
function dnsInstructions(domain: string, scope: Scope): WireFields {
  return { type: 'CNAME', name: `*.${domain}`, value: dnsTarget(scope) };
}

function dnsTarget({ name }: Scope): string {
  return name === 'organization' ? 'proxy.sandboxes.miosa.ai' : 'proxy.miosa.ai';
}

function effectiveDomain({ store }: Context, { id, fallbackIds }: Scope): DomainState | undefined {
  return [id, ...fallbackIds].map((owner) => store.previewDomains.get(owner)).find((domain) => domain !== undefined);
}

function isReady({ config }: Context, domain: DomainState | undefined): boolean {
  return domain !== undefined && domain.checks > config.pendingDnsChecks;
}

const hostname = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i;

function checkDomain(value: unknown): string {
  if (typeof value === 'string' && hostname.test(value)) return value;
  const message = value == null || value === '' ? "can't be blank" : 'is invalid';
  throw validationFailed('preview domain', { preview_domain: [message] });
}

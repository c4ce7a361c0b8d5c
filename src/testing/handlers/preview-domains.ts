import { type DomainHolder, type DomainRecord, domainRecord } from '../records.ts';
import { validationFailed } from '../replies.ts';
import type { EmulatorState } from '../state.ts';
import type { Exchange, Handler } from './handler.ts';
import { findProject } from './projects.ts';
import { findWorkspace } from './workspaces.ts';

/** Where a preview domain is set, and what it falls back to. */
interface Scope {
  readonly name: 'project' | 'workspace' | 'organization';
  readonly id: string;
  readonly own: DomainHolder;
  /** Wider scopes, the nearest first. */
  readonly fallbacks: readonly (DomainHolder | undefined)[];
}

/** The handlers of a preview domain's endpoints, for one kind of scope. */
export interface PreviewDomainHandlers {
  readonly get: Handler;
  readonly set: Handler;
  readonly clear: Handler;
  readonly verify: Handler;
}

/** `/projects/{id}/preview-domain` */
export const projectPreviewDomain: PreviewDomainHandlers = handlersFor((exchange) => {
  const project = findProject(exchange);
  const { id, workspace_id } = project.wire;
  const fallbacks = [exchange.state.workspace(workspace_id), exchange.state.organization];
  return { name: 'project', id, own: project, fallbacks };
});

/** `/workspaces/{id}/preview-domain`. Its answers are not documented; they are the project's. */
export const workspacePreviewDomain: PreviewDomainHandlers = handlersFor((exchange) => {
  const workspace = findWorkspace(exchange);
  return { name: 'workspace', id: workspace.wire.id, own: workspace, fallbacks: [exchange.state.organization] };
});

/** `/tenant/preview-domain` */
export const organizationPreviewDomain: PreviewDomainHandlers = {
  ...handlersFor(({ state }) => ({
    name: 'organization',
    id: state.tenantId,
    own: state.organization,
    fallbacks: [],
  })),
  clear: ({ state }) => {
    state.organization.domain = undefined;
    return { status: 204 };
  },
};

function handlersFor(scopeOf: (exchange: Exchange) => Scope): PreviewDomainHandlers {
  return {
    get: (exchange) => ({ status: 200, body: describe(scopeOf(exchange), exchange.state) }),
    set: (exchange) => {
      const scope = scopeOf(exchange);
      scope.own.domain = domainRecord(checkedDomain(exchange.fields['preview_domain']));
      return { status: 200, body: describe(scope, exchange.state) };
    },
    clear: (exchange) => {
      const scope = scopeOf(exchange);
      scope.own.domain = undefined;
      return { status: 200, body: describe(scope, exchange.state) };
    },
    verify: (exchange) => {
      const scope = scopeOf(exchange);
      const domain = effectiveDomain(scope);
      if (domain !== undefined) domain.checks += 1;
      const verified = isReady(domain, exchange.state);
      return {
        status: 200,
        body: { ...describe(scope, exchange.state), verified, target: dnsTarget(scope), records: [] },
      };
    },
  };
}

function describe(scope: Scope, state: EmulatorState): Record<string, unknown> {
  const effective = effectiveDomain(scope);
  const ready = isReady(effective, state);
  return {
    scope: scope.name,
    id: scope.id,
    preview_domain: scope.own.domain?.domain ?? null,
    effective_domain: effective?.domain ?? null,
    status: effective === undefined ? 'not_configured' : ready ? 'configured' : 'pending_dns',
    dns_status: effective === undefined ? null : ready ? 'verified' : 'pending',
    url_examples: effective === undefined ? null : urlExamples(effective.domain),
    ...(scope.name === 'organization' && { dns_instructions: dnsInstructions(scope) }),
  };
}

function urlExamples(domain: string): Record<string, string> {
  return {
    default_preview: `https://<slug>.${domain}`,
    port_preview: `https://3000-<slug>.sandbox.${domain}`,
    deployment: `https://<deployment-slug>.${domain}`,
  };
}

/** Only documented for the organization. */
function dnsInstructions(scope: Scope): Record<string, string> | null {
  const { domain } = scope.own;
  return domain === undefined ? null : { type: 'CNAME', name: `*.${domain.domain}`, value: dnsTarget(scope) };
}

function dnsTarget({ name }: Scope): string {
  return name === 'organization' ? 'proxy.sandboxes.miosa.ai' : 'proxy.miosa.ai';
}

function effectiveDomain({ own, fallbacks }: Scope): DomainRecord | undefined {
  return [own, ...fallbacks].find((holder) => holder?.domain !== undefined)?.domain;
}

function isReady(domain: DomainRecord | undefined, { pendingDnsChecks }: EmulatorState): boolean {
  return domain !== undefined && domain.checks > pendingDnsChecks;
}

function checkedDomain(value: unknown): string {
  const labels = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/i;
  if (value == null || value === '') throw validationFailed('preview domain', { preview_domain: ["can't be blank"] });
  if (typeof value !== 'string' || !labels.test(value)) {
    throw validationFailed('preview domain', { preview_domain: ['is invalid'] });
  }
  return value;
}

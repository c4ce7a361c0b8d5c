import type { IsEqual } from 'type-fest';
import * as z from 'zod/mini';
import { atCallSite } from '../errors/call-site.ts';
import { MiosaConfigError } from '../errors/errors.ts';
import type { Endpoint, HttpMethod } from '../http/call.ts';
import type { HttpClient } from '../http/client.ts';
import type { RequestOptions } from '../http/options.ts';
import type { MiosaPromise } from '../http/promise.ts';
import { isRecord, type OpenString } from '../json.ts';
import { type Decoded, decoder, nullableObject, nullableString, resource } from '../schemas/decoder.ts';
import type { Schema } from '../schemas/schema.ts';
import { checkDomain, type RequiredDnsRecord, requiredDnsRecords } from './dns-records.ts';
import { namespaceOf } from './namespace.ts';
import { type PreviewDomainCheck, type PreviewDomainStatus, previewDomainCheckSchema } from './preview-domain-check.ts';
import { type WaitOptions, waitUntilReady } from './wait-until-ready.ts';

/** The part of the platform that a preview domain is set on. */
type PreviewDomainLevel = OpenString<'project' | 'workspace' | 'organization'>;

/** The preview domain of one project. */
type ProjectScope = {
  /** UUID of the project. */
  readonly projectId: string;
  readonly workspaceId?: undefined;
  readonly id?: undefined;
};

/** The preview domain that the projects of one workspace inherit. */
type WorkspaceScope = {
  /** UUID of the workspace. */
  readonly workspaceId: string;
  readonly projectId?: undefined;
  /** Keeps a project, which has a `workspaceId`, from being taken for the scope of its workspace. */
  readonly id?: undefined;
};

/** Whose preview domain: that of a project, a workspace, or the organization, from which all others inherit. */
export type PreviewDomainScope = ProjectScope | WorkspaceScope | 'organization';

/** Templates of the URLs that a preview domain leads to, with placeholders such as `<slug>`. */
export interface PreviewUrlExamples {
  /** Of a preview on its default port, or `null`. */
  defaultPreview: string | null;
  /** Of a preview on a port of its own, or `null`. */
  portPreview: string | null;
  /** Of a deployment, or `null`. */
  deployment: string | null;
}

/** The domain that generated URLs run under. */
export interface PreviewDomain {
  /** What the domain is set on. */
  scope: PreviewDomainLevel;
  /** The id of what the domain is set on, or `null` where there is none. */
  id: string | null;
  /** The domain set here, or `null` when it is inherited. */
  previewDomain: string | null;
  /** The domain that applies, own or inherited, or `null` when there is none. */
  effectiveDomain: string | null;
  /** Its state. */
  status: PreviewDomainStatus;
  /** The state of its DNS records, as sent, or `null`. */
  dnsStatus: string | null;
  /** What generated URLs look like, or `null`. */
  urlExamples: PreviewUrlExamples | null;
}

const exampleFields = { default_preview: nullableString, port_preview: nullableString, deployment: nullableString };
true satisfies IsEqual<Decoded<typeof exampleFields>, PreviewUrlExamples>;

/** What the API sends for a preview domain. */
const fields = {
  scope: z.string() as z.ZodMiniType<PreviewDomainLevel>,
  id: nullableString,
  preview_domain: nullableString,
  effective_domain: nullableString,
  status: z.string() as z.ZodMiniType<PreviewDomainStatus>,
  dns_status: nullableString,
  url_examples: nullableObject(exampleFields),
};
true satisfies IsEqual<Decoded<typeof fields>, PreviewDomain>;

const decodeDomain = decoder(fields);

/**
 * Decodes a preview domain that did not come through a client: from a webhook, a queue or a cache. A Standard Schema; it
 * takes the wire object, bare or in its envelope, and gives a {@link PreviewDomain}.
 *
 * @example
 * ```ts
 * import { previewDomainSchema } from 'miosa-client';
 *
 * const body = JSON.parse('{"scope": "project", "status": "pending_dns", "effective_domain": "example.com"}');
 * const result = previewDomainSchema['~standard'].validate(body);
 * if (!result.issues) console.log(result.value.effectiveDomain);
 * ```
 */
export const previewDomainSchema: Schema<PreviewDomain> = resource('preview_domain', 'preview_domain', decodeDomain);

/** The body of a read is not documented: if it has no scope, the requested one is used. */
function schemaFor(scope: PreviewDomainLevel): Schema<PreviewDomain> {
  return resource('preview_domain', 'preview_domain', (value) =>
    decodeDomain(isRecord(value) ? { scope, ...value } : value),
  );
}

/** The endpoints of one kind of scope. */
interface DomainEndpoints {
  readonly get: Endpoint<PreviewDomain>;
  readonly set: Endpoint<PreviewDomain>;
  readonly clear: Endpoint<void>;
  readonly verify: Endpoint<PreviewDomainCheck>;
}

function endpointsOf(scope: PreviewDomainLevel, route: string, verifyMethod: HttpMethod): DomainEndpoints {
  const schema = schemaFor(scope);
  return {
    get: { operation: 'previewDomain.get', method: 'GET', route, schema },
    set: { operation: 'previewDomain.set', method: 'PUT', route, schema },
    clear: { operation: 'previewDomain.clear', method: 'DELETE', route, schema: undefined },
    verify: {
      operation: 'previewDomain.verify',
      method: verifyMethod,
      route: `${route}/verify`,
      schema: previewDomainCheckSchema,
    },
  };
}

const projectEndpoints = endpointsOf('project', '/projects/{id}/preview-domain', 'GET');
const workspaceEndpoints = endpointsOf('workspace', '/workspaces/{id}/preview-domain', 'GET');
const organizationEndpoints = endpointsOf('organization', '/tenant/preview-domain', 'POST');

/** The domain that generated URLs run under. Reached as `miosa.previewDomain`. */
export interface PreviewDomains {
  /**
   * Reads the preview domain, own or inherited. `GET /projects/{id}/preview-domain` (MIOSA's Projects API), and the same
   * below `/workspaces/{id}` and `/tenant` (MIOSA's documentation of workspaces and tenants).
   *
   * @param scope - Whose domain.
   * @param options - Options of this call.
   * @returns The domain.
   * @throws {@link NotFoundError} When the project or workspace does not exist, or belongs to another organization.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * const domain = await miosa.previewDomain.get({ projectId: '660e8400-e29b-41d4-a716-446655440001' });
   * console.log(domain.effectiveDomain);
   * ```
   */
  get(scope: PreviewDomainScope, options?: RequestOptions): MiosaPromise<PreviewDomain>;

  /**
   * Sets the preview domain. A project's overrides its workspace's, and that the organization's.
   * `PUT /projects/{id}/preview-domain` (MIOSA's Projects API), and the same below `/workspaces/{id}` and `/tenant`
   * (MIOSA's documentation of workspaces and tenants).
   *
   * @param scope - Whose domain.
   * @param domain - The base domain, such as `program.drsmithclinic.com`.
   * @param options - Options of this call.
   * @returns The domain, usually waiting for its DNS records.
   * @throws {@link ValidationFailedError} When the API rejects the domain.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * const scope = { projectId: '660e8400-e29b-41d4-a716-446655440001' };
   * const domain = await miosa.previewDomain.set(scope, 'program.drsmithclinic.com');
   * console.log(domain.status);
   * ```
   */
  set(scope: PreviewDomainScope, domain: string, options?: RequestOptions): MiosaPromise<PreviewDomain>;

  /**
   * Clears the preview domain, so that the inherited one applies. `DELETE /projects/{id}/preview-domain` (MIOSA's
   * Projects API), and the same below `/workspaces/{id}` and `/tenant` (MIOSA's documentation of workspaces and
   * tenants).
   *
   * @param scope - Whose domain.
   * @param options - Options of this call.
   * @returns Nothing, whatever the API answers with its 2xx.
   * @throws {@link NotFoundError} When the project or workspace does not exist, or belongs to another organization.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * await miosa.previewDomain.clear({ projectId: '660e8400-e29b-41d4-a716-446655440001' });
   * ```
   */
  clear(scope: PreviewDomainScope, options?: RequestOptions): MiosaPromise<void>;

  /**
   * Checks whether the DNS records are in place. `GET /projects/{id}/preview-domain/verify` (MIOSA's Projects API), the
   * same below `/workspaces/{id}`, and `POST /tenant/preview-domain/verify` (MIOSA's documentation of workspaces and
   * tenants).
   *
   * @param scope - Whose domain.
   * @param options - Options of this call.
   * @returns What the check found.
   * @throws {@link NotFoundError} When the project or workspace does not exist, or belongs to another organization.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * const check = await miosa.previewDomain.verify({ projectId: '660e8400-e29b-41d4-a716-446655440001' });
   * console.log(check.ready ? 'ready' : (check.dnsStatus ?? 'not yet'));
   * ```
   */
  verify(scope: PreviewDomainScope, options?: RequestOptions): MiosaPromise<PreviewDomainCheck>;

  /**
   * Waits until the domain is ready: checks at once, then repeatedly at growing intervals, with the requests of
   * `verify`. Checks that fail transiently (no connection, a 5xx, a rate limit) do not end the wait.
   *
   * @param scope - Whose domain.
   * @param options - How long to wait, how often to check, a signal to stop, and `onCheck` to show progress.
   * @returns The check that found it ready.
   * @throws {@link MiosaTimeoutError} When the time is up; its `lastCheck` is the result of the last check.
   * @throws {@link NotFoundError} When the project or workspace does not exist, or belongs to another organization.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * const scope = { projectId: '660e8400-e29b-41d4-a716-446655440001' };
   * await miosa.previewDomain.waitUntilReady(scope, {
   *   onCheck: ({ check, error, nextCheckMs }) => console.log(error?.message ?? check?.dnsStatus, nextCheckMs),
   * });
   * ```
   */
  waitUntilReady(scope: PreviewDomainScope, options?: WaitOptions): Promise<PreviewDomainCheck>;

  /**
   * The same as the function {@link requiredDnsRecords}.
   *
   * @param domain - The preview domain, such as `program.drsmithclinic.com`.
   * @returns The DNS records that the customer has to add.
   * @throws {@link MiosaConfigError} Synchronously, when it is no domain: empty, a URL, an IP address.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * console.table(miosa.previewDomain.requiredDnsRecords('program.drsmithclinic.com'));
   * ```
   */
  requiredDnsRecords(domain: string): RequiredDnsRecord[];
}

/** Makes `miosa.previewDomain`. */
export function previewDomainsOf(http: HttpClient): PreviewDomains {
  const previewDomains: PreviewDomains = namespaceOf({
    get: (scope, options) => http.request(() => ({ ...locate(scope, 'get'), options })),
    set: (scope, domain, options) =>
      http.request(() => ({ ...locate(scope, 'set'), options, body: { preview_domain: checkDomain(domain) } })),
    clear: (scope, options) => http.request(() => ({ ...locate(scope, 'clear'), options })),
    verify: (scope, options) => http.request(() => ({ ...locate(scope, 'verify'), options })),
    waitUntilReady: (scope, options = {}) =>
      atCallSite(() => {
        // Read at once: the caller may change it between two checks.
        const given = typeof scope === 'string' ? scope : { ...scope };
        return waitUntilReady(http, (shared) => previewDomains.verify(given, shared), options);
      }),
    requiredDnsRecords,
  });
  return previewDomains;
}

/**
 * Which endpoint a method calls for a scope, and the id of what the scope names.
 *
 * @throws {@link MiosaConfigError} When the scope is none of the three.
 */
function locate<Method extends keyof DomainEndpoints>(
  scope: PreviewDomainScope,
  method: Method,
): { readonly endpoint: DomainEndpoints[Method]; readonly id?: unknown } {
  if (scope === 'organization') return { endpoint: organizationEndpoints[method] };
  const { projectId, workspaceId, ...others } = isRecord(scope) ? scope : {};
  const ids = [projectId, workspaceId].filter((id) => id !== undefined);
  // A project has a `workspaceId`, too: taken for a scope, it would set the domain of every project beside it.
  if (ids.length !== 1 || Object.values(others).some((value) => value !== undefined)) {
    throw new MiosaConfigError(
      "The scope must be one of { projectId }, { workspaceId } and 'organization', without other fields.",
    );
  }
  const endpoints = projectId === undefined ? workspaceEndpoints : projectEndpoints;
  return { endpoint: endpoints[method], id: ids[0] };
}

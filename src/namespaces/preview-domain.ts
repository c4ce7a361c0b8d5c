import type { RequestOptions } from '../config/options.ts';
import { decodePreviewDomainCheck, previewDomainDecoder } from '../decode/preview-domain.ts';
import { checkedDomain, requiredDnsRecords } from '../requests/dns-records.ts';
import { type ResolvedScope, resolveScope } from '../requests/preview-domain-scope.ts';
import type {
  PreviewDomain,
  PreviewDomainCheck,
  PreviewDomainScope,
  RequiredDnsRecord,
} from '../resources/preview-domain.ts';
import type { WaitOptions } from '../resources/wait.ts';
import type { Endpoint, EndpointInput, HttpMethod } from '../transport/endpoint.ts';
import { MiosaPromise } from '../transport/miosa-promise.ts';
import type { Transport } from '../transport/transport.ts';
import { waitUntilReady } from './wait-until-ready.ts';

/** The endpoints of one kind of scope. */
interface DomainEndpoints {
  readonly get: Endpoint<PreviewDomain>;
  readonly set: Endpoint<PreviewDomain>;
  readonly clear: Endpoint<void>;
  readonly verify: Endpoint<PreviewDomainCheck>;
}

function endpointsAt(path: string, level: ResolvedScope['level'], verifyMethod: HttpMethod): DomainEndpoints {
  const decode = previewDomainDecoder(level);
  return {
    get: { method: 'GET', path, decode },
    set: { method: 'PUT', path, decode },
    clear: { method: 'DELETE', path, decode: undefined },
    verify: { method: verifyMethod, path: `${path}/verify`, decode: decodePreviewDomainCheck },
  };
}

const endpointsByLevel: Readonly<Record<ResolvedScope['level'], DomainEndpoints>> = {
  project: endpointsAt('/projects/{id}/preview-domain', 'project', 'GET'),
  workspace: endpointsAt('/workspaces/{id}/preview-domain', 'workspace', 'GET'),
  organization: endpointsAt('/tenant/preview-domain', 'organization', 'POST'),
};

/** The domain that generated URLs run under. Reached as `miosa.previewDomain`. */
export class PreviewDomains {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Reads the preview domain, own or inherited. `GET /projects/{id}/preview-domain`, and the same below
   * `/workspaces/{id}` and `/tenant`.
   *
   * @param scope - Whose domain.
   * @param options - Options of this call.
   * @returns The domain.
   * @throws {NotFoundError} When the project or workspace does not exist, or belongs to another organization.
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
  get(scope: PreviewDomainScope, options?: RequestOptions): MiosaPromise<PreviewDomain> {
    return this.#transport.call(() => {
      const { endpoints, parameters } = locate(scope);
      return [endpoints.get, { parameters }];
    }, options);
  }

  /**
   * Sets the preview domain. A project's overrides its workspace's, and that the organization's.
   * `PUT /projects/{id}/preview-domain`, and the same below `/workspaces/{id}` and `/tenant`.
   *
   * @param scope - Whose domain.
   * @param domain - The base domain, such as `program.drsmithclinic.com`.
   * @param options - Options of this call.
   * @returns The domain, usually waiting for its DNS records.
   * @throws {ValidationFailedError} When the API refuses the domain.
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
  set(scope: PreviewDomainScope, domain: string, options?: RequestOptions): MiosaPromise<PreviewDomain> {
    return this.#transport.call(() => {
      const { endpoints, parameters } = locate(scope);
      return [endpoints.set, { parameters, body: { preview_domain: checkedDomain(domain) } }];
    }, options);
  }

  /**
   * Clears the preview domain; the next wider one takes over. `DELETE /projects/{id}/preview-domain`, and the same below
   * `/workspaces/{id}` and `/tenant`.
   *
   * @param scope - Whose domain.
   * @param options - Options of this call.
   * @returns Nothing, whatever the API answers with its 2xx.
   * @throws {NotFoundError} When the project or workspace does not exist, or belongs to another organization.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * await miosa.previewDomain.clear({ projectId: '660e8400-e29b-41d4-a716-446655440001' });
   * ```
   */
  clear(scope: PreviewDomainScope, options?: RequestOptions): MiosaPromise<void> {
    return this.#transport.call(() => {
      const { endpoints, parameters } = locate(scope);
      return [endpoints.clear, { parameters }];
    }, options);
  }

  /**
   * Checks whether the DNS records are in place. `GET /projects/{id}/preview-domain/verify`, the same below
   * `/workspaces/{id}`, and `POST /tenant/preview-domain/verify`.
   *
   * @param scope - Whose domain.
   * @param options - Options of this call.
   * @returns What the check found.
   * @throws {NotFoundError} When the project or workspace does not exist, or belongs to another organization.
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
  verify(scope: PreviewDomainScope, options?: RequestOptions): MiosaPromise<PreviewDomainCheck> {
    return this.#transport.call(() => verification(scope), options);
  }

  /**
   * Waits until the domain is ready: checks at once, then again and again, more and more rarely. Checks that fail in
   * passing (no connection, a 5xx, a rate limit) only cost time. It calls what `verify` calls.
   *
   * @param scope - Whose domain.
   * @param options - How long to wait, how often to check, a signal to stop, and `onCheck` to show progress.
   * @returns The check that found it ready.
   * @throws {MiosaTimeoutError} When the time is up; its `lastCheck` says how far the domain has come.
   * @throws {NotFoundError} When the project or workspace does not exist, or belongs to another organization.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * const scope = { projectId: '660e8400-e29b-41d4-a716-446655440001' };
   * await miosa.previewDomain.waitUntilReady(scope, {
   *   onCheck: ({ check, nextCheckMs }) => console.log(check.dnsStatus, nextCheckMs),
   * });
   * ```
   */
  waitUntilReady(scope: PreviewDomainScope, options: WaitOptions = {}): MiosaPromise<PreviewDomainCheck> {
    return new MiosaPromise(
      waitUntilReady((request) => this.#transport.run(() => verification(scope), request), options),
    );
  }

  /**
   * The same as the function {@link requiredDnsRecords}, for those who have a client at hand.
   *
   * @param domain - The preview domain, such as `program.drsmithclinic.com`.
   * @returns The DNS records that the customer has to add.
   * @throws {MiosaConfigError} When the domain is empty.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * console.table(miosa.previewDomain.requiredDnsRecords('program.drsmithclinic.com'));
   * ```
   */
  requiredDnsRecords(domain: string): RequiredDnsRecord[] {
    return requiredDnsRecords(domain);
  }
}

function locate(scope: PreviewDomainScope): { endpoints: DomainEndpoints; parameters: ResolvedScope['parameters'] } {
  const { level, parameters } = resolveScope(scope);
  return { endpoints: endpointsByLevel[level], parameters };
}

function verification(scope: PreviewDomainScope): [Endpoint<PreviewDomainCheck>, EndpointInput] {
  const { endpoints, parameters } = locate(scope);
  return [endpoints.verify, { parameters }];
}

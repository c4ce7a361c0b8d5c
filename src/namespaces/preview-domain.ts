import type { RequestOptions } from '../config/options.ts';
import { decodePreviewDomainCheck, previewDomainDecoder } from '../decode/preview-domain.ts';
import { MiosaConfigError } from '../errors/client-errors.ts';
import { isRecord } from '../errors/is-record.ts';
import { checkedDomain, requiredDnsRecords } from '../requests/dns-records.ts';
import type {
  PreviewDomain,
  PreviewDomainCheck,
  ProjectScope,
  RequiredDnsRecord,
} from '../resources/preview-domain.ts';
import type { Endpoint } from '../transport/endpoint.ts';
import type { MiosaPromise } from '../transport/miosa-promise.ts';
import type { Transport } from '../transport/transport.ts';

const path = '/projects/{id}/preview-domain';
const decode = previewDomainDecoder('project');
const getDomain: Endpoint<PreviewDomain> = { method: 'GET', path, decode };
const setDomain: Endpoint<PreviewDomain> = { method: 'PUT', path, decode };
const clearDomain: Endpoint<void> = { method: 'DELETE', path, decode: undefined };
const verifyDomain: Endpoint<PreviewDomainCheck> = {
  method: 'GET',
  path: `${path}/verify`,
  decode: decodePreviewDomainCheck,
};

/** The domain that generated URLs run under. Reached as `miosa.previewDomain`. */
export class PreviewDomains {
  readonly #transport: Transport;

  constructor(transport: Transport) {
    this.#transport = transport;
  }

  /**
   * Reads the preview domain, own or inherited. `GET /projects/{id}/preview-domain`
   *
   * @param scope - Whose domain.
   * @param options - Options of this call.
   * @returns The domain.
   * @throws {NotFoundError} When the project does not exist, or belongs to another organization.
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
  get(scope: ProjectScope, options?: RequestOptions): MiosaPromise<PreviewDomain> {
    return this.#transport.call(() => [getDomain, { parameters: scopeParameters(scope) }], options);
  }

  /**
   * Sets the preview domain. It overrides the workspace's and the organization's. `PUT /projects/{id}/preview-domain`
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
  set(scope: ProjectScope, domain: string, options?: RequestOptions): MiosaPromise<PreviewDomain> {
    const input = () => ({ parameters: scopeParameters(scope), body: { preview_domain: checkedDomain(domain) } });
    return this.#transport.call(() => [setDomain, input()], options);
  }

  /**
   * Clears the preview domain; the workspace's or the organization's takes over. `DELETE /projects/{id}/preview-domain`
   *
   * @param scope - Whose domain.
   * @param options - Options of this call.
   * @returns Nothing, whatever the API answers with its 2xx.
   * @throws {NotFoundError} When the project does not exist, or belongs to another organization.
   *
   * @example
   * ```ts
   * import { MiosaClient } from 'miosa-client';
   *
   * const miosa = new MiosaClient();
   * await miosa.previewDomain.clear({ projectId: '660e8400-e29b-41d4-a716-446655440001' });
   * ```
   */
  clear(scope: ProjectScope, options?: RequestOptions): MiosaPromise<void> {
    return this.#transport.call(() => [clearDomain, { parameters: scopeParameters(scope) }], options);
  }

  /**
   * Checks whether the DNS records are in place. `GET /projects/{id}/preview-domain/verify`
   *
   * @param scope - Whose domain.
   * @param options - Options of this call.
   * @returns What the check found.
   * @throws {NotFoundError} When the project does not exist, or belongs to another organization.
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
  verify(scope: ProjectScope, options?: RequestOptions): MiosaPromise<PreviewDomainCheck> {
    return this.#transport.call(() => [verifyDomain, { parameters: scopeParameters(scope) }], options);
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

function scopeParameters(scope: ProjectScope): { id: string } {
  if (!isRecord(scope) || !('projectId' in scope)) {
    throw new MiosaConfigError('The scope must name a project: pass { projectId }.');
  }
  return { id: scope.projectId };
}

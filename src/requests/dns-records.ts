import { MiosaConfigError } from '../errors/client-errors.ts';
import type { RequiredDnsRecord } from '../resources/preview-domain.ts';

/**
 * The DNS records that a customer has to add for a project's preview domain.
 *
 * @param domain - The preview domain, such as `program.drsmithclinic.com`.
 * @returns Two CNAME records, for the generated URLs and for those with a port.
 * @throws {MiosaConfigError} When the domain is empty, or a URL.
 *
 * @example
 * ```ts
 * import { requiredDnsRecords } from 'miosa-client';
 *
 * console.table(requiredDnsRecords('program.drsmithclinic.com'));
 * ```
 */
export function requiredDnsRecords(domain: string): RequiredDnsRecord[] {
  const base = checkedDomain(domain).replace(/\.$/, '');
  if (/[\s/:@?#*]/.test(base)) {
    throw new MiosaConfigError(
      'The domain must be a bare name such as "program.drsmithclinic.com": no scheme, no path.',
    );
  }
  const names = ['*', '*.sandbox'] as const;
  return names.map((name) => ({ type: 'CNAME', name, fqdn: `${name}.${base}`, value: 'proxy.miosa.ai' }));
}

/** Refuses what cannot be a domain at all. What the API accepts beyond that is not documented. */
export function checkedDomain(domain: string): string {
  if (typeof domain !== 'string' || domain.trim() === '') {
    throw new MiosaConfigError('The domain must not be empty: pass one such as "program.drsmithclinic.com".');
  }
  return domain;
}

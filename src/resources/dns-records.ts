import { MiosaConfigError } from '../errors/errors.ts';

/** A DNS record that a customer has to add. */
export interface RequiredDnsRecord {
  /** The record type. */
  readonly type: 'CNAME';
  /** The name relative to the preview domain. Where the DNS zone is a parent of it, panels want more: see `fqdn`. */
  readonly name: '*' | '*.sandbox';
  /** The full name. */
  readonly fqdn: string;
  /** Where it points. */
  readonly value: 'proxy.miosa.ai';
}

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
  const base = checkDomain(domain).replace(/\.$/, '');
  if (/[\s/:@?#*]|^\.|\.\./.test(base)) {
    throw new MiosaConfigError(
      'The domain must be a bare name such as "program.drsmithclinic.com": no scheme, no path.',
    );
  }
  const names = ['*', '*.sandbox'] as const;
  return names.map((name) => ({ type: 'CNAME', name, fqdn: `${name}.${base}`, value: 'proxy.miosa.ai' }));
}

/**
 * Refuses what cannot be a domain at all. What the API accepts beyond that is not documented.
 *
 * @throws {MiosaConfigError} When it is not a string, or empty.
 */
export function checkDomain(domain: string): string {
  if (typeof domain !== 'string' || domain.trim() === '') {
    throw new MiosaConfigError('The domain must not be empty: pass one such as "program.drsmithclinic.com".');
  }
  return domain;
}

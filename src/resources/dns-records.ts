import { calledFrom } from '../errors/call-site.ts';
import { MiosaConfigError } from '../errors/errors.ts';

/** A DNS record that a customer has to add. */
export interface RequiredDnsRecord {
  /** The record type. */
  readonly type: 'CNAME';
  /** The name relative to the preview domain. If the DNS zone is a parent of it, DNS panels need more: see `fqdn`. */
  readonly name: '*' | '*.sandbox';
  /** The full name, in the ASCII form that DNS providers take: `münchen.example` is `xn--mnchen-3ya.example`. */
  readonly fqdn: string;
  /** Where it points. */
  readonly value: 'proxy.miosa.ai';
}

/**
 * The DNS records that a customer has to add for a project's preview domain.
 *
 * @param domain - The preview domain, such as `program.drsmithclinic.com`.
 * @returns Two CNAME records, for the generated URLs and for those with a port.
 * @throws {@link MiosaConfigError} When the domain is not a valid name in DNS: a URL, an IP address, empty, with hidden
 *   characters.
 *
 * @example
 * ```ts
 * import { requiredDnsRecords } from 'miosa-client';
 *
 * console.table(requiredDnsRecords('program.drsmithclinic.com'));
 * ```
 */
export function requiredDnsRecords(domain: string): RequiredDnsRecord[] {
  try {
    const base = asciiName(checkDomain(domain));
    const names = ['*', '*.sandbox'] as const;
    return names.map((name) => ({ type: 'CNAME', name, fqdn: `${name}.${base}`, value: 'proxy.miosa.ai' }));
  } catch (error) {
    throw calledFrom(requiredDnsRecords, error);
  }
}

/** What the longest name of a record leaves of the 253 characters that a name may have. */
const maxBaseLength = 253 - '*.sandbox.'.length;

/**
 * A domain as DNS spells it.
 *
 * @throws {@link MiosaConfigError} When it cannot be a name there.
 */
function asciiName(domain: string): string {
  // Copied text may have invisible characters.
  if (/[\p{White_Space}\p{Control}\p{Format}\p{Default_Ignorable_Code_Point}\u2800]/u.test(domain)) {
    throw new MiosaConfigError(
      'The domain has a space or a hidden character in it: type it again instead of pasting it.',
    );
  }
  const url = `http://${domain}`;
  // Whatever is not ASCII hides its hyphens in the name that it becomes.
  const name =
    /[/\\:@?#%]|(^|\.)-|-(\.|$)/.test(domain) || !URL.canParse(url) ? '' : new URL(url).hostname.replace(/\.$/, '');
  const isName = /^([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(name);
  // The parser has turned whatever ends with a number into an IP address.
  if (isName && !/(^|\.)\d+$/.test(name) && name.length <= maxBaseLength) return name;
  throw new MiosaConfigError(
    'The domain must be a bare name such as "program.drsmithclinic.com": no scheme, path, port or IP address; parts of ' +
      'letters, digits and hyphens, with no hyphen at either end.',
  );
}

/**
 * Rejects what cannot be a domain at all. What the API accepts beyond that is not documented.
 *
 * @throws {@link MiosaConfigError} When it is not a string, or empty.
 */
export function checkDomain(domain: string): string {
  if (typeof domain !== 'string' || domain.trim() === '') {
    throw new MiosaConfigError('The domain must not be empty: pass one such as "program.drsmithclinic.com".');
  }
  return domain;
}

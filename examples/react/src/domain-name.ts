import { parse } from 'tldts';

/** What became of the text that was typed or pasted. `note` says what was changed, and is missing where nothing was. */
export type DomainInput = { readonly domain: string; readonly note?: string } | { readonly issue: string };

export const exampleDomain = 'program.drsmithclinic.com';

/** Makes a domain of what people type and paste: whole addresses, final dots, umlauts. */
export function readDomain(text: string): DomainInput {
  const typed = text.trim();
  if (typed === '') return { issue: `Enter a domain, such as ${exampleDomain}.` };
  if (/^[^/\s]+@[^/\s]+$/.test(typed)) {
    return { issue: `This is an email address. Enter a domain, such as ${exampleDomain}.` };
  }
  const host = typed
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[/?#].*$/s, '')
    .replace(/^.*@/, '')
    .replace(/:\d+$/, '')
    .replace(/^\*\./, '')
    .replace(/\.$/, '')
    .toLowerCase();
  const domain = asciiOf(host);
  const { isIp, isIcann, publicSuffix, domain: registered } = parse(domain ?? '');
  if (isIp) return { issue: `${host} is an IP address. Enter a domain, such as ${exampleDomain}.` };
  if (domain === undefined || publicSuffix === null) {
    return { issue: `This is not a domain. Enter one such as ${exampleDomain}: letters, digits, hyphens and dots.` };
  }
  if (isIcann !== true) return { issue: `No domains end in .${publicSuffix}. Is it a typing error?` };
  if (registered === null) {
    return { issue: `${host} is the ending of many domains. Enter your own, such as ${exampleDomain}.` };
  }
  if (domain !== host) {
    return { domain, note: `DNS has no letters such as ä or é: ${host} is written ${domain} there.` };
  }
  return domain === typed.toLowerCase() ? { domain } : { domain, note: `Only the domain is needed: ${domain}.` };
}

/** The part of a domain that was registered, which is the zone at most providers: `drsmithclinic.com`. */
export function registeredDomain(domain: string): string {
  return parse(domain).domain ?? domain;
}

/** In the letters of DNS: `praxis-müller.de` is `xn--praxis-mller-klb.de`. */
function asciiOf(host: string): string | undefined {
  if (!/^[\p{L}\p{M}\p{N}.-]+$/u.test(host) || !URL.canParse(`https://${host}`)) return undefined;
  const { hostname } = new URL(`https://${host}`);
  return /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(hostname)
    ? hostname
    : undefined;
}

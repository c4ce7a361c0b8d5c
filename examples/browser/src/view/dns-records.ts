import { type RequiredDnsRecord, requiredDnsRecords } from 'miosa-client';
import { copyButton } from './copy-button.ts';
import { breakable, element, fromTemplate } from './element.ts';

/** Shows the records that a domain needs, or that they come once there is one. */
export function showDnsRecords(domain: string | null): void {
  const records = domain === null ? [] : requiredDnsRecords(domain);
  element('#records-none', HTMLElement).hidden = domain !== null;
  element('#records-some', HTMLElement).hidden = domain === null;
  element('#records', HTMLElement).replaceChildren(...records.map(draw));
}

function draw({ type, fqdn, value }: RequiredDnsRecord): DocumentFragment {
  const record = fromTemplate('#record-template');
  element('.record-type', HTMLElement, record).textContent = type;
  for (const [place, text] of [['.record-name', fqdn] as const, ['.record-value', value] as const]) {
    const code = document.createElement('code');
    code.append(breakable(text));
    element(place, HTMLElement, record).append(code, copyButton(text));
  }
  return record;
}

import { type RequiredDnsRecord, requiredDnsRecords } from 'miosa-client';
import { isApex, registeredDomain } from '../domain-name.ts';
import { copyButton } from './copy-button.ts';
import { breakable, element, fromTemplate } from './element.ts';

/** Shows the records that a domain needs, or that they come once there is one. */
export function showDnsRecords(domain: string | null): void {
  element('#records-none', HTMLElement).hidden = domain !== null;
  element('#records-some', HTMLElement).hidden = domain === null;
  element('#apex-records', HTMLElement).hidden = domain === null || !isApex(domain);
  const registered = domain === null ? '' : registeredDomain(domain);
  for (const place of document.querySelectorAll('.registered-domain')) place.replaceChildren(breakable(registered));
  const records = domain === null ? [] : requiredDnsRecords(domain);
  element('#records', HTMLElement).replaceChildren(...records.map((record) => draw(record, registered)));
}

/** Moves the keyboard and the view to what the customer has to do next. */
export function focusDnsRecords(): void {
  const step = element('#records-step', HTMLElement);
  step.focus({ preventScroll: true });
  step.scrollIntoView({ block: 'start' });
}

function draw({ type, fqdn, value }: RequiredDnsRecord, registered: string): DocumentFragment {
  const record = fromTemplate('#record-template');
  element('.record-type', HTMLElement, record).textContent = type;
  const texts = {
    '.record-short': fqdn.slice(0, -registered.length - 1),
    '.record-full': fqdn,
    '.record-value': value,
  };
  for (const [place, text] of Object.entries(texts)) {
    const code = document.createElement('code');
    code.append(breakable(text));
    element(place, HTMLElement, record).append(code, copyButton(text));
  }
  return record;
}

import { requiredDnsRecords } from 'miosa-client';
import { useEffect, useState } from 'react';
import { Breakable } from './breakable.tsx';
import { registeredDomain } from './domain-name.ts';

/** The records that a domain needs, to copy. */
export function DnsRecords({ domain }: { readonly domain: string }) {
  const zone = registeredDomain(domain);
  return (
    <>
      <p className="soft">
        Add both where your DNS is managed. Most providers, GoDaddy and Namecheap among them, add <b>{zone}</b> to each
        name themselves: give those the short name. Where the names of your other records end in <b>{zone}</b>, give the
        full name.
      </p>
      <ul>
        {requiredDnsRecords(domain).map(({ type, fqdn, value }) => (
          <li key={fqdn} className="record">
            <h3>{type}</h3>
            <dl>
              <Copyable label="Short name" text={fqdn.slice(0, -zone.length - 1)} />
              <Copyable label="Full name" text={fqdn} />
              <Copyable label="Value" text={value} />
            </dl>
          </li>
        ))}
      </ul>
    </>
  );
}

function Copyable({ label, text }: { readonly label: string; readonly text: string }) {
  const [outcome, setOutcome] = useState<'Copied' | 'Select it'>();

  useEffect(() => {
    if (outcome === undefined) return;
    const timer = setTimeout(() => setOutcome(undefined), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('Copied');
    } catch {
      // A browser may forbid it, and has none on plain http. The text can still be selected.
      setOutcome('Select it');
    }
  }

  return (
    <div className="pair">
      <dt>{label}</dt>
      <dd>
        <code>
          <Breakable text={text} />
        </code>
      </dd>
      <dd>
        <button type="button" onClick={copy}>
          {outcome ?? 'Copy'}
          <span className="visually-hidden"> {text}</span>
        </button>
        <span className="visually-hidden" role="status">
          {outcome === 'Copied' && `Copied ${text}`}
          {outcome === 'Select it' && 'Copying is not allowed here. Please select the text.'}
        </span>
      </dd>
    </div>
  );
}

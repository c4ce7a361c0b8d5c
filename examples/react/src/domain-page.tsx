import { useQuery } from '@tanstack/react-query';
import { requiredDnsRecords } from 'miosa-client';
import { DomainStatus } from './domain-status.tsx';
import { explain } from './explain.ts';
import { domainQuery, useSetDomain } from './preview-domain.ts';
import { projectQuery } from './projects.ts';

export function DomainPage({ projectId }: { readonly projectId: string }) {
  const project = useQuery(projectQuery(projectId));
  const { data, error, isPending, refetch } = useQuery(domainQuery(projectId));
  return (
    <>
      <title>Domain – Studio</title>
      <p>
        <a href="#/">All projects</a>
      </p>
      <h1 tabIndex={-1}>Domain</h1>
      <p>{project.data?.name}</p>
      {isPending && <p role="status">Loading …</p>}
      {error && (
        <>
          <p role="alert">{explain(error)}</p>
          <button type="button" onClick={() => refetch()}>
            Try again
          </button>
        </>
      )}
      {data && <DomainForm projectId={projectId} current={data.previewDomain ?? ''} />}
      {data?.previewDomain && (
        <>
          <DnsRecords domain={data.previewDomain} />
          <DomainStatus key={data.previewDomain} projectId={projectId} domain={data.previewDomain} />
        </>
      )}
    </>
  );
}

function DomainForm({ projectId, current }: { readonly projectId: string; readonly current: string }) {
  const setDomain = useSetDomain(projectId);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const domain = String(new FormData(event.currentTarget).get('domain')).trim();
        if (domain !== '' && !setDomain.isPending) setDomain.mutate(domain);
      }}
    >
      <label htmlFor="domain">Your domain, such as program.drsmithclinic.com</label>
      <div className="row">
        <input
          id="domain"
          name="domain"
          defaultValue={current}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          aria-invalid={setDomain.isError}
          aria-describedby="domain-issue"
        />
        <button type="submit" aria-disabled={setDomain.isPending}>
          Use this domain
        </button>
      </div>
      <p id="domain-issue" role="alert">
        {setDomain.isError && explain(setDomain.error, { preview_domain: 'The domain' })}
      </p>
    </form>
  );
}

function DnsRecords({ domain }: { readonly domain: string }) {
  return (
    <section aria-labelledby="records">
      <h2 id="records">Add two DNS records</h2>
      <p>Where your domain is managed. Some providers want the name without your domain at its end.</p>
      <ul>
        {requiredDnsRecords(domain).map(({ type, fqdn, value }) => (
          <li key={fqdn}>
            {type} <code>{fqdn}</code> with the value <code>{value}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}

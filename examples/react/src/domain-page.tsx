import { useQuery } from '@tanstack/react-query';
import type { PreviewDomain } from 'miosa-client';
import { Breakable } from './breakable.tsx';
import { DomainForm } from './domain-form.tsx';
import { DomainSetup } from './domain-setup.tsx';
import { Failure } from './failure.tsx';
import { domainQuery, useSetDomain } from './preview-domain.ts';
import { projectQuery } from './projects.ts';

export function DomainPage({ projectId }: { readonly projectId: string }) {
  const project = useQuery(projectQuery(projectId));
  const { data, error, errorUpdatedAt, isPending, refetch } = useQuery(domainQuery(projectId));
  const setDomain = useSetDomain(projectId);
  const own = data?.previewDomain ?? null;
  return (
    <>
      <title>Domain – Studio</title>
      <a href="#/">All projects</a>
      <h1 tabIndex={-1}>Your own domain</h1>
      <p className="soft">
        Put <b>{project.data?.name ?? 'this project'}</b> at an address your visitors already know. Name the domain, add
        two DNS records, and this page tells you when it works.
      </p>
      {isPending && <p role="status">Loading …</p>}
      {error && !data && <Failure error={error} failedAt={errorUpdatedAt} onRetry={refetch} />}
      {data && (
        <ol className="card steps">
          <li className="step" data-done={own !== null}>
            <h2>Name your domain</h2>
            <DomainForm projectId={projectId} current={own} setDomain={setDomain} />
            <Addresses domain={data} />
          </li>
          {own === null ? (
            <StepsToCome />
          ) : (
            <DomainSetup key={own} projectId={projectId} domain={own} isNew={setDomain.data?.previewDomain === own} />
          )}
        </ol>
      )}
    </>
  );
}

function StepsToCome() {
  return (
    <>
      <li className="step">
        <h2>Add two DNS records</h2>
        <p className="soft">They are listed here once you have named the domain.</p>
      </li>
      <li className="step">
        <h2>We check for you</h2>
        <p className="soft">We look for the records as soon as the domain is set.</p>
      </li>
    </>
  );
}

/** What generated addresses look like, under the domain in force. */
function Addresses({ domain: { urlExamples, effectiveDomain } }: { readonly domain: PreviewDomain }) {
  if (urlExamples === null) return;
  const addresses = [
    ['Draft', urlExamples.defaultPreview],
    ['Running draft', urlExamples.portPreview],
    ['Published', urlExamples.deployment],
  ] as const;
  return (
    <section aria-labelledby="addresses">
      <h3 id="addresses">What addresses look like</h3>
      <dl className="soft small">
        {addresses.map(([kind, address]) => (
          <div key={kind} className="pair">
            <dt>{kind}</dt>
            <dd>{address === null ? '–' : <Address address={address} domain={effectiveDomain ?? ''} />}</dd>
          </div>
        ))}
      </dl>
      <p className="soft">
        The marked words are filled in for you: <var>draft-name</var> is the short name that every draft gets, such as
        heart-check-2; <var>page-name</var> is that of a page once it is published. The number 3000 tells apart the
        programs that run inside one draft.
      </p>
    </section>
  );
}

/** The API's placeholders in words that the page explains. */
const placeholders: Readonly<Record<string, string>> = { slug: 'draft-name', 'deployment-slug': 'page-name' };

/** `https://<slug>.example.com`, with its placeholder set off and its domain standing out. */
function Address({ address, domain }: { readonly address: string; readonly domain: string }) {
  const start = domain !== '' && address.endsWith(domain) ? address.slice(0, -domain.length) : address;
  return (
    <code>
      {/* What was captured is at the odd places. */}
      {start
        .split(/<([^>]*)>/)
        .map((part, index) => (index % 2 ? <var key={part}>{placeholders[part] ?? part}</var> : part))}
      <wbr />
      {start !== address && (
        <b>
          <Breakable text={domain} />
        </b>
      )}
    </code>
  );
}

import { useEffect, useRef } from 'react';
import { useClock } from './clock.ts';
import { DnsRecords } from './dns-records.tsx';
import { explain } from './explain.ts';
import { type LastCheck, useDomainChecks } from './preview-domain.ts';

interface DomainSetupProps {
  readonly projectId: string;
  readonly domain: string;
  /** Whether it was set just now: what has to be done for it comes into view then. */
  readonly isNew: boolean;
}

/** What has to be done once a domain is set, and how far that has come. */
export function DomainSetup({ projectId, domain, isNew }: DomainSetupProps) {
  const checks = useDomainChecks(projectId, domain);
  const heading = useRef<HTMLHeadingElement>(null);

  useEffect(() => {
    if (!isNew) return;
    heading.current?.focus({ preventScroll: true });
    heading.current?.scrollIntoView();
  }, [isNew]);

  return (
    <>
      <li className="step" data-done={checks.isReady}>
        <h2 ref={heading} tabIndex={-1}>
          Add two DNS records
        </h2>
        <DnsRecords domain={domain} />
      </li>
      <li className="step" data-done={checks.isReady}>
        <h2>We check for you</h2>
        <Checks domain={domain} {...checks} />
      </li>
    </>
  );
}

type ChecksProps = ReturnType<typeof useDomainChecks> & { readonly domain: string };

function Checks({ domain, isReady, isRunning, error, last, stop, resume }: ChecksProps) {
  const state = isReady ? 'ready' : isRunning ? 'running' : error ? 'failed' : 'stopped';
  const [title, detail] = {
    ready: [`${domain} is ready`, 'Drafts and published pages open under your own domain from now on.'],
    running: last?.error
      ? ['Waiting for an answer', 'The service did not answer the last check. We keep trying.']
      : ['Waiting for DNS', describe(last)],
    failed: ['The domain is not ready', explain(error)],
    stopped: ['Checks are stopped', 'Resume them when both records are in place.'],
  }[state];
  const nextCheckMs = isRunning ? last?.nextCheckMs : undefined;
  return (
    <div className="panel" data-state={state}>
      <div role="status">
        <b>{title}</b>
        <p className="soft">{detail}</p>
        {last && nextCheckMs !== undefined && (
          <p className="visually-hidden">
            That was check {last.number}. The next one is in {Math.round(nextCheckMs / 1000)} seconds.
          </p>
        )}
      </div>
      {!isReady && (
        <>
          {last && nextCheckMs !== undefined && <Track start={last.checkedAt} ms={nextCheckMs} />}
          <dl className="counts">
            <div>
              <dt>Checks</dt>
              <dd>{last?.number ?? 0}</dd>
            </div>
            <div>
              <dt>Last check</dt>
              <dd>{last ? <Ago time={last.checkedAt} /> : '–'}</dd>
            </div>
            <div>
              <dt>Next check</dt>
              <dd>{isRunning ? <In time={(last?.checkedAt ?? 0) + (nextCheckMs ?? 0)} /> : '–'}</dd>
            </div>
          </dl>
          <button type="button" onClick={isRunning ? stop : resume}>
            {isRunning ? 'Stop checking' : state === 'stopped' ? 'Resume checking' : 'Check again'}
          </button>
        </>
      )}
    </div>
  );
}

/** What a check found that was not ready. The API may use words that nobody documents. */
function describe(last: LastCheck | undefined): string {
  const state = last?.check?.dnsStatus ?? last?.check?.status;
  return state === undefined || state.startsWith('pending')
    ? 'The records are not visible yet. New ones take minutes, sometimes hours.'
    : `The last check says: ${state}.`;
}

/** How much of the wait for the next check has passed. */
function Track({ start, ms }: { readonly start: number; readonly ms: number }) {
  const percent = useClock((now) => Math.min(100, Math.round(((now - start) / ms) * 100)));
  return <progress aria-hidden value={percent} max={100} />;
}

function Ago({ time }: { readonly time: number }) {
  const seconds = useClock((now) => Math.floor((now - time) / 1000));
  return seconds < 60 ? `${seconds} s ago` : `${Math.floor(seconds / 60)} min ago`;
}

function In({ time }: { readonly time: number }) {
  const seconds = useClock((now) => Math.max(0, Math.ceil((time - now) / 1000)));
  return seconds > 0 ? `in ${seconds} s` : 'now';
}

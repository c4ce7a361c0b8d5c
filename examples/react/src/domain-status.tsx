import { MiosaTimeoutError } from 'miosa-client';
import { explain } from './explain.ts';
import { useDomainReady } from './preview-domain.ts';

/** Follows the checks of one domain. */
export function DomainStatus({ projectId, domain }: { readonly projectId: string; readonly domain: string }) {
  const { isReady, progress, error, isFetching, checkAgain } = useDomainReady(projectId, domain);
  const isStopped = error !== null && !isFetching;
  return (
    <section aria-labelledby="status">
      <h2 id="status">We check for you</h2>
      <p role="status">
        {isReady && `${domain} is ready.`}
        {isStopped && (error instanceof MiosaTimeoutError ? 'The records are not there yet.' : explain(error))}
        {isFetching && (progress ? describeCheck(progress) : 'Checking …')}
      </p>
      {isStopped && (
        <button type="button" onClick={() => checkAgain()}>
          Check again
        </button>
      )}
    </section>
  );
}

function describeCheck({
  attempt,
  error,
  nextCheckMs = 0,
}: NonNullable<ReturnType<typeof useDomainReady>['progress']>) {
  const found = error ? 'did not get through' : 'has not found the records yet';
  return `Check ${attempt} ${found}. The next one is in ${Math.round(nextCheckMs / 1000)} seconds.`;
}

import { minutesAndSeconds, useRetryAfter } from './clock.ts';
import { explain } from './explain.ts';

interface FailureProps {
  readonly error: unknown;
  readonly failedAt: number;
  readonly onRetry: () => void;
}

/** What could not be loaded, and a way to try again as soon as that is of use. */
export function Failure({ error, failedAt, onRetry }: FailureProps) {
  const seconds = useRetryAfter(error, failedAt);
  return (
    <div className="panel" data-state="failed">
      <p role="alert">{explain(error)}</p>
      <button
        type="button"
        aria-disabled={seconds > 0}
        onClick={({ currentTarget }) => {
          if (seconds > 0) return;
          // The button goes away, and the focus must not be lost with it.
          currentTarget.closest('main')?.querySelector('h1')?.focus();
          onRetry();
        }}
      >
        {seconds > 0 ? `Try again in ${minutesAndSeconds(seconds)}` : 'Try again'}
      </button>
    </div>
  );
}

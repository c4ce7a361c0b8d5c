import { ConflictError, RateLimitError, ValidationFailedError } from 'miosa-client';
import { useRef, useState } from 'react';
import { ClearDomain } from './clear-domain.tsx';
import { minutesAndSeconds, useRetryAfter } from './clock.ts';
import { exampleDomain, readDomain, registeredDomain } from './domain-name.ts';
import { explain } from './explain.ts';
import { useClearDomain, type useSetDomain } from './preview-domain.ts';

interface DomainFormProps {
  readonly projectId: string;
  readonly current: string | null;
  readonly setDomain: ReturnType<typeof useSetDomain>;
}

/** Where the domain is typed, changed and cleared. */
export function DomainForm({ projectId, current, setDomain }: DomainFormProps) {
  const clearDomain = useClearDomain(projectId);
  const [text, setText] = useState(current ?? '');
  const [note, setNote] = useState('');
  const [typingIssue, setTypingIssue] = useState('');
  const [failedAt, setFailedAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);

  const error = setDomain.error ?? clearDomain.error;
  const seconds = useRetryAfter(error, failedAt);
  const isBusy = setDomain.isPending || clearDomain.isPending;
  const isOver = error instanceof RateLimitError && seconds === 0;
  const domainIssue = typingIssue || findDomainIssue(error);
  const issue = domainIssue || (error && !isOver && explain(error));

  const typed = readDomain(text);
  const domain = 'domain' in typed ? typed.domain : undefined;
  const isSame = current !== null && domain === current;

  function change(value: string): void {
    const result = readDomain(value);
    setText(value);
    setNote(('domain' in result && result.note) || '');
    setTypingIssue('');
    // While there is a wait, what was typed is not what is wrong.
    if (seconds === 0) forgetErrors();
  }

  function forgetErrors(): void {
    setDomain.reset();
    clearDomain.reset();
  }

  function submit(): void {
    if (isBusy || seconds > 0) return;
    if ('issue' in typed) {
      setTypingIssue(typed.issue);
      input.current?.focus();
      return;
    }
    setText(typed.domain);
    forgetErrors();
    setDomain.mutate(typed.domain, {
      onError: (failure) => {
        setFailedAt(Date.now());
        if (findDomainIssue(failure)) input.current?.focus();
      },
    });
  }

  function clear(): void {
    forgetErrors();
    clearDomain.mutate(undefined, {
      onError: () => setFailedAt(Date.now()),
      onSuccess: () => {
        setText('');
        setNote(`${current} is cleared.`);
        input.current?.focus();
      },
    });
  }

  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <label htmlFor="domain">Domain or subdomain</label>
        <div className="row">
          <input
            id="domain"
            ref={input}
            value={text}
            onChange={({ currentTarget }) => change(currentTarget.value)}
            inputMode="url"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            aria-invalid={Boolean(domainIssue)}
            aria-describedby="domain-issue domain-hint domain-note domain-warning"
          />
          {/* One that is disabled would lose the focus, which a busy one still needs. */}
          <button type="submit" className="primary" disabled={isSame && !isBusy} aria-disabled={isBusy || seconds > 0}>
            {isBusy && 'Saving …'}
            {/* Counted down here: in the message, a screen reader would read every second aloud. */}
            {!isBusy && seconds > 0 && `Try again in ${minutesAndSeconds(seconds)}`}
            {!isBusy && seconds === 0 && (current === null ? 'Use this domain' : 'Change domain')}
          </button>
        </div>
        <div className="messages soft">
          <p id="domain-issue" role="alert">
            {issue}
          </p>
          {!issue && !note && text === '' && <p id="domain-hint">For example {exampleDomain}.</p>}
          <p id="domain-note" role="status">
            {note}
          </p>
        </div>
        {domain !== undefined && domain === registeredDomain(domain) && <ApexWarning />}
      </form>
      {current !== null && <ClearDomain domain={current} onClear={clear} />}
    </>
  );
}

function ApexWarning() {
  return (
    <p className="warning" id="domain-warning">
      This is your whole domain. With the records that it needs, every name below it that has no record of its own leads
      to your projects, misspelt ones too. Keep the records that you have, such as those for www and mail. A part of
      your domain, such as <b>program.</b>drsmithclinic.com, leaves the rest alone.
    </p>
  );
}

/** What is wrong with the domain, or `undefined` when the error is about something else. */
function findDomainIssue(error: unknown): string | undefined {
  const isTaken = 'This domain belongs to another project already. Clear it there first, or use another one.';
  if (error instanceof ConflictError) return isTaken;
  if (!(error instanceof ValidationFailedError)) return undefined;
  const issue = error.issues.find(({ field }) => field === 'preview_domain');
  if (issue === undefined) return undefined;
  return /taken|in use|already/.test(issue.message) ? isTaken : explain(error, { preview_domain: 'The domain' });
}

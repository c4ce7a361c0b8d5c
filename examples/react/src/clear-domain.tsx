import { useRef } from 'react';

interface ClearDomainProps {
  readonly domain: string;
  readonly onClear: () => void;
}

/** Asks before the domain is cleared. Escape means no. */
export function ClearDomain({ domain, onClear }: ClearDomainProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  function ask(): void {
    if (dialog.current === null) return;
    // Escape leaves the answer to the question before.
    dialog.current.returnValue = '';
    dialog.current.showModal();
  }
  return (
    <>
      <p className="soft">
        Back to the standard address?{' '}
        <button type="button" className="quiet" onClick={ask}>
          Clear the domain
        </button>
      </p>
      <dialog
        ref={dialog}
        aria-labelledby="clear-title"
        onClose={({ currentTarget }) => {
          if (currentTarget.returnValue === 'clear') onClear();
        }}
      >
        <form method="dialog">
          <h2 id="clear-title">Clear the domain?</h2>
          <p>
            Addresses under <b>{domain}</b> stop working, and the project goes back to its standard address.
          </p>
          <div className="row end">
            <button type="submit" value="keep">
              Keep it
            </button>
            <button type="submit" className="danger" value="clear">
              Clear the domain
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
}

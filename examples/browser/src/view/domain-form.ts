import { Countdown } from '../countdown.ts';
import { isApex, readDomain } from '../domain-name.ts';
import { countdown } from '../format.ts';
import type { Problem } from '../problem.ts';
import { element } from './element.ts';
import { referenceLine } from './notice.ts';

/** What the customer can do with the domain. */
export interface DomainActions {
  readonly onSet: (domain: string) => void;
  readonly onClear: () => void;
}

/** Where the domain is typed, changed and cleared. */
export class DomainForm {
  readonly #input = element('#domain-input', HTMLInputElement);
  readonly #submit = element('#domain-submit', HTMLButtonElement);
  readonly #hint = element('#domain-hint', HTMLElement);
  readonly #note = element('#domain-note', HTMLElement);
  readonly #issue = element('#domain-issue', HTMLElement);
  readonly #apex = element('#apex-warning', HTMLElement);
  readonly #clearLine = element('#clear-line', HTMLElement);
  readonly #countdown = new Countdown();
  #domain: string | null = null;
  #isBusy = false;
  /** How long trying again is of no use, in milliseconds. */
  #waitMs = 0;

  constructor({ onSet, onClear }: DomainActions) {
    element('#domain-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      if (!this.#isBusy && this.#waitMs === 0) this.#read(onSet);
    });
    element('#clear-open', HTMLButtonElement).addEventListener('click', () => {
      if (!this.#isBusy) onClear();
    });
    this.#input.addEventListener('input', () => {
      this.#note.replaceChildren();
      // While there is a wait, what was typed is not what is wrong.
      if (this.#waitMs === 0) this.#forgetError();
      this.#draw();
    });
  }

  /** Shows the project's own domain, or room for one. */
  show(domain: string | null): void {
    // The note is about the domain that was just set.
    if (domain === null || domain !== readable(this.#input.value)) this.#note.replaceChildren();
    this.#domain = domain;
    this.#input.value = domain ?? '';
    this.#clearLine.hidden = domain === null;
    this.#isBusy = false;
    this.#forgetError();
    this.#draw();
  }

  /** Shows that something is being saved. */
  showBusy(): void {
    this.#isBusy = true;
    this.#forgetError();
    this.#draw();
  }

  /** Shows what is wrong: with the domain that was typed, as a sentence, or with something else. */
  showError(error: string | Problem): void {
    this.#isBusy = false;
    this.#hint.hidden = true;
    if (typeof error === 'string') {
      this.#issue.textContent = error;
      this.#input.ariaInvalid = 'true';
      this.#input.focus();
    } else {
      this.#showProblem(error);
    }
    this.#draw();
  }

  /** Moves the keyboard here. */
  focus(): void {
    this.#input.focus();
  }

  #read(onSet: (domain: string) => void): void {
    const result = readDomain(this.#input.value);
    if ('issue' in result) {
      this.showError(result.issue);
      return;
    }
    this.#note.textContent = result.note ?? '';
    this.#input.value = result.domain;
    // What was pasted may be the domain that is set already.
    if (result.domain === this.#domain) this.#draw();
    else onSet(result.domain);
  }

  /** Counts down on the button: in the message, a screen reader would read every second aloud. */
  #wait(waitMs: number): void {
    this.#countdown.start(waitMs, (left) => {
      this.#waitMs = left;
      if (left === 0) this.#forgetError();
      this.#draw();
    });
  }

  #showProblem(problem: Problem): void {
    const title = document.createElement('b');
    title.textContent = `${problem.title}.`;
    const reference = document.createElement('span');
    reference.className = 'reference';
    reference.textContent = referenceLine(problem);
    this.#issue.replaceChildren(title, ` ${problem.advice} `, reference);
    if (problem.retryAfterMs !== undefined) this.#wait(problem.retryAfterMs);
  }

  #forgetError(): void {
    this.#countdown.stop();
    this.#waitMs = 0;
    this.#issue.replaceChildren();
    this.#hint.hidden = false;
    this.#input.ariaInvalid = null;
  }

  #draw(): void {
    const isNew = this.#domain === null;
    const typed = readable(this.#input.value);
    const isSame = !isNew && typed === this.#domain;
    this.#submit.textContent = this.#isBusy
      ? 'Saving…'
      : this.#waitMs > 0
        ? `Try again in ${countdown(this.#waitMs)}`
        : isNew
          ? 'Use this domain'
          : 'Change domain';
    // A button that is disabled loses the focus, which a busy one still needs.
    this.#submit.disabled = isSame && !this.#isBusy;
    this.#submit.ariaDisabled = String(this.#isBusy || this.#waitMs > 0);
    this.#submit.classList.toggle('primary', !isSame && this.#waitMs === 0);
    this.#apex.hidden = typed === undefined || isSame || !isApex(typed);
  }
}

/** The domain in what was typed, where there is one. */
function readable(text: string): string | undefined {
  const result = readDomain(text);
  return 'domain' in result ? result.domain : undefined;
}

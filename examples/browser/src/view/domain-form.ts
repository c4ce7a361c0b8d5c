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
  readonly #issue = element('#domain-issue', HTMLElement);
  readonly #clearLine = element('#clear-line', HTMLElement);
  #domain: string | null = null;
  #isBusy = false;

  constructor({ onSet, onClear }: DomainActions) {
    element('#domain-form', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      // A button that is disabled would lose the focus.
      if (!this.#isBusy) onSet(this.#input.value.trim());
    });
    element('#clear-open', HTMLButtonElement).addEventListener('click', () => {
      if (!this.#isBusy) onClear();
    });
    this.#input.addEventListener('input', () => {
      this.#forgetError();
      this.#drawSubmit();
    });
  }

  /** Shows the project's own domain, or room for one. */
  show(domain: string | null): void {
    this.#domain = domain;
    this.#input.value = domain ?? '';
    this.#clearLine.hidden = domain === null;
    this.#isBusy = false;
    this.#forgetError();
    this.#drawSubmit();
  }

  /** Shows that something is being saved. */
  showBusy(): void {
    this.#isBusy = true;
    this.#forgetError();
    this.#drawSubmit();
  }

  /** Shows what is wrong: with the domain that was typed, as a sentence, or with something else. */
  showError(error: string | Problem): void {
    this.#isBusy = false;
    this.#drawSubmit();
    this.#hint.hidden = true;
    if (typeof error === 'string') {
      this.#issue.textContent = error;
      this.#input.ariaInvalid = 'true';
      this.#input.focus();
      return;
    }
    const title = document.createElement('b');
    title.textContent = `${error.title}.`;
    const reference = document.createElement('span');
    reference.className = 'reference';
    reference.textContent = referenceLine(error);
    this.#issue.replaceChildren(title, ` ${error.advice} `, reference);
  }

  /** Moves the keyboard here. */
  focus(): void {
    this.#input.focus();
  }

  #forgetError(): void {
    this.#issue.replaceChildren();
    this.#hint.hidden = false;
    this.#input.ariaInvalid = null;
  }

  #drawSubmit(): void {
    const isNew = this.#domain === null;
    this.#submit.textContent = this.#isBusy ? 'Saving…' : isNew ? 'Use this domain' : 'Change domain';
    this.#submit.ariaDisabled = String(this.#isBusy);
    // With nothing to save, what comes next is further down the page.
    this.#submit.classList.toggle('primary', isNew || this.#input.value.trim() !== this.#domain);
  }
}

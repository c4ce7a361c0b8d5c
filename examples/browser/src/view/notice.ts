import { Countdown } from '../countdown.ts';
import { countdown } from '../format.ts';
import type { Problem } from '../problem.ts';
import { element, fromTemplate } from './element.ts';

/** A place that shows what is wrong and a way to try again, as soon as that is of use. */
export class Notice {
  readonly #place: HTMLElement;
  readonly #countdown = new Countdown();

  constructor(place: HTMLElement) {
    this.#place = place;
  }

  show(problem: Problem, retry: () => void): void {
    const notice = fromTemplate('#notice-template');
    element('.notice-title', HTMLElement, notice).textContent = problem.title;
    element('.notice-advice', HTMLElement, notice).textContent = problem.advice;
    element('.reference', HTMLElement, notice).textContent = referenceLine(problem);
    const button = element('button', HTMLButtonElement, notice);
    button.addEventListener('click', () => {
      // The button goes away, and the focus must not be lost with it.
      this.#place.closest<HTMLElement>('section')?.focus();
      retry();
    });
    this.#countdown.start(problem.retryAfterMs ?? 0, (left) => {
      button.disabled = left > 0;
      button.textContent = left > 0 ? `Try again in ${countdown(left)}` : 'Try again';
    });
    this.#place.hidden = false;
    this.#place.replaceChildren(notice);
  }

  hide(): void {
    this.#countdown.stop();
    this.#place.hidden = true;
    this.#place.replaceChildren();
  }
}

/** What to quote to support, as a line of text; empty when there is nothing to quote. */
export function referenceLine({ reference }: Problem): string {
  return reference === undefined ? '' : `Reference ${reference}`;
}

import type { Problem } from '../problem.ts';
import { element, fromTemplate } from './element.ts';

/** Fills a place with what is wrong and a way to try again. */
export function showNotice(place: HTMLElement, problem: Problem, retry: () => void): void {
  const notice = fromTemplate('#notice-template');
  element('.notice-title', HTMLElement, notice).textContent = problem.title;
  element('.notice-advice', HTMLElement, notice).textContent = problem.advice;
  element('.reference', HTMLElement, notice).textContent = referenceLine(problem);
  element('button', HTMLButtonElement, notice).addEventListener('click', () => {
    // The button goes away, and the focus must not be lost with it.
    place.closest<HTMLElement>('section')?.focus();
    retry();
  });
  place.hidden = false;
  place.replaceChildren(notice);
}

/** Empties the place. */
export function hideNotice(place: HTMLElement): void {
  place.hidden = true;
  place.replaceChildren();
}

/** What to quote to support, as a line of text; empty when there is nothing to quote. */
export function referenceLine({ reference }: Problem): string {
  return reference === undefined ? '' : `Reference ${reference}`;
}

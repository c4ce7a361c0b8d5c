import { element } from './element.ts';

/** Tells people who listen to the page what others see change. */
export function announce(text: string): void {
  element('#announcer', HTMLElement).textContent = text;
}

/** The same, at once: something went wrong. */
export function announceProblem(text: string): void {
  element('#alarm', HTMLElement).textContent = text;
}

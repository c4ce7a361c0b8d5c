import { announce } from './announce.ts';
import { element, fromTemplate } from './element.ts';

const shownForMs = 2000;

/** Makes a button that copies a text, and says so. */
export function copyButton(text: string): DocumentFragment {
  const fragment = fromTemplate('#copy-template');
  const button = element('button', HTMLButtonElement, fragment);
  const label = element('.copy-label', HTMLElement, button);
  const icon = element('use', SVGUseElement, button);
  element('.visually-hidden', HTMLElement, button).textContent = text;

  const say = (word: string, symbol: string): void => {
    label.textContent = word;
    icon.setAttribute('href', symbol);
    button.classList.toggle('copied', word === 'Copied');
  };
  let timer: ReturnType<typeof setTimeout> | undefined;
  button.addEventListener('click', async () => {
    clearTimeout(timer);
    try {
      await navigator.clipboard.writeText(text);
      say('Copied', '#icon-tick');
      announce(`Copied ${text}`);
    } catch {
      // A browser may forbid it. The text can still be selected.
      say('Select it', '#icon-alert');
      announce('Copying is not allowed here. Please select the text.');
    }
    timer = setTimeout(() => say('Copy', '#icon-copy'), shownForMs);
  });
  return fragment;
}

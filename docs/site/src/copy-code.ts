/** A button on each code block, which copies it. */
import { element } from './run/page/element.ts';

/** The code alone, without the errors of the compiler that stand between its lines. */
function codeOf(block: HTMLElement): string {
  return [...block.querySelectorAll('.line')].map(({ textContent }) => textContent).join('\n');
}

function addButton(block: HTMLElement): void {
  const button = element('button', { type: 'button', class: 'copy' }, 'Copy');
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(codeOf(block));
    button.textContent = 'Copied';
    button.addEventListener('blur', () => (button.textContent = 'Copy'), { once: true });
  });
  const place = element('div', { class: 'copyable' });
  block.replaceWith(place);
  place.append(block, button);
}

// Browsers have no clipboard for pages without TLS.
if (isSecureContext) {
  for (const block of document.querySelectorAll<HTMLElement>('pre.astro-code:not(.output > *)')) addButton(block);
}

import { breakable, element } from './element.ts';

/** Asks whether a domain is really to be cleared. Escape means no. */
export function confirmClear(domain: string): Promise<boolean> {
  const dialog = element('#clear-dialog', HTMLDialogElement);
  element('#clear-domain', HTMLElement).replaceChildren(breakable(domain));
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'clear'), { once: true });
  });
}

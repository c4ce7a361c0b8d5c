import { breakable, element } from './element.ts';

/** Asks whether a domain is really to be cleared. Escape means no. */
export function confirmClear(domain: string): Promise<boolean> {
  const dialog = element('#clear-dialog', HTMLDialogElement);
  element('#clear-domain', HTMLElement).replaceChildren(breakable(domain));
  dialog.returnValue = '';
  dialog.showModal();
  return new Promise((resolve) => {
    const settle = (): void => {
      // The event of the question before may come only when this one is asked already.
      if (dialog.open) return;
      dialog.removeEventListener('close', settle);
      resolve(dialog.returnValue === 'clear');
    };
    dialog.addEventListener('close', settle);
  });
}

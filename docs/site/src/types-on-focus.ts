/**
 * Shows the type of the name that the pointer or the focus is on. A code block takes the focus as a whole; from there
 * the arrow keys go from name to name.
 */

const popover = document.createElement('div');
popover.id = 'type-of-name';
popover.popover = 'manual';
popover.setAttribute('role', 'tooltip');

function show(name: HTMLElement): void {
  const type = name.querySelector('template')?.content.cloneNode(true);
  if (type === undefined) return;
  hide();
  popover.replaceChildren(type);
  name.setAttribute('aria-describedby', popover.id);
  popover.showPopover({ source: name });
}

function hide(): void {
  document.querySelector(`[aria-describedby="${popover.id}"]`)?.removeAttribute('aria-describedby');
  popover.hidePopover();
}

/** The name with a type that an event is about. */
function nameOf({ target }: Event): HTMLElement | null {
  return target instanceof Element ? target.closest<HTMLElement>('.twoslash-hover') : null;
}

function moveFocus(block: HTMLElement, step: number): boolean {
  const names = [...block.querySelectorAll<HTMLElement>('.twoslash-hover')];
  const current = names.findIndex((name) => name.matches(':focus'));
  const next = names[current === -1 && step < 0 ? -1 : current + step];
  next?.focus();
  return next !== undefined;
}

for (const block of document.querySelectorAll<HTMLElement>('pre.twoslash')) {
  block.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step !== undefined && moveFocus(block, step)) event.preventDefault();
  });
  block.addEventListener('focusin', (event) => {
    const name = nameOf(event);
    if (name !== null) show(name);
  });
  block.addEventListener('focusout', hide);
  // Not `mouseover`, which also comes when the type is hidden and a name appears below the pointer.
  block.addEventListener('mousemove', (event) => {
    const name = nameOf(event);
    if (name !== null && !name.hasAttribute('aria-describedby')) show(name);
  });
  block.addEventListener('mouseleave', ({ relatedTarget }) => {
    // A long type is scrolled, and may be copied.
    if (!(relatedTarget instanceof Node && popover.contains(relatedTarget))) hide();
  });
}

popover.addEventListener('mouseleave', hide);
document.addEventListener('keydown', ({ key }) => {
  if (key === 'Escape') hide();
});

(document.querySelector('main') ?? document.body).append(popover);

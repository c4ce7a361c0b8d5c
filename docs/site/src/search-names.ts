/** Names for screen readers that the search of the theme leaves out. */

addEventListener('load', () => {
  // The style sheet shows it: as text it would be a part of the button that the button's name lacks.
  const shortcut = document.querySelector('[data-open-modal] kbd');
  shortcut?.parentElement?.setAttribute(
    'data-shortcut',
    [...shortcut.children].map((key) => key.textContent).join(' '),
  );
  shortcut?.remove();
});

// The field is made when the search is opened for the first time.
const search = document.querySelector('site-search dialog');
if (search !== null) {
  new MutationObserver(() => {
    for (const field of search.querySelectorAll('input:not([aria-label])')) field.setAttribute('aria-label', 'Search');
  }).observe(search, { childList: true, subtree: true });
}

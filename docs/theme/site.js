// What TypeDoc's scripts write has links inside of other controls, which keyboards and screen readers cannot tell apart.

const navigation = document.getElementById('tsd-nav-container');
const dialog = document.getElementById('tsd-search');
const results = document.getElementById('tsd-search-results');

/** In the navigation, the link in a summary becomes the first entry of the list that it opens. */
function moveSummaryLinks() {
  for (const link of navigation.querySelectorAll('summary > a')) {
    const summary = link.parentElement;
    const name = document.createElement('span');
    name.append(...link.childNodes);
    link.replaceWith(name);
    link.textContent = 'Overview';
    const entry = document.createElement('li');
    entry.append(link);
    summary.parentElement.querySelector('ul').prepend(entry);
  }
}

/** In the results of a search, the option itself is what can be chosen. */
function openOptions() {
  for (const link of results.querySelectorAll('a[href]')) {
    const { href } = link;
    link.removeAttribute('href');
    link.removeAttribute('tabindex');
    link.addEventListener('click', ({ ctrlKey, metaKey }) => {
      if (ctrlKey || metaKey) {
        open(href);
        return;
      }
      location.assign(href);
      // As Escape does: the result may be on this page.
      dialog.dispatchEvent(new Event('cancel', { cancelable: true }));
    });
  }
}

// Either script may be the first to run.
moveSummaryLinks();
new MutationObserver(moveSummaryLinks).observe(navigation, { childList: true, subtree: true });
new MutationObserver(openOptions).observe(results, { childList: true });

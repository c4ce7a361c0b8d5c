import type { PreviewDomain } from 'miosa-client';
import { breakable, element } from './element.ts';

/** Shows what generated addresses look like, under the domain in force. */
export function showUrlExamples({ urlExamples, effectiveDomain }: PreviewDomain): void {
  const addresses = {
    '#url-preview': urlExamples?.defaultPreview,
    '#url-port': urlExamples?.portPreview,
    '#url-deployment': urlExamples?.deployment,
  };
  for (const [place, address] of Object.entries(addresses)) {
    element(place, HTMLElement).replaceChildren(address == null ? '–' : drawn(address, effectiveDomain ?? ''));
  }
}

/** The API's placeholders in words that index.html explains. */
const placeholders: Readonly<Record<string, string>> = { slug: 'draft-name', 'deployment-slug': 'page-name' };

/** `https://<slug>.example.com`, with its placeholder set off and its domain standing out. */
function drawn(address: string, domain: string): DocumentFragment {
  const fragment = new DocumentFragment();
  const start = domain !== '' && address.endsWith(domain) ? address.slice(0, -domain.length) : address;
  for (const [index, part] of start.split(/<([^>]*)>/).entries()) {
    // What was captured is at the odd places.
    fragment.append(index % 2 === 0 ? breakable(part) : wrapped('var', placeholders[part] ?? part));
  }
  if (start !== address) fragment.append(wrapped('b', breakable(domain)));
  return fragment;
}

function wrapped(tag: 'var' | 'b', content: string | Node): HTMLElement {
  const wrapper = document.createElement(tag);
  wrapper.append(content);
  return wrapper;
}

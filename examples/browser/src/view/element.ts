/**
 * Finds an element of the page's own HTML.
 *
 * @throws {Error} When index.html has none, or one of another kind.
 */
export function element<E extends Element>(selector: string, kind: new () => E, root: ParentNode = document): E {
  const found = root.querySelector(selector);
  if (found instanceof kind) return found;
  throw new Error(`index.html has no ${kind.name} at "${selector}".`);
}

/** Makes a copy of what a `<template>` of index.html holds. */
export function fromTemplate(selector: string): DocumentFragment {
  return document.importNode(element(selector, HTMLTemplateElement).content, true);
}

/** Text that a narrow screen may wrap after each dot, as long domains need it. What is copied stays whole. */
export function breakable(text: string): DocumentFragment {
  const fragment = new DocumentFragment();
  for (const part of text.split(/(?<=\.)/)) fragment.append(part, document.createElement('wbr'));
  return fragment;
}

import { defineMdastPlugin } from 'satteri';
import { referencePages } from '../reference.ts';
import { pathToRoot } from './links.ts';

/** How the client names what holds its methods. */
const namespaces: Readonly<Record<string, string>> = {
  Projects: 'projects.',
  Workspaces: 'workspaces.',
  PreviewDomains: 'previewDomain.',
  MiosaClient: '',
};

/** What code in text may name, and where it is described: `MiosaClientOptions`, `projects.create`. */
const places = new Map(
  referencePages.flatMap(({ name, id, text }): [string, string][] => {
    const namespace = namespaces[name];
    const methods =
      namespace === undefined ? [] : [...text.matchAll(/^### (\w+)\(\)/gm)].map(([, method = '']) => method);
    return [
      [name, `${id}/`],
      ...methods.map((method): [string, string] => [`${namespace}${method}`, `${id}/#${method.toLowerCase()}`]),
    ];
  }),
);

/** Links code in text to the reference. */
export const referenceLinks = defineMdastPlugin({
  name: 'reference-links',
  inlineCode(node, context) {
    const place = places.get(node.value.replace(/^miosa\./, '').replace(/\(\)$/, ''));
    const isPlain = ['paragraph', 'tableCell', 'emphasis', 'strong'].includes(context.parent(node)?.type ?? '');
    if (place === undefined || !isPlain) return;
    context.replaceNode(node, { type: 'link', url: pathToRoot(context) + place, children: [{ ...node }] });
  },
});

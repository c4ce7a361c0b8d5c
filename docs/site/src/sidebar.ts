import type { StarlightUserConfig } from '@astrojs/starlight/types';
import { guides } from '../../../scripts/guides.ts';
import { type ReferencePage, referencePages } from './reference.ts';

type Sidebar = NonNullable<StarlightUserConfig['sidebar']>;

/** The groups of the reference, by the addresses of their pages; each page is in the first one that it fits. */
const referenceGroups: readonly (readonly [label: string, address: RegExp])[] = [
  [
    'Client',
    /^\/(classes\/miosaclient|interfaces\/(miosaclientoptions|requestoptions|projects|workspaces|previewdomains))$/,
  ],
  ['Errors', /^\/(classes\/|type-aliases\/(anymiosaerror|miosaerrorcode)$|functions\/ismiosaerror$)/],
  ['Functions', /^\/functions\//],
  ['Schemas', /^\/variables\//],
  ['Testing', /^\/testing\/.*functions\//],
  ['Testing: types', /^\/testing\/.*\//],
  ['Types', /^\/(interfaces|type-aliases)\//],
];

export const sidebar: Sidebar = [
  ...Map.groupBy(guides, ({ group }) => group)
    .entries()
    .map(([label, items]) => ({
      label,
      items: items.map(({ file, title }) => ({ label: title, slug: file.replace(/^docs\/(.*)\.md$/, '$1') })),
    })),
  {
    label: 'Reference',
    collapsed: true,
    items: [{ label: 'All exports', slug: 'reference' }, ...groupsOf(referencePages)],
  },
];

function groupsOf(pages: readonly ReferencePage[]): Sidebar {
  const labels = Map.groupBy(pages, ({ id }) => {
    const address = id.replace(/^reference\/miosa-client/, '');
    return referenceGroups.find(([, pattern]) => pattern.test(address))?.[0];
  });
  return referenceGroups.map(([label]) => ({
    label,
    collapsed: label !== 'Client',
    items: (labels.get(label) ?? []).map(({ name, id }) => ({ label: name, slug: id })),
  }));
}

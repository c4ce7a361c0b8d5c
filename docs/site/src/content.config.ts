import { defineCollection } from 'astro:content';
import { docsSchema } from '@astrojs/starlight/schema';
import { glob, type Loader } from 'astro/loaders';
import { pageId } from './reference.ts';

const files = glob({
  base: '..',
  pattern: ['index.md', 'guides/*.md', 'site/reference/**/*.md'],
  generateId: ({ entry }) => pageId(entry) || 'index',
});

/** Fails where a page cannot be rendered, such as one whose code does not compile: Astro would leave it empty. */
const loader: Loader = {
  name: 'docs',
  async load(context) {
    await files.load(context);
    const empty = context.store.values().filter(({ rendered }) => rendered === undefined);
    if (empty.length > 0) throw new Error(`Not rendered, see above: ${empty.map(({ id }) => id).join(', ')}`);
  },
};

/** The guides, which are part of the package, and the reference, which TypeDoc writes. */
export const collections = { docs: defineCollection({ loader, schema: docsSchema() }) };

import path from 'node:path';
import { satteri } from '@astrojs/markdown-satteri';
import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
import { examples } from './src/markdown/examples.ts';
import { links } from './src/markdown/links.ts';
import { referenceLinks } from './src/markdown/reference-links.ts';
import { rowAnchors } from './src/markdown/row-anchors.ts';
import { title } from './src/markdown/title.ts';
import { typesOnHover } from './src/markdown/types-on-hover.ts';
import { wideTables } from './src/markdown/wide-tables.ts';
import { sidebar } from './src/sidebar.ts';

export default defineConfig({
  trailingSlash: 'always',
  devToolbar: { enabled: false },
  integrations: [
    starlight({
      title: 'miosa-client',
      favicon: '/favicon.svg',
      logo: { src: './public/favicon.svg' },
      sidebar,
      expressiveCode: false,
      customCss: ['./src/styles/site.css', './src/styles/code.css', './src/styles/example.css'],
      components: { Head: './src/components/Head.astro' },
    }),
  ],
  markdown: {
    processor: satteri({
      mdastPlugins: [title, links, examples, referenceLinks],
      hastPlugins: [wideTables, rowAnchors],
    }),
    shikiConfig: {
      themes: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
      defaultColor: false,
      transformers: [typesOnHover],
    },
  },
  vite: {
    // The names of error classes are printed.
    worker: { format: 'iife', rolldownOptions: { output: { keepNames: true } } },
    server: { fs: { allow: [path.resolve(import.meta.dirname, '../..')] } },
  },
});

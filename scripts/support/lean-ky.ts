import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';

/** What ky makes when it is loaded, for forms and progress: what the client never uses, in place of it. */
const replacements: readonly { readonly file: string; readonly value: RegExp; readonly by: string }[] = [
  { file: 'constants', value: /(?<=const supportsRequestStreams = )\(\(\) => \{[\s\S]*?\n\}\)\(\)/, by: 'false' },
  { file: 'constants', value: /(?<=const supportsResponseStreams = )[^;]+/, by: 'false' },
  { file: 'constants', value: /(?<=const supportsFormData = )[^;]+/, by: 'false' },
  { file: 'body', value: /new TextEncoder\(\)/, by: 'undefined' },
];

/**
 * Lets ky be loaded where globals are missing that only a request needs, as in jsdom. In Node, only touching them loads
 * its `fetch`, which takes longer than the whole package.
 */
export const leanKy: Plugin = {
  name: 'lean-ky',
  setup: ({ onLoad }) => {
    onLoad({ filter: /[\\/]ky[\\/]distribution[\\/](core[\\/]constants|utils[\\/]body)\.js$/ }, ({ path }) => {
      let contents = readFileSync(path, 'utf8');
      for (const { file, value, by } of replacements) {
        if (!path.endsWith(`${file}.js`)) continue;
        if (!value.test(contents)) throw new Error(`${path} has changed: nothing matches ${value}.`);
        contents = contents.replace(value, by);
      }
      return { contents };
    });
  },
};

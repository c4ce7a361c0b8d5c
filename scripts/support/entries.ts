import path from 'node:path';

/** The root of this repository. */
export const root: string = path.resolve(import.meta.dirname, '../..');

/** The entries of the package: their names below `dist`, and where they come from. */
export const entries = {
  index: 'src/index.ts',
  'testing/index': 'src/testing/index.ts',
  'testing/msw': 'src/testing/msw.ts',
  'testing/node': 'src/testing/node.ts',
} as const;

/** The command of the package: its name below `dist`, and where it comes from. It is no entry: nobody imports it. */
export const command = { 'cli/main': 'src/cli/main.ts' } as const;

/** What users import, and the absolute path of its source. The longest name comes first, as Vite's aliases need it. */
export const sources: Readonly<Record<string, string>> = {
  'miosa-client/testing/node': path.join(root, entries['testing/node']),
  'miosa-client/testing/msw': path.join(root, entries['testing/msw']),
  'miosa-client/testing': path.join(root, entries['testing/index']),
  'miosa-client': path.join(root, entries.index),
};

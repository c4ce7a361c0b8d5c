import { readFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'vite';

/** Builds a page's script with Vite, as its author would. Returns the one file that it comes to. */
export async function bundlePage(folder: string, script: string): Promise<string> {
  await build({
    root: folder,
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: 'built',
      rolldownOptions: { input: path.join(folder, script), output: { entryFileNames: 'page.js' } },
    },
  });
  return readFileSync(path.join(folder, 'built', 'page.js'), 'utf8');
}

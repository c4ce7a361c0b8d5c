import path from 'node:path';
import { repository, temporaryFolder } from './folders.ts';
import { run } from './run.ts';

/** Packs the package as for the registry, which builds it. Returns the tarball. */
export async function pack(): Promise<string> {
  const folder = temporaryFolder();
  // In the foreground the build would print into the JSON.
  const args = ['pack', '--json', '--foreground-scripts=false', '--pack-destination', folder];
  const packed = JSON.parse(await run('npm', args, repository));
  const [{ filename }] = Array.isArray(packed) ? packed : Object.values(packed);
  return path.join(folder, filename);
}

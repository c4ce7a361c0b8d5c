import path from 'node:path';
import { repository, temporaryFolder } from './folders.ts';
import { run } from './run.ts';

/** Builds the package and packs it as for the registry. Returns the tarball. */
export async function pack(): Promise<string> {
  await run('npm', ['run', 'build'], repository);
  const folder = temporaryFolder();
  const packed = JSON.parse(await run('npm', ['pack', '--json', '--pack-destination', folder], repository));
  const [{ filename }] = Array.isArray(packed) ? packed : Object.values(packed);
  return path.join(folder, filename);
}

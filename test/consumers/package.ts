/**
 * Packs the package, installs the tarball into empty projects, and uses it in every way that users do. A folder that
 * holds a tarball can be given instead; with EXPECTED_NODE it runs on that major version of Node or not at all.
 */
import { globSync } from 'node:fs';
import path from 'node:path';
import { packInto } from '../../scripts/support/pack.ts';
import { builtFileChecks } from '../built-files.ts';
import { tryBundlers } from './cases/bundlers.ts';
import { tryCommand } from './cases/command.ts';
import { tryNode, tryNodeWithoutMsw } from './cases/node.ts';
import { tryAttw, tryPublint, tryTarball } from './cases/tarball.ts';
import { tryJest, tryVitest } from './cases/test-runners.ts';
import { tryTypeScript } from './cases/typescript.ts';
import { tryAll } from './support/check.ts';
import { temporaryFolder } from './support/folders.ts';
import { install, lend } from './support/project.ts';
import { report } from './support/report.ts';
import { toolVersion } from './support/tools.ts';

const { EXPECTED_NODE } = process.env;
if (EXPECTED_NODE !== undefined && !process.version.startsWith(`v${EXPECTED_NODE}.`)) {
  throw new Error(`This is Node ${process.version}, not ${EXPECTED_NODE}.`);
}

const [, , folder] = process.argv;
const tarball = folder === undefined ? packInto(temporaryFolder()) : tarballIn(folder);
const installation = await install(tarball);

const rows = [
  await tryTarball(installation),
  await tryAll('The built files', toolVersion('tsup'), builtFileChecks(installation.package)),
  await tryPublint(tarball),
  await tryAttw(tarball),
  await tryNodeWithoutMsw(installation),
  await tryCommand(installation),
];
lend(installation, ['msw', 'vitest', '@cloudflare/workers-types', 'bun-types']);
rows.push(
  await tryNode(installation),
  await tryJest(installation),
  await tryVitest(installation),
  ...(await tryBundlers(installation)),
  ...(await tryTypeScript(installation)),
);
report(rows);

function tarballIn(folder: string): string {
  const [file, ...others] = globSync('*.tgz', { cwd: folder });
  if (file === undefined || others.length > 0) throw new Error(`${folder} must hold exactly one tarball.`);
  return path.resolve(folder, file);
}

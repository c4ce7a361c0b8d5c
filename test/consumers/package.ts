/** Packs the package, installs the tarball into empty projects, and uses it in every way that users do. */
import { builtFileChecks } from '../built-files.ts';
import { tryBundlers } from './cases/bundlers.ts';
import { tryNode, tryNodeWithoutMsw } from './cases/node.ts';
import { tryAttw, tryPublint, tryTarball } from './cases/tarball.ts';
import { tryJest, tryVitest } from './cases/test-runners.ts';
import { tryTypeScript } from './cases/typescript.ts';
import { tryAll } from './support/check.ts';
import { pack } from './support/pack.ts';
import { install, lend } from './support/project.ts';
import { report } from './support/report.ts';
import { toolVersion } from './support/tools.ts';

const tarball = await pack();
const installation = await install(tarball);

const rows = [
  await tryTarball(installation),
  await tryAll('The built files', toolVersion('tsup'), builtFileChecks(installation.package)),
  await tryPublint(tarball),
  await tryAttw(tarball),
  await tryNodeWithoutMsw(installation),
];
lend(installation, ['msw', 'vitest']);
rows.push(
  await tryNode(installation),
  await tryJest(installation),
  await tryVitest(installation),
  ...(await tryBundlers(installation)),
  ...(await tryTypeScript(installation)),
);
report(rows);

import { type Check, type Row, tryAll } from '../support/check.ts';
import { type Installation, project } from '../support/project.ts';
import { run } from '../support/run.ts';

function scripts(folder: string, names: readonly string[]): Check[] {
  return names.map((name) => ({ name, run: () => run(process.execPath, [name], folder) }));
}

/** Uses the client where msw is not installed. */
export function tryNodeWithoutMsw(installation: Installation): Promise<Row> {
  const folder = project(installation, 'node-without-msw', 'node');
  return tryAll(
    'Node without msw',
    process.versions.node,
    scripts(folder, ['without-msw.mjs', 'client.mjs', 'client.cjs']),
  );
}

/** Uses every entry from both kinds of modules, and from both in one process. */
export function tryNode(installation: Installation): Promise<Row> {
  const folder = project(installation, 'node', 'node');
  const names = [
    'client.mjs',
    'client.cjs',
    'testing.mjs',
    'testing.cjs',
    'both.mjs',
    'both-testing.mjs',
    'error-names.mjs',
  ];
  return tryAll('Node', process.versions.node, scripts(folder, names));
}

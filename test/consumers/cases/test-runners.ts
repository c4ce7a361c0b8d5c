import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { type Row, tryAll } from '../support/check.ts';
import { type Installation, project } from '../support/project.ts';
import { run } from '../support/run.ts';
import { toolFile, toolFolder, toolVersion } from '../support/tools.ts';

/** Uses the package in Jest, whose tests are CommonJS. */
export function tryJest(installation: Installation): Promise<Row> {
  const folder = project(installation, 'jest', 'jest', { jest: { testMatch: ['**/*.check.js'] } });
  const jest = [toolFile('jest', 'bin/jest.js'), '--rootDir', folder];
  const check = (file: string, environment?: string) => {
    const flags = environment === undefined ? [] : ['--env', toolFolder(environment)];
    return run(process.execPath, [...jest, ...flags, file], folder);
  };
  return tryAll('Jest', toolVersion('jest'), [
    { name: 'the client', run: () => check('client.check') },
    { name: 'the emulator', run: () => check('emulator.check') },
    { name: 'jsdom, which lacks what a request needs', run: () => check('jsdom.check', 'jest-environment-jsdom') },
    { name: 'the client in a jsdom that has it', run: () => check('client.check', 'jest-fixed-jsdom') },
    { name: 'the emulator in a jsdom that has it', run: () => check('emulator.check', 'jest-fixed-jsdom') },
  ]);
}

/** Uses the package in vitest, as a fetch and through msw. */
export function tryVitest(installation: Installation): Promise<Row> {
  const folder = project(installation, 'vitest', 'vitest', { type: 'module' });
  const config = { test: { include: ['*.check.js'] } };
  writeFileSync(path.join(folder, 'vitest.config.js'), `export default ${JSON.stringify(config)};`);
  const vitest = toolFile('vitest', 'vitest.mjs');
  return tryAll('vitest', toolVersion('vitest'), [
    { name: 'the client and the emulator', run: () => run(process.execPath, [vitest, 'run'], folder) },
  ]);
}

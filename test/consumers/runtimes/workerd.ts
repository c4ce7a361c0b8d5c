import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import type { Row } from '../support/check.ts';
import { type Installation, project } from '../support/project.ts';
import { toolVersion } from '../support/tools.ts';
import { rowFrom } from './outcomes.ts';
import { withServers } from './servers.ts';
import { trySharedClient } from './shared-client.ts';

/** Runs the conformance script in Cloudflare's workerd, bundled as its own tools do. */
export async function tryWorkerd(installation: Installation): Promise<Row> {
  const folder = project(installation, 'worker', 'conformance');
  return rowFrom('workerd', toolVersion('workerd'), async () => {
    const worker = new Miniflare({
      modules: true,
      script: await bundle(folder, 'worker.js'),
      compatibilityDate: '2026-01-01',
    });
    try {
      const conforms = await withServers(installation, async (servers) => {
        const answer = await worker.dispatchFetch('http://worker.test/', {
          method: 'POST',
          body: JSON.stringify(servers),
        });
        const text = await answer.text();
        if (!answer.ok) throw new Error(text);
        return JSON.parse(text);
      });
      return [...conforms, ...(await trySharedClient(await bundle(folder, 'shared-client.js')))];
    } finally {
      await worker.dispose();
    }
  });
}

async function bundle(folder: string, script: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: folder,
    entryPoints: [script],
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2024',
    conditions: ['workerd', 'worker', 'browser'],
  });
  return outputFiles[0]?.text ?? '';
}

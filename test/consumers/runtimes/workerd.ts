import { build } from 'esbuild';
import { Miniflare } from 'miniflare';
import type { Row } from '../support/check.ts';
import { type Installation, project } from '../support/project.ts';
import { toolVersion } from '../support/tools.ts';
import { rowFrom } from './outcomes.ts';
import { withServers } from './servers.ts';

/** Runs the conformance script in Cloudflare's workerd, bundled as its own tools do. */
export async function tryWorkerd(installation: Installation): Promise<Row> {
  const folder = project(installation, 'worker', 'conformance');
  return rowFrom('workerd', toolVersion('workerd'), async () => {
    const { outputFiles } = await build({
      absWorkingDir: folder,
      entryPoints: ['worker.js'],
      bundle: true,
      write: false,
      format: 'esm',
      target: 'es2024',
      conditions: ['workerd', 'worker', 'browser'],
    });
    const worker = new Miniflare({
      modules: true,
      script: outputFiles[0]?.text ?? '',
      compatibilityDate: '2026-01-01',
    });
    try {
      return await withServers(installation, async (servers) => {
        const answer = await worker.dispatchFetch('http://worker.test/', {
          method: 'POST',
          body: JSON.stringify(servers),
        });
        const text = await answer.text();
        if (!answer.ok) throw new Error(text);
        return JSON.parse(text);
      });
    } finally {
      await worker.dispose();
    }
  });
}

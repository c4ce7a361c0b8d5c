import type { Browser } from 'playwright-core';
import { bundlePage } from '../browser/bundle.ts';
import { serveSite } from '../browser/site.ts';
import { expectNone, visit } from '../browser/visit.ts';
import { type Row, tryAll } from '../support/check.ts';
import { type Installation, project } from '../support/project.ts';
import { rowFrom } from './outcomes.ts';
import { withServers } from './servers.ts';

/** Runs the conformance script in a page, which asks the emulators across origins. */
export async function tryChromium(installation: Installation, browser: Browser): Promise<Row> {
  const folder = project(installation, 'page', 'conformance');
  return rowFrom('Chromium', browser.version(), async () => {
    const site = await serveSite(await bundlePage(folder, 'page.js'));
    try {
      return await withServers(installation, async (servers) => {
        const query = new URLSearchParams({ ...servers });
        const { outcomes, violations } = await visit(browser, `http://127.0.0.1:${site.port}/?${query}`);
        const isQuiet = { name: 'the page violates no policy', run: () => expectNone(violations) };
        return [...outcomes, ...(await tryAll('Chromium', '', [isQuiet])).outcomes];
      });
    } finally {
      site.close();
    }
  });
}

/** Uses the packed package in pages of a real browser, under a strict Content-Security-Policy. */
import { packInto } from '../../scripts/support/pack.ts';
import { bundlePage } from './browser/bundle.ts';
import { launchChromium } from './browser/chromium.ts';
import { tryScenarios } from './browser/scenarios.ts';
import { temporaryFolder } from './support/folders.ts';
import { install, lend, project } from './support/project.ts';
import { report } from './support/report.ts';

const installation = await install(packInto(temporaryFolder()));
const script = await bundlePage(project(installation, 'pages', 'browser'), 'page.js');
// The emulators need it, the pages do not.
lend(installation, ['msw']);

const browser = await launchChromium();
try {
  report(await tryScenarios(installation, browser, script));
} finally {
  await browser.close();
}

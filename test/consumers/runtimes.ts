/** Runs one conformance script, through the packed package and over HTTP, in every runtime that users run. */
import { packInto } from '../../scripts/support/pack.ts';
import { launchChromium } from './browser/chromium.ts';
import { tryChromium } from './runtimes/chromium.ts';
import { tryPrograms } from './runtimes/programs.ts';
import { tryWorkerd } from './runtimes/workerd.ts';
import { temporaryFolder } from './support/folders.ts';
import { install } from './support/project.ts';
import { report } from './support/report.ts';

const installation = await install(packInto(temporaryFolder()));

const rows = [...(await tryPrograms(installation)), await tryWorkerd(installation)];
const browser = await launchChromium();
try {
  rows.push(await tryChromium(installation, browser));
} finally {
  await browser.close();
}
report(rows);

import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { violations } from './support/axe.ts';
import { states } from './support/states.ts';
import { type Visit, Visits } from './support/visit.ts';

let visits: Visits;
before(async () => {
  visits = await Visits.open();
});
after(() => visits.close());

/** To be looked at; none of them is part of the repository. */
const screenshots = new URL('./.screenshots/', import.meta.url);
mkdirSync(screenshots, { recursive: true });

const schemes = ['light', 'dark'] as const;

for (const device of ['desktop', 'phone'] as const) {
  for (const [state, reach] of Object.entries(states)) {
    test(`${state} (${device})`, () =>
      visits.visit({ device }, async (visit) => {
        await reach(visit);
        await fits(visit);
        for (const colorScheme of schemes) {
          await visit.page.emulateMedia({ colorScheme });
          await keep(visit, `${state}-${device}-${colorScheme}`);
        }
        // axe-core needs time to pass.
        await visit.page.clock.resume();
        for (const colorScheme of schemes) {
          await visit.page.emulateMedia({ colorScheme });
          assert.deepEqual(await violations(visit.page), [], colorScheme);
        }
      }));
  }
}

async function keep({ page }: Visit, name: string): Promise<void> {
  const hasDialog = (await page.locator('dialog[open]').count()) > 0;
  await page.evaluate(() => scrollTo(0, 0));
  // A dialog is in the middle of the screen, not of the page.
  const png = await page.screenshot({ fullPage: !hasDialog });
  writeFileSync(new URL(`${name}.png`, screenshots), png);
}

/** Nothing may be wider than the screen, nor hidden behind the end of a line. */
async function fits({ page }: Visit): Promise<void> {
  const tooWide = await page.evaluate(() => {
    const { clientWidth } = document.documentElement;
    const isTooWide = (element: Element): boolean => {
      const { right, width } = element.getBoundingClientRect();
      return width > 1 && right > clientWidth + 0.5;
    };
    return [...document.body.querySelectorAll('*')].filter(isTooWide).map(({ outerHTML }) => outerHTML.slice(0, 120));
  });
  assert.deepEqual(tooWide, []);
}

test('nothing moves for those who do not want it to', () =>
  visits.visit({ motion: 'reduce' }, async (visit) => {
    await states['pending']?.(visit);
    assert.equal(await visit.page.evaluate(() => document.getAnimations().length), 0);
  }));

test('the language, the landmarks and the headings are there', () =>
  visits.visit({}, async (visit) => {
    await states['pending']?.(visit);
    assert.equal(await visit.page.evaluate(() => document.documentElement.lang), 'en');
    assert.equal(await visit.page.getByRole('banner').count(), 1);
    assert.equal(await visit.page.getByRole('main').count(), 1);
    assert.equal(await visit.page.getByRole('region', { name: 'Projects' }).count(), 1);
    assert.equal(await visit.page.getByRole('region', { name: 'Lead Magnet' }).count(), 1);
    assert.deepEqual(await visit.page.getByRole('heading').allTextContents(), [
      'Bring your own domain',
      'Projects',
      'Lead Magnet',
      'Name your domain',
      'What addresses look like',
      'Add two DNS records',
      'We check for you',
    ]);
  }));

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Visit, Visits } from './support/visit.ts';

let visits: Visits;
before(async () => {
  visits = await Visits.open();
});
after(() => visits.close());

/** Goes on with the Tab key until it has reached something; what it passes must show that it has the focus. */
async function tabTo({ page }: Visit, selector: string): Promise<void> {
  const passed: string[] = [];
  for (let stop = 0; stop < 30; stop++) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const focus = document.activeElement ?? document.body;
      // A radio button is invisible; its label shows the focus.
      const { outlineStyle, outlineWidth } = getComputedStyle(focus.closest('.project') ?? focus);
      return { name: focus.id || focus.className || focus.tagName, outline: `${outlineStyle} ${outlineWidth}` };
    });
    passed.push(focused.name);
    assert.equal(focused.outline, 'solid 2px', `${focused.name} does not show that it has the focus`);
    if (await page.locator(`${selector}:focus`).count()) return;
  }
  assert.fail(`The Tab key does not lead to ${selector}, but to ${passed.join(', ')}.`);
}

test('everything can be done with the keyboard alone', () =>
  visits.visit({}, async (visit) => {
    const { page } = visit;
    await visit.open();
    await tabTo(visit, '.skip-link');
    await tabTo(visit, 'input[name=project]');
    await page.keyboard.press('ArrowDown');
    await visit.see('h2', 'Patient Intake');
    await visit.see('#pill', 'Standard address');

    await tabTo(visit, '#domain-input');
    await page.keyboard.type('-');
    await page.keyboard.press('Enter');
    await visit.see('#domain-issue', 'This is not a domain.');
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('intake.drsmithclinic.com');
    await tabTo(visit, '#domain-submit');
    await page.keyboard.press('Enter');
    await visit.progress('Waiting for DNS');
    await page.locator('#records-step:focus').waitFor();

    await tabTo(visit, '.copy');
    await page.keyboard.press('Space');
    await visit.see('.copy-label', 'Copied');
    await tabTo(visit, '#progress-action');
    await page.keyboard.press('Enter');
    await visit.progress('Checks are stopped');
    await page.keyboard.press('Enter');
    await visit.passTimeUntil(async () => (await visit.text('#pill')) === 'Ready');
    assert.equal(await page.locator('#progress-action:focus').count(), 1, 'The focus was lost');
  }));

test('a domain can be cleared with the keyboard alone, and the focus goes where it is needed next', () =>
  visits.visit({}, async (visit) => {
    const { page } = visit;
    await visit.open('#clinic-website');
    await visit.progress('Waiting for DNS');
    await tabTo(visit, '#clear-open');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('#clear-open:focus').count(), 1, 'The focus was lost');
    await page.keyboard.press('Enter');
    await tabTo(visit, '#clear-dialog button[value=clear]');
    await page.keyboard.press('Enter');
    await page.locator('#domain-input:focus').waitFor();
    await visit.see('#pill', 'Standard address');
  }));

test('the first stop leads past the projects', () =>
  visits.visit({}, async (visit) => {
    await visit.open();
    await tabTo(visit, '.skip-link');
    await visit.page.keyboard.press('Enter');
    await tabTo(visit, '#domain-input');
    assert.equal(await visit.page.evaluate(() => location.pathname), '/');
  }));

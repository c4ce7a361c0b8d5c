import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Visits } from './support/visit.ts';

let visits: Visits;
before(async () => {
  visits = await Visits.open();
});
after(() => visits.close());

const domain = 'program.drsmithclinic.com';

/** What can be copied: of each record the short name, the full name and the value. */
const recordTexts = [
  ...['*.program', `*.${domain}`, 'proxy.miosa.ai'],
  ...['*.sandbox.program', `*.sandbox.${domain}`, 'proxy.miosa.ai'],
];

test('on a first visit the workspace’s own projects are there, and the first is picked', () =>
  visits.visit({}, async (visit) => {
    await visit.open();
    await visit.see('#customer', 'Dr. Smith Clinic');
    const names = await visit.page.locator('.project-name').allTextContents();
    assert.deepEqual(names, ['Lead Magnet', 'Patient Intake', 'Clinic Website']);
    assert.ok(await visit.page.getByRole('radio', { name: /Lead Magnet/ }).isChecked());
    assert.equal(await visit.text('#pill'), 'Standard address');
    assert.equal(await visit.text('#url-preview'), 'https://draft-name.preview.cliniciq.example');
    assert.equal(await visit.text('#url-port'), 'https://3000-draft-name.sandbox.preview.cliniciq.example');
    assert.equal(await visit.text('#url-deployment'), 'https://page-name.preview.cliniciq.example');
    assert.equal(await visit.domain.inputValue(), '');
    assert.equal(await visit.page.locator('#clear-open').isVisible(), false);
  }));

for (const device of ['desktop', 'phone'] as const) {
  test(`a domain is set, checked with visible progress, and ready, and nothing jumps (${device})`, () =>
    visits.visit({ device }, async (visit) => {
      await visit.open();
      await visit.setDomain(`  ${domain} `);
      await visit.progress('Waiting for DNS');
      assert.equal(await visit.domain.inputValue(), domain);
      assert.equal(await visit.text('#url-preview'), `https://draft-name.${domain}`);
      const records = await visit.page.locator('.record code').allTextContents();
      assert.deepEqual(records, recordTexts);

      assert.equal(await visit.checks(), 1);
      assert.equal(await visit.text('#count-next'), 'in 5 s');
      assert.match(await visit.text('#announcer'), /^Check 1: .* The next check is in 5 seconds\.$/);
      await visit.page.clock.runFor(2000);
      assert.equal(await visit.text('#count-next'), 'in 3 s');
      assert.equal(await visit.text('#count-time'), '0:02');

      await visit.passTimeUntil(async () => (await visit.checks()) === 2);
      await visit.see('#count-next', 'in 8 s');
      await visit.passTimeUntil(async () => (await visit.text('#pill')) === 'Ready');
      assert.equal(await visit.checks(), 4);
      await visit.progress(`${domain} is ready`);
      assert.equal(await visit.page.locator('#counts').isVisible(), false);
      await visit.see('#announcer', `${domain} is ready`);
      assert.equal(await visit.page.locator('.step[data-progress=done]').count(), 3);
      assert.ok((await visit.page.evaluate(() => window.layoutShift)) < 0.01, 'Something has moved by itself');
    }));
}

for (const device of ['desktop', 'phone'] as const) {
  test(`after the domain is set, the focus and the view are at the records (${device})`, () =>
    visits.visit({ device }, async (visit) => {
      await visit.open();
      await visit.setDomain(domain);
      await visit.page.locator('#records-step:focus').waitFor();
      const top = await visit.page.evaluate(() => document.activeElement?.getBoundingClientRect().top);
      assert.ok(top !== undefined && top >= 0 && top < 300, `The step begins at ${top}`);
    }));
}

test('what is pasted becomes a domain, and the page says what was changed', () =>
  visits.visit({}, async (visit) => {
    await visit.open();
    for (const [pasted, set, note] of [
      ['https://info:pw@a.drsmithclinic.com:443/start?x=1#top', 'a.drsmithclinic.com', /^Only the domain is needed/],
      ['b.drsmithclinic.com.', 'b.drsmithclinic.com', /^Only the domain is needed/],
      ['*.c.drsmithclinic.com', 'c.drsmithclinic.com', /^Only the domain is needed/],
      ['D.DrSmithClinic.com', 'd.drsmithclinic.com', /^$/],
      ['praxis-müller.de', 'xn--praxis-mller-klb.de', /praxis-müller\.de is written xn--praxis-mller-klb\.de/],
    ] as const) {
      await visit.setDomain(pasted);
      await visit.see('#url-preview', set);
      assert.equal(await visit.domain.inputValue(), set);
      assert.match(await visit.text('#domain-note'), note);
    }
  }));

test('a domain cannot be changed to itself', () =>
  visits.visit({}, async (visit) => {
    await visit.open();
    await visit.setDomain(domain);
    await visit.progress('Waiting for DNS');
    const submit = visit.page.locator('#domain-submit');
    assert.equal(await submit.getAttribute('disabled'), '');
    await visit.domain.fill('other.drsmithclinic.com');
    assert.equal(await submit.getAttribute('disabled'), null);
    await visit.domain.fill(`https://${domain}/`);
    assert.equal(await submit.getAttribute('disabled'), '');
  }));

test('a whole domain comes with a warning about the wildcard, and short names without anything after them', () =>
  visits.visit({}, async (visit) => {
    await visit.open();
    await visit.domain.fill(domain);
    assert.equal(await visit.page.locator('#apex-warning').isVisible(), false);
    await visit.domain.fill('drsmithclinic.co.uk');
    assert.equal(await visit.page.locator('#apex-warning').isVisible(), true);
    await visit.domain.press('Enter');
    await visit.see('#apex-records', 'drsmithclinic.co.uk');
    const [first] = await visit.page.locator('.record code').allTextContents();
    assert.equal(first, '*');
  }));

test('checks that are stopped stay stopped, and go on from where they were', () =>
  visits.visit({}, async (visit) => {
    const checks: string[] = [];
    visit.page.on('request', (request) => {
      if (request.url().endsWith('/verify')) checks.push(request.url());
    });
    await visit.open();
    await visit.setDomain(domain);
    await visit.passTimeUntil(async () => (await visit.checks()) === 2);
    await visit.button('Stop checking').click();
    await visit.progress('Checks are stopped');
    const time = await visit.text('#count-time');
    await visit.page.clock.runFor(60_000);
    assert.equal(checks.length, 2);
    assert.equal(await visit.text('#count-time'), time);
    assert.equal(await visit.text('#pill'), 'Checks stopped');

    await visit.button('Resume checking').click();
    await visit.progress('Waiting for DNS');
    assert.equal(await visit.checks(), 3);
    await visit.passTimeUntil(async () => (await visit.text('#pill')) === 'Ready');
    assert.equal(await visit.checks(), 4);
    assert.equal(checks.length, 4);
  }));

test('each record is copied whole, and the button says so for a moment', () =>
  visits.visit({ device: 'phone' }, async (visit) => {
    await visit.open();
    await visit.setDomain(domain);
    await visit.progress('Waiting for DNS');
    const buttons = visit.page.locator('.copy');
    for (const [index, text] of recordTexts.entries()) {
      await visit.page.evaluate(() => navigator.clipboard.writeText('nothing'));
      await buttons.nth(index).click();
      await visit.see('.copy-label', 'Copied');
      assert.equal(await visit.page.evaluate(() => navigator.clipboard.readText()), text);
      assert.equal(await visit.text('#announcer'), `Copied ${text}`);
      await visit.page.clock.runFor(2100);
      assert.equal(await visit.page.locator('.copy-label', { hasText: 'Copied' }).count(), 0);
    }
  }));

test('a domain is cleared only after a question, and the standard address comes back', () =>
  visits.visit({}, async (visit) => {
    await visit.open();
    await visit.setDomain(domain);
    await visit.progress('Waiting for DNS');
    await visit.page.locator('#clear-open').click();
    await visit.see('#clear-domain', domain);
    await visit.button('Keep it').click();
    await visit.page.locator('#clear-open').click();
    await visit.page.keyboard.press('Escape');
    assert.equal(await visit.text('#url-preview'), `https://draft-name.${domain}`);

    await visit.page.locator('#clear-open').click();
    await visit.page.locator('#clear-dialog button[value=clear]').click();
    await visit.see('#url-preview', 'preview.cliniciq.example');
    await visit.see('#announcer', `${domain} is cleared.`);
    assert.equal(await visit.text('#pill'), 'Standard address');
    assert.equal(await visit.page.locator('.record').count(), 0);
    assert.equal(await visit.domain.inputValue(), '');
    assert.equal(await visit.page.evaluate(() => document.activeElement?.id), 'domain-input');
  }));

test('another project has its own domain, and the first one’s is not checked meanwhile', () =>
  visits.visit({}, async (visit) => {
    await visit.open();
    await visit.setDomain(domain);
    await visit.progress('Waiting for DNS');
    await visit.pick('Patient Intake');
    await visit.see('#pill', 'Standard address');
    const before = await visit.text('#url-preview');
    await visit.page.clock.runFor(30_000);
    assert.equal(await visit.text('#pill'), 'Standard address');
    assert.equal(before, 'https://draft-name.preview.cliniciq.example');

    await visit.pick('Lead Magnet');
    await visit.progress('Waiting for DNS');
    assert.equal(await visit.domain.inputValue(), domain);
    assert.equal(await visit.checks(), 1);
  }));

test('who comes back finds the project and its checks again', () =>
  visits.visit({}, async (visit) => {
    await visit.open();
    await visit.pick('Clinic Website');
    await visit.progress('Waiting for DNS');
    await visit.page.reload();
    await visit.progress('Waiting for DNS');
    assert.equal(await visit.text('#project-name'), 'Clinic Website');
    assert.equal(await visit.domain.inputValue(), 'www.drsmith-family-medicine-springfield.com');
  }));

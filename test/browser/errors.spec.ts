import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Visit, Visits } from './support/visit.ts';

let visits: Visits;
before(async () => {
  visits = await Visits.open();
});
after(() => visits.close());

const domain = 'program.drsmithclinic.com';

const isShown = (visit: Visit, selector: string, text: string) => () =>
  visit.page.locator(selector, { hasText: text }).first().isVisible();

test('a domain that is refused is explained beside the field, until it is changed', () =>
  visits.visit({}, async (visit) => {
    await visit.open();
    for (const [wrong, issue] of [
      ['', 'Enter a domain, such as program.drsmithclinic.com.'],
      ['not a domain', 'This is not a domain.'],
      ['info@drsmithclinic.com', 'This is an email address.'],
      ['http://192.168.0.1/', '192.168.0.1 is an IP address.'],
      ['drsmithclinic.cmo', 'No domains end in .cmo.'],
      ['co.uk', 'co.uk is the ending of many domains.'],
    ] as const) {
      await visit.setDomain(wrong);
      await visit.see('#domain-issue', issue);
      assert.equal(await visit.domain.getAttribute('aria-invalid'), 'true');
      assert.match((await visit.domain.getAttribute('aria-describedby')) ?? '', /domain-issue/);
      assert.equal(await visit.page.evaluate(() => document.activeElement?.id), 'domain-input');
      assert.equal(await visit.domain.inputValue(), wrong);
      await visit.domain.fill('program');
      assert.equal(await visit.text('#domain-issue'), '');
      assert.equal(await visit.domain.getAttribute('aria-invalid'), null);
    }
    await visit.setDomain(domain);
    await visit.progress('Waiting for DNS');
  }));

test('without MIOSA the page says so instead of the list, and goes on when it is back', () =>
  visits.visit({}, async (visit) => {
    await visit.behave('down');
    await visit.arrive();
    await visit.passTimeUntil(isShown(visit, '.notice', 'The service is not answering'));
    assert.equal(await visit.page.locator('#sheet').isVisible(), false);
    await visit.behave('normal');
    await visit.button('Try again').click();
    await visit.see('#url-preview', 'preview.cliniciq.example');
    assert.equal(await visit.page.locator('.notice').count(), 0);
  }));

test('without MIOSA a domain is not set, and what was typed stays', () =>
  visits.visit({}, async (visit) => {
    await visit.open();
    await visit.behave('down');
    await visit.setDomain(domain);
    await visit.see('#domain-submit', 'Saving…');
    await visit.passTimeUntil(isShown(visit, '#domain-issue', 'The service is not answering'));
    assert.equal(await visit.domain.inputValue(), domain);
    assert.equal(await visit.domain.getAttribute('aria-invalid'), null);
    await visit.behave('normal');
    await visit.button('Use this domain').click();
    await visit.progress('Waiting for DNS');
    assert.equal(await visit.text('#domain-issue'), '');
  }));

test('without MIOSA for a while, the checks say so and go on by themselves', () =>
  visits.visit({}, async (visit) => {
    await visit.open();
    await visit.setDomain(domain);
    await visit.progress('Waiting for DNS');
    await visit.behave('down');
    await visit.passTimeUntil(isShown(visit, '#progress-title', 'Waiting for an answer'));
    await visit.behave('normal');
    await visit.passTimeUntil(isShown(visit, '#progress-title', 'is ready'));
  }));

test('records that never appear end the checks after ten minutes, with advice and a way to go on', () =>
  visits.visit({}, async (visit) => {
    await visit.open();
    await visit.behave('dns-missing');
    await visit.setDomain(domain);
    await visit.progress('Waiting for DNS');
    await visit.passTimeUntil(isShown(visit, '#progress-title', 'The records are not visible yet'));
    assert.equal(await visit.text('#count-time'), '10:00');
    assert.match(await visit.text('#progress-detail'), /Compare both records/);
    assert.match(await visit.text('#alarm'), /^The records are not visible yet/);
    assert.equal(await visit.text('#pill'), 'Not ready');

    const checks = await visit.checks();
    await visit.behave('normal');
    await visit.button('Check again').click();
    await visit.passTimeUntil(isShown(visit, '#progress-title', 'is ready'));
    assert.equal(await visit.checks(), checks + 4);
  }));

test('the address can ask for shorter checks', () =>
  visits.visit({}, async (visit) => {
    await visit.open('?wait=30');
    await visit.behave('dns-missing');
    await visit.setDomain(domain);
    await visit.progress('Waiting for DNS');
    await visit.passTimeUntil(isShown(visit, '#progress-title', 'The records are not visible yet'));
    assert.equal(await visit.text('#count-time'), '0:30');
  }));

test('a key that is refused is not the customer’s fault, and there is something to quote', () =>
  visits.visit({}, async (visit) => {
    await visit.open();
    await visit.behave('not-authorised');
    await visit.setDomain(domain);
    await visit.see('#domain-issue', 'We are not allowed to do this.');
    assert.match(await visit.text('#domain-issue'), /Reference req_\w+/);
    await visit.pick('Patient Intake');
    await visit.see('#sheet-problem', 'We are not allowed to do this');
    assert.match(await visit.text('#sheet-problem'), /Reference req_\w+/);
  }));

test('a key that is refused during the checks ends them', () =>
  visits.visit({}, async (visit) => {
    await visit.open();
    await visit.setDomain(domain);
    await visit.progress('Waiting for DNS');
    await visit.behave('not-authorised');
    await visit.passTimeUntil(isShown(visit, '#progress-title', 'We are not allowed to do this'));
    assert.match(await visit.text('#progress-reference'), /^Reference req_/);
  }));

test('a domain that another project has is said so', () =>
  visits.visit({}, async (visit) => {
    await visit.open();
    await visit.behave('domain-taken');
    await visit.setDomain(domain);
    await visit.see('#domain-issue', 'This domain belongs to another project already.');
    assert.equal(await visit.domain.getAttribute('aria-invalid'), 'true');
  }));

test('a rate limit counts down beside the field, and nothing is sent before its end', () =>
  visits.visit({}, async (visit) => {
    let sent = 0;
    visit.page.on('request', (request) => {
      if (request.method() === 'PUT') sent += 1;
    });
    await visit.open();
    await visit.behave('rate-limited');
    await visit.setDomain(domain);
    await visit.see('#domain-submit', 'Try again in 1:30');
    const issue = await visit.text('#domain-issue');
    await visit.behave('normal');
    await visit.page.clock.runFor(30_000);
    await visit.see('#domain-submit', 'Try again in 1:00');
    assert.equal(await visit.text('#domain-issue'), issue, 'A screen reader would read every second aloud');
    await visit.domain.press('Enter');
    assert.equal(sent, 1);
    assert.equal(await visit.page.locator('#domain-submit').getAttribute('aria-disabled'), 'true');
    await visit.page.clock.runFor(61_000);
    assert.equal(await visit.text('#domain-issue'), '');
    await visit.button('Use this domain').click();
    await visit.progress('Waiting for DNS');
  }));

test('a rate limit counts down on the button, which cannot be used before its end', () =>
  visits.visit({}, async (visit) => {
    await visit.open();
    await visit.behave('rate-limited');
    await visit.pick('Patient Intake');
    const button = visit.page.locator('#sheet-problem button');
    await visit.see('#sheet-problem button', 'Try again in 1:30');
    assert.equal(await button.getAttribute('disabled'), '');
    await visit.page.clock.runFor(30_000);
    await visit.see('#sheet-problem button', 'Try again in 1:00');
    await visit.behave('normal');
    await visit.page.clock.runFor(61_000);
    await visit.button('Try again').click();
    await visit.see('#pill', 'Standard address');
  }));

test('without a connection the page says so', () =>
  visits.visit({}, async (visit) => {
    await visit.open();
    await visit.context.setOffline(true);
    await visit.setDomain(domain);
    await visit.passTimeUntil(isShown(visit, '#domain-issue', 'No connection'));
    await visit.context.setOffline(false);
    await visit.button('Use this domain').click();
    await visit.progress('Waiting for DNS');
  }));

test('an error while clearing leaves the domain where it is', () =>
  visits.visit({}, async (visit) => {
    await visit.open();
    await visit.setDomain(domain);
    await visit.progress('Waiting for DNS');
    await visit.behave('rate-limited');
    await visit.page.locator('#clear-open').click();
    await visit.page.locator('#clear-dialog button[value=clear]').click();
    await visit.see('#domain-issue', 'Too many requests.');
    assert.equal(await visit.text('#url-preview'), `https://draft-name.${domain}`);
  }));

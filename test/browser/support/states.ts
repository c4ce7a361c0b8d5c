import type { Visit } from './visit.ts';

/** Everything the page can look like, and how a visitor comes to see it. */
export const states: Readonly<Record<string, (visit: Visit) => Promise<void>>> = {
  'first-visit': (visit) => visit.open(),
  'invalid-domain': async (visit) => {
    await visit.open();
    await visit.setDomain('not a domain');
    await visit.see('#domain-issue', 'not a domain');
  },
  pending,
  'apex-domain': async (visit) => {
    await visit.open();
    await visit.setDomain('drsmithclinic.com');
    await visit.progress('Waiting for DNS');
  },
  'apex-typed': async (visit) => {
    await visit.open();
    await visit.domain.fill('drsmithclinic.com');
    await visit.see('#apex-warning', 'whole domain');
  },
  'domain-taken': async (visit) => {
    await visit.open();
    await visit.behave('domain-taken');
    await visit.setDomain(domain);
    await visit.see('#domain-issue', 'another project');
  },
  umlauts: async (visit) => {
    await visit.open();
    await visit.setDomain('https://www.praxis-müller.de/start');
    await visit.progress('Waiting for DNS');
  },
  'set-while-limited': async (visit) => {
    await visit.open();
    await visit.behave('rate-limited');
    await visit.setDomain(domain);
    await visit.see('#domain-submit', 'Try again in 1:30');
  },
  copied: async (visit) => {
    await pending(visit);
    await visit.page.locator('.copy').first().click();
    await visit.see('.copy-label', 'Copied');
  },
  'long-domain': async (visit) => {
    await visit.open();
    await visit.pick('Clinic Website');
    await visit.progress('Waiting for DNS');
  },
  stopped: async (visit) => {
    await pending(visit);
    await visit.button('Stop checking').click();
    await visit.progress('Checks are stopped');
  },
  ready: async (visit) => {
    await pending(visit);
    await visit.passTimeUntil(async () => (await visit.text('#pill')) === 'Ready');
  },
  'timed-out': async (visit) => {
    await visit.open('?wait=30');
    await visit.behave('dns-missing');
    await visit.setDomain(domain);
    await visit.progress('Waiting for DNS');
    await visit.passTimeUntil(async () => (await visit.text('#pill')) === 'Not ready');
  },
  'no-answer': async (visit) => {
    await pending(visit);
    await visit.behave('down');
    await visit.passTimeUntil(async () => (await visit.text('#progress-title')) === 'Waiting for an answer');
  },
  'set-while-down': async (visit) => {
    await visit.open();
    await visit.behave('down');
    await visit.setDomain(domain);
    await visit.passTimeUntil(async () => (await visit.text('#domain-issue')) !== '');
  },
  down: async (visit) => {
    await visit.behave('down');
    await visit.arrive();
    await visit.passTimeUntil(() => visit.page.locator('.notice').isVisible());
  },
  'not-authorised': async (visit) => {
    await visit.behave('not-authorised');
    await visit.arrive();
    await visit.see('.notice', 'not allowed');
  },
  'rate-limited': async (visit) => {
    await visit.open();
    await visit.behave('rate-limited');
    await visit.pick('Patient Intake');
    await visit.see('#sheet-problem', 'Please wait');
  },
  'clear-dialog': async (visit) => {
    await pending(visit);
    await visit.page.locator('#clear-open').click();
  },
};

const domain = 'program.drsmithclinic.com';

async function pending(visit: Visit): Promise<void> {
  await visit.open();
  await visit.setDomain(domain);
  await visit.progress('Waiting for DNS');
  await visit.passTimeUntil(async () => (await visit.checks()) === 2);
  await visit.page.clock.runFor(3000);
}

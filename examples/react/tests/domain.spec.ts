import { expect } from '@playwright/test';
import { checkAppearance } from './appearance.ts';
import { checksOf, domain, openDomainPage, passTimeUntil, setDomain, test } from './fixtures.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

test('says what addresses look like, before and after a domain is set', async ({ page, miosa: _miosa }, testInfo) => {
  await openDomainPage(page);
  await expect(page.getByText('Put Landing Page 1 at an address')).toBeVisible();
  const addresses = page.getByRole('region', { name: 'What addresses look like' });
  await expect(addresses.getByRole('definition')).toHaveText([
    'https://draft-name.preview.studio.example',
    'https://3000-draft-name.sandbox.preview.studio.example',
    'https://page-name.preview.studio.example',
  ]);
  await expect(addresses).toContainText('draft-name is the short name that every draft gets');
  await checkAppearance(page, 'first-visit', testInfo);
  await setDomain(page, domain);
  await expect(addresses.getByRole('definition').first()).toHaveText(`https://draft-name.${domain}`);
});

test('follows a domain until it is ready', async ({ page, miosa }, testInfo) => {
  await openDomainPage(page);
  miosa.respond = ({ url }) => (url.endsWith('/verify') ? Response.json({ status: 'pending_dns' }) : undefined);
  await setDomain(page, domain);
  const checks = checksOf(page);
  await expect(checks).toContainText('Waiting for DNS');
  await expect(checks.getByRole('status')).toContainText('That was check 1. The next one is in 5 seconds.');
  await expect(checks.getByRole('definition')).toHaveText([/^\d+$/, /^\d+ s ago$/, /^(in \d+ s|now)$/]);
  await passTimeUntil(checks, 'That was check 2. The next one is in 8 seconds.');
  await checkAppearance(page, 'waiting', testInfo);

  miosa.respond = () => new Response('Bad Gateway', { status: 502 });
  await passTimeUntil(checks, 'The service did not answer the last check. We keep trying.');

  miosa.respond = undefined;
  await passTimeUntil(checks, `${domain} is ready`, 20_000);
  await expect(checks.getByRole('button')).toBeHidden();
  await checkAppearance(page, 'ready', testInfo);
});

test('copies each record whole: its name for the provider, its full name, its value', async ({
  page,
  miosa: _miosa,
}) => {
  await openDomainPage(page);
  await setDomain(page, domain);
  for (const text of ['*.program', `*.${domain}`, '*.sandbox.program', `*.sandbox.${domain}`]) {
    const button = page.getByRole('button', { name: `Copy ${text}`, exact: true });
    await button.click();
    await expect(page.getByText(`Copied ${text}`, { exact: true }).and(page.getByRole('status'))).toBeAttached();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(text);
    await page.clock.runFor(2000);
    await expect(button).toBeVisible();
  }
  await page.getByRole('button', { name: 'Copy proxy.miosa.ai' }).first().click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('proxy.miosa.ai');
});

for (const viewport of [
  { width: 1280, height: 800 },
  { width: 360, height: 800 },
]) {
  test(`brings what comes next into focus and into view, ${viewport.width} wide`, async ({ page, miosa: _miosa }) => {
    await page.setViewportSize(viewport);
    await openDomainPage(page);
    await setDomain(page, domain);
    const heading = page.getByRole('heading', { name: 'Add two DNS records' });
    await expect(heading).toBeFocused();
    expect((await heading.boundingBox())?.y).toBeLessThan(500);
  });
}

test('makes a domain of what was pasted, and says how before it is sent', async ({ page, miosa }, testInfo) => {
  await openDomainPage(page);
  const field = page.getByLabel('Domain or subdomain');
  for (const [pasted, set, note] of [
    ['https://info:pw@a.drsmithclinic.com:443/start?x=1#top', 'a.drsmithclinic.com', /Only the domain is needed/],
    ['b.drsmithclinic.com.', 'b.drsmithclinic.com', /Only the domain is needed/],
    ['*.c.drsmithclinic.com', 'c.drsmithclinic.com', /Only the domain is needed/],
    ['D.DrSmithClinic.com', 'd.drsmithclinic.com', /^$/],
    ['praxis-müller.de', 'xn--praxis-mller-klb.de', /praxis-müller\.de is written xn--praxis-mller-klb\.de/],
  ] as const) {
    await field.fill(pasted);
    await expect(field).toHaveAccessibleDescription(note);
    expect(miosa.emulator.requests.at(-1)?.body).not.toEqual({ preview_domain: set });
    await field.press('Enter');
    await expect(page.getByText(`https://draft-name.${set}`)).toBeVisible();
    await expect(field).toHaveValue(set);
    await expect(field).toHaveAccessibleDescription(note);
  }
  await checkAppearance(page, 'umlauts', testInfo);
});

test('warns of what the records of a whole domain do, and gives short names that fit', async ({
  page,
  miosa: _miosa,
}) => {
  await openDomainPage(page);
  const field = page.getByLabel('Domain or subdomain');
  await field.fill('program.drsmithclinic.co.uk');
  await expect(field).not.toHaveAccessibleDescription(/whole domain/);
  await field.fill('drsmithclinic.co.uk');
  await expect(field).toHaveAccessibleDescription(/This is your whole domain/);
  await field.press('Enter');
  await expect(page.getByRole('button', { name: 'Copy *', exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Copy *.sandbox', exact: true })).toBeVisible();
});

test('does not set a domain again that is set', async ({ page, miosa }) => {
  await openDomainPage(page);
  await setDomain(page, domain);
  const submit = page.getByRole('button', { name: 'Change domain' });
  await expect(submit).toBeDisabled();
  await page.getByLabel('Domain or subdomain').fill('other.drsmithclinic.com');
  await expect(submit).toBeEnabled();
  await setDomain(page, `https://${domain}/`);
  await expect(submit).toBeDisabled();
  expect(miosa.emulator.requests.filter(({ method }) => method === 'PUT')).toHaveLength(1);
});

test('stops checking when told to, also when the window is left and comes back, and goes on', async ({
  page,
  miosa,
}, testInfo) => {
  const countChecks = () => miosa.emulator.requests.filter(({ path }) => path.endsWith('/verify')).length;
  await openDomainPage(page);
  await setDomain(page, domain);
  await passTimeUntil(checksOf(page), 'That was check 2');
  await page.getByRole('button', { name: 'Stop checking' }).click();
  await expect(checksOf(page)).toContainText('Checks are stopped');
  await page.evaluate(() => dispatchEvent(new Event('visibilitychange')));
  await page.clock.runFor(60_000);
  expect(countChecks()).toBe(2);
  await checkAppearance(page, 'stopped', testInfo);

  await page.getByRole('button', { name: 'Resume checking' }).press('Enter');
  await expect(checksOf(page)).toContainText('That was check 3');
  await expect(page.getByRole('button', { name: 'Stop checking' })).toBeFocused();
  await passTimeUntil(checksOf(page), `${domain} is ready`, 20_000);
  expect(countChecks()).toBe(4);
});

test('stops checking when the page is left, and checks again when somebody comes back', async ({ page, miosa }) => {
  const countChecks = () => miosa.emulator.requests.filter(({ path }) => path.endsWith('/verify')).length;
  await openDomainPage(page);
  await setDomain(page, domain);
  await expect(checksOf(page)).toContainText('That was check 1');
  await page.getByRole('link', { name: 'All projects' }).click();
  await expect(page.getByRole('heading', { name: 'Projects' })).toBeFocused();
  await page.clock.runFor(120_000);
  expect(countChecks()).toBe(1);

  await page.goBack();
  await expect(page.getByRole('heading', { name: 'Your own domain' })).toBeFocused();
  await expect(page.getByLabel('Domain or subdomain')).toHaveValue(domain);
  await passTimeUntil(checksOf(page), `${domain} is ready`, 20_000);
});

test('clears a domain only after a question', async ({ page, miosa: _miosa }, testInfo) => {
  await openDomainPage(page);
  await setDomain(page, domain);
  const opener = page.getByRole('button', { name: 'Clear the domain' }).first();
  const dialog = page.getByRole('dialog', { name: 'Clear the domain?' });
  await opener.click();
  await dialog.getByRole('button', { name: 'Keep it' }).click();
  await opener.click();
  await expect(dialog).toContainText(domain);
  await checkAppearance(page, 'clear', testInfo);
  await page.keyboard.press('Escape');
  await expect(opener).toBeFocused();
  await expect(page.getByText(`https://draft-name.${domain}`)).toBeVisible();

  await opener.press('Enter');
  await dialog.getByRole('button', { name: 'Clear the domain' }).press('Enter');
  await expect(page.getByText('https://draft-name.preview.studio.example')).toBeVisible();
  const field = page.getByLabel('Domain or subdomain');
  await expect(field).toBeFocused();
  await expect(field).toHaveValue('');
  await expect(field).toHaveAccessibleDescription(`${domain} is cleared.`);
  await expect(page.getByText('They are listed here once you have named the domain.')).toBeVisible();
});

test('can be used with the keyboard alone', async ({ page, miosa: _miosa }) => {
  await openDomainPage(page);
  /** Goes on with the Tab key; what it passes must show that it has the focus. */
  async function tabTo(name: string): Promise<void> {
    const target = page.getByRole('button', { name }).or(page.getByLabel(name)).first();
    await expect(async () => {
      await page.keyboard.press('Tab');
      expect(await page.locator(':focus').evaluate((focus) => getComputedStyle(focus).outlineWidth)).toBe('3px');
      await expect(target).toBeFocused({ timeout: 1 });
    }).toPass({ intervals: [1] });
  }
  await tabTo('Domain or subdomain');
  await page.keyboard.type('-');
  await page.keyboard.press('Enter');
  await expect(page.getByText('This is not a domain.')).toBeVisible();
  await page.keyboard.press('ControlOrMeta+a');
  await page.keyboard.type(domain);
  await tabTo('Use this domain');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Add two DNS records' })).toBeFocused();
  await tabTo('Copy *.program');
  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Copied *.program' })).toBeFocused();
  await tabTo('Stop checking');
  await page.keyboard.press('Enter');
  await expect(checksOf(page)).toContainText('Checks are stopped');
});

import { expect, type Page } from '@playwright/test';
import { checkAppearance } from './appearance.ts';
import { test } from './fixtures.ts';

test('follows a domain until it is ready', async ({ page, miosa }, testInfo) => {
  await page.clock.install();
  await page.goto('/');
  await page.getByRole('link', { name: 'Landing Page 1', exact: true }).press('Enter');
  await expect(page.getByRole('heading', { name: 'Domain' })).toBeFocused();
  await expect(page.getByText('Landing Page 1')).toBeVisible();

  miosa.respond = ({ url }) => (url.endsWith('/verify') ? Response.json({ status: 'pending_dns' }) : undefined);
  await page.getByLabel('Your domain').fill('program.drsmithclinic.com');
  await page.getByLabel('Your domain').press('Enter');
  await expect(page.getByText('*.sandbox.program.drsmithclinic.com')).toBeVisible();
  const status = page.getByRole('status');
  await expect(status).toHaveText(/^Check 1 has not found the records yet/);
  await checkAppearance(page, 'waiting', testInfo);

  miosa.respond = () => new Response('Bad Gateway', { status: 502 });
  await passTimeUntil(page, /^Check \d+ did not get through/);

  miosa.respond = undefined;
  await passTimeUntil(page, /is ready\.$/);
  await expect(status).toHaveText('program.drsmithclinic.com is ready.');
  await checkAppearance(page, 'ready', testInfo);
});

test('stops checking when the page is left', async ({ page, miosa }) => {
  await page.clock.install();
  await page.goto('/');
  await page.getByRole('link', { name: 'Landing Page 2', exact: true }).click();
  await page.getByLabel('Your domain').fill('program.drsmithclinic.com');
  await page.getByRole('button', { name: 'Use this domain' }).click();
  await expect(page.getByRole('status')).toHaveText(/^Check 1/);
  await page.getByRole('link', { name: 'All projects' }).click();
  await expect(page.getByRole('heading', { name: 'Projects' })).toBeFocused();
  await page.clock.runFor(120_000);
  const checks = miosa.emulator.requests.filter(({ path }) => path.endsWith('/verify'));
  expect(checks).toHaveLength(1);
});

test('says what is wrong with a domain', async ({ page, miosa: _miosa }, testInfo) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Landing Page 3', exact: true }).click();
  const domain = page.getByLabel('Your domain');
  await domain.fill('not a domain');
  await domain.press('Enter');
  await expect(domain).toHaveAccessibleDescription('The domain is invalid.');
  await checkAppearance(page, 'invalid', testInfo);
});

/** Lets the page's clock run ahead until its status says so. */
async function passTimeUntil(page: Page, text: RegExp): Promise<void> {
  await expect(async () => {
    await page.clock.runFor(5000);
    await expect(page.getByRole('status')).toHaveText(text, { timeout: 100 });
  }).toPass({ intervals: [100] });
}

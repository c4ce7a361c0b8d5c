import { expect, type Page } from '@playwright/test';
import { MiosaClient } from 'miosa-client';
import { checkAppearance } from './appearance.ts';
import { type EmbeddedMiosa, test } from './fixtures.ts';

async function fillIn(page: Page, slug: string): Promise<void> {
  await page.goto('/');
  await page.getByLabel('Name').fill('Dr. Smith Clinic');
  await page.getByLabel('Address').fill(slug);
}

async function signUp(page: Page, slug: string): Promise<void> {
  await fillIn(page, slug);
  await page.getByRole('button', { name: 'Set up workspace' }).click();
}

/** Sees what the application has stored, and adds to it. */
function clientOf({ apiKey, emulator }: EmbeddedMiosa): MiosaClient {
  return new MiosaClient({ apiKey, fetch: emulator.fetch });
}

test('a sign-up that is sent from two tabs at once ends with one workspace and one project', async ({
  context,
  miosa,
}) => {
  const tabs = [await context.newPage(), await context.newPage()];
  for (const tab of tabs) await fillIn(tab, 'smith-clinic');
  await Promise.all(tabs.map((tab) => tab.getByRole('button', { name: 'Set up workspace' }).click()));
  for (const tab of tabs) await expect(tab.getByRole('listitem')).toHaveText(['Lead Magnet lead-magnet']);

  const workspaces = await Array.fromAsync(clientOf(miosa).workspaces.list());
  expect(workspaces.map(({ slug }) => slug)).toEqual(['taken', 'smith-clinic']);
  const projects = await Array.fromAsync(clientOf(miosa).projects.list());
  expect(projects).toHaveLength(1);
});

test('what is wrong is said at its field, and what was typed stays', async ({ page, miosa }, testInfo) => {
  await signUp(page, 'taken');
  const address = page.getByLabel('Address');
  await expect(address).toHaveAccessibleDescription('Address has already been taken.');
  await expect(address).toBeFocused();
  await expect(address).toHaveValue('taken');
  await expect(page.getByLabel('Name')).toHaveValue('Dr. Smith Clinic');
  expect(miosa.emulator.requests.filter(({ path }) => path.includes('/projects'))).toEqual([]);
  await checkAppearance(page, 'refused', testInfo);

  await address.fill('Not An Address');
  await address.press('Enter');
  await expect(address).toHaveAccessibleDescription('Address may only have lower-case letters, digits and hyphens.');
  await address.fill('');
  await address.press('Enter');
  await expect(address).toHaveAccessibleDescription("Address can't be blank.");
});

test('works with the keyboard alone', async ({ page, miosa: _miosa }, testInfo) => {
  await page.goto('/');
  await checkAppearance(page, 'sign-up', testInfo);
  await page.keyboard.press('Tab');
  await page.keyboard.type('Dr. Smith Clinic');
  await page.keyboard.press('Tab');
  await page.keyboard.type('smith-clinic');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Space');
  await expect(page.getByRole('heading', { name: 'Projects' })).toBeVisible();
});

test('shows further pages, and goes on at the first project that was added', async ({ page, miosa }, testInfo) => {
  await signUp(page, 'smith-clinic');
  await expect(page.getByRole('listitem')).toHaveCount(1);
  const client = clientOf(miosa);
  for (let number = 2; number <= 12; number++) {
    await client.projects.create({ workspaceSlug: 'smith-clinic', name: `Landing Page ${number}` });
  }
  await page.reload();
  await expect(page.getByRole('listitem')).toHaveCount(10);

  miosa.respond = tooManyRequests;
  const more = page.getByRole('button', { name: 'Show more' });
  await more.press('Enter');
  await expect(page.getByText('The next projects could not be loaded.')).toBeVisible();
  await checkAppearance(page, 'more', testInfo);

  miosa.respond = undefined;
  await more.press('Enter');
  await expect(page.getByRole('listitem')).toHaveCount(12);
  await expect(page.getByRole('listitem').filter({ hasText: 'Landing Page 11' })).toBeFocused();
  await expect(more).toBeHidden();
});

test('says so when MIOSA is down, and goes on when it is back', async ({ page, miosa }, testInfo) => {
  miosa.respond = tooManyRequests;
  await signUp(page, 'smith-clinic');
  await expect(page.getByText('We could not set up your workspace.')).toBeVisible();

  miosa.respond = undefined;
  await page.getByRole('button', { name: 'Set up workspace' }).click();
  await expect(page.getByRole('listitem')).toHaveCount(1);

  miosa.respond = tooManyRequests;
  await page.reload();
  await expect(page.getByText('Your projects could not be loaded.')).toBeVisible();
  await checkAppearance(page, 'down', testInfo);
  miosa.respond = undefined;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('listitem')).toHaveCount(1);
});

test('shows nothing to those who have not signed up', async ({ page, request, miosa }) => {
  await page.goto('/projects');
  await expect(page).toHaveURL('/');
  const response = await request.get('/api/projects');
  expect(response.status()).toBe(401);
  expect(miosa.emulator.requests).toEqual([]);
});

test('keeps the key on the server', async ({ page, miosa }) => {
  const bodies: Promise<string>[] = [];
  // A redirect has no body.
  page.on('response', (response) => bodies.push(response.text().catch(() => '')));
  await signUp(page, 'smith-clinic');
  await expect(page.getByRole('listitem')).toHaveCount(1);
  await page.goto('/api/projects?page=1');
  const received = (await Promise.all(bodies)).join();
  expect(received).toContain('lead-magnet');
  expect(received).not.toContain(miosa.apiKey);
});

/** A limit that is too far away to be waited for. */
function tooManyRequests(): Response {
  const error = { code: 'rate_limit_exceeded', message: 'too many requests' };
  return Response.json({ error }, { status: 429, headers: { 'retry-after': '90' } });
}

import { expect } from '@playwright/test';
import { checkAppearance } from './appearance.ts';
import { test } from './fixtures.ts';

test('shows all projects, page by page, with the keyboard alone', async ({ page, miosa }, testInfo) => {
  await page.goto('/');
  await expect(page.getByRole('listitem')).toHaveCount(10);
  await expect(page.getByText('10 projects, and there are more')).toBeVisible();
  await checkAppearance(page, 'projects', testInfo);

  const more = page.getByRole('button', { name: 'Show more' });
  // From the field and its button through ten links.
  for (let step = 0; step < 13; step++) await page.keyboard.press('Tab');
  await expect(more).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('listitem')).toHaveCount(12);
  await expect(more).toBeHidden();
  expect(miosa.emulator.requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
});

test('shows a new project before MIOSA has responded, and once', async ({ page, miosa }, testInfo) => {
  await page.goto('/');
  await expect(page.getByRole('listitem')).toHaveCount(10);
  const { promise, resolve: respond } = Promise.withResolvers<undefined>();
  miosa.respond = ({ method }) => (method === 'POST' ? promise : undefined);

  await page.getByLabel('New project').fill('Newsletter');
  await page.getByLabel('New project').press('Enter');
  const newest = page.getByRole('listitem').first();
  await expect(newest).toHaveText('Newsletter Creating …');
  await checkAppearance(page, 'creating', testInfo);

  respond(undefined);
  await expect(newest).toHaveText('Newsletter newsletter');
  await expect(page.getByLabel('New project')).toHaveValue('');
  await page.getByRole('button', { name: 'Show more' }).click();
  await expect(page.getByText('13 projects')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Newsletter' })).toHaveCount(1);
});

test('takes a project that was refused out of the list, and says why', async ({ page, miosa }, testInfo) => {
  await page.goto('/');
  await expect(page.getByRole('listitem')).toHaveCount(10);
  const error = { code: 'VALIDATION_FAILED', message: 'project is invalid' };
  const refusal = { error, errors: { slug: ['has already been taken'] } };
  miosa.respond = ({ method }) => (method === 'POST' ? Response.json(refusal, { status: 422 }) : undefined);
  const name = page.getByLabel('New project');
  await name.fill('Landing Page 3');
  await name.press('Enter');
  await expect(name).toHaveAccessibleDescription('An address made from this name has already been taken.');
  await expect(name).toHaveValue('Landing Page 3');
  await expect(page.getByRole('listitem')).toHaveCount(10);
  await checkAppearance(page, 'refused', testInfo);
});

test('says so when MIOSA does not respond, and tries once more when asked to', async ({ page, miosa }, testInfo) => {
  let requests = 0;
  miosa.respond = () => {
    requests += 1;
    return Response.json({ error: { code: 'forbidden', message: 'no' } }, { status: 403 });
  };
  await page.goto('/');
  await expect(page.getByText(/^We are not allowed to do this\. .* quote the time\.$/)).toBeVisible();
  expect(requests).toBe(1);
  await checkAppearance(page, 'down', testInfo);
  miosa.respond = undefined;
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('listitem')).toHaveCount(10);
});

test('keeps the key on the server, and other sites out', async ({ page, request, miosa }) => {
  const bodies: Promise<string>[] = [];
  page.on('response', (response) => bodies.push(response.text()));
  await page.goto('/');
  await expect(page.getByRole('listitem')).toHaveCount(10);
  const received = (await Promise.all(bodies)).join();
  expect(received).toContain('Landing Page 10');
  expect(received).not.toContain(miosa.apiKey);

  const headers = { 'sec-fetch-site': 'cross-site' };
  const response = await request.post('/api/miosa/projects', { headers, data: { name: 'From another site' } });
  expect(response.status()).toBe(404);
  expect(miosa.emulator.requests).toHaveLength(1);
});

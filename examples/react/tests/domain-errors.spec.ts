import { expect } from '@playwright/test';
import { checkAppearance } from './appearance.ts';
import { checksOf, domain, openDomainPage, passTimeUntil, setDomain, test } from './fixtures.ts';

/** What MIOSA responds where it fails. */
function failure(status: number, code: string, details?: Readonly<Record<string, readonly string[]>>): Response {
  const headers = { 'x-request-id': 'req_01J', ...(status === 429 && { 'retry-after': '90' }) };
  return Response.json({ error: { code, message: code, details } }, { status, headers });
}

test('explains what is no domain beside the field, until it is changed', async ({ page, miosa }, testInfo) => {
  await openDomainPage(page);
  const field = page.getByLabel('Domain or subdomain');
  for (const [wrong, issue] of [
    ['', 'Enter a domain, such as program.drsmithclinic.com.'],
    ['not a domain', 'This is not a domain.'],
    ['info@drsmithclinic.com', 'This is an email address.'],
    ['http://192.168.0.1/', '192.168.0.1 is an IP address.'],
    ['drsmithclinic.cmo', 'No domains end in .cmo.'],
    ['co.uk', 'co.uk is the ending of many domains.'],
  ] as const) {
    await field.fill(wrong);
    await page.getByRole('button', { name: 'Use this domain' }).click();
    await expect(page.getByRole('alert')).toContainText(issue);
    await expect(field).toHaveAccessibleDescription(new RegExp(issue));
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toBeFocused();
    await expect(field).toHaveValue(wrong);
    await field.fill('program');
    await expect(page.getByRole('alert')).toBeEmpty();
    await expect(field).toHaveAttribute('aria-invalid', 'false');
  }
  expect(miosa.emulator.requests.some(({ method }) => method === 'PUT')).toBe(false);
  await setDomain(page, 'not a domain');
  await checkAppearance(page, 'invalid', testInfo);
});

for (const [name, response] of [
  ['invalid', failure(422, 'VALIDATION_FAILED', { preview_domain: ['has already been taken'] })],
  ['in conflict', failure(409, 'CONFLICT')],
] as const) {
  test(`says that another project has the domain, where MIOSA calls it ${name}`, async ({ page, miosa }, testInfo) => {
    await openDomainPage(page);
    miosa.respond = ({ method }) => (method === 'PUT' ? response.clone() : undefined);
    await setDomain(page, domain);
    await expect(page.getByRole('alert')).toHaveText(/^This domain belongs to another project already\./);
    await expect(page.getByLabel('Domain or subdomain')).toHaveAttribute('aria-invalid', 'true');
    if (name === 'invalid') await checkAppearance(page, 'taken', testInfo);
  });
}

test('counts a rate limit down beside the field, and sends nothing before its end', async ({
  page,
  miosa,
}, testInfo) => {
  let sent = 0;
  await openDomainPage(page);
  miosa.respond = ({ method }) => {
    if (method === 'PUT') sent += 1;
    return failure(429, 'rate_limit_exceeded');
  };
  await setDomain(page, domain);
  const submit = page.getByRole('button', { name: /^Try again in/ });
  await expect(submit).toHaveText(/in 1:(30|2\d)$/);
  const issue = page.getByText('Too many requests.');
  await expect(issue).toHaveRole('alert');
  await checkAppearance(page, 'limited', testInfo);

  await page.clock.runFor(30_000);
  await expect(submit).toHaveText(/in (1:00|0:[45]\d)$/);
  await page.getByLabel('Domain or subdomain').press('Enter');
  await submit.press('Enter');
  expect(sent).toBe(1);
  miosa.respond = undefined;
  await page.clock.runFor(60_000);
  await expect(issue).toBeHidden();
  await page.getByRole('button', { name: 'Use this domain' }).click();
  await expect(checksOf(page)).toContainText('Waiting for DNS');
});

test('counts a rate limit down where the page cannot be loaded', async ({ page, miosa }, testInfo) => {
  await page.clock.install();
  await page.goto('/');
  await expect(page.getByRole('listitem')).toHaveCount(10);
  miosa.respond = () => failure(429, 'rate_limit_exceeded');
  await page.getByRole('link', { name: 'Landing Page 1', exact: true }).click();
  const retry = page.getByRole('button', { name: /^Try again/ });
  await expect(retry).toHaveText(/in 1:(30|2\d)$/);
  await checkAppearance(page, 'not-loaded', testInfo);
  miosa.respond = undefined;
  await page.clock.runFor(91_000);
  await expect(retry).toHaveText('Try again');
  await retry.click();
  await expect(page.getByLabel('Domain or subdomain')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Your own domain' })).toBeFocused();
});

test('keeps what was typed while MIOSA is down or there is no connection', async ({ page, context, miosa }) => {
  await openDomainPage(page);
  const alert = page.getByRole('alert');
  miosa.respond = () => failure(503, 'unavailable');
  await setDomain(page, domain);
  await expect(page.getByRole('button', { name: 'Saving …' })).toBeVisible();
  await passTimeUntil(alert, 'The service is not answering.', 1000);
  await expect(page.getByLabel('Domain or subdomain')).toHaveValue(domain);
  await expect(page.getByLabel('Domain or subdomain')).toHaveAttribute('aria-invalid', 'false');

  miosa.respond = undefined;
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Use this domain' }).click();
  await passTimeUntil(alert, 'No connection.', 1000);
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Use this domain' }).click();
  await expect(checksOf(page)).toContainText('Waiting for DNS');
  await expect(alert).toBeEmpty();
});

test('does not blame customers for a key that is refused, and gives them something to quote', async ({
  page,
  miosa,
}) => {
  await openDomainPage(page);
  miosa.respond = () => failure(401, 'invalid_token');
  await setDomain(page, domain);
  await expect(page.getByRole('alert')).toHaveText(/We are not allowed to do this\. .* quote req_01J\.$/);
  await expect(page.getByLabel('Domain or subdomain')).toHaveAttribute('aria-invalid', 'false');
});

test('ends the checks after ten minutes, with advice and a way to go on', async ({ page, miosa }, testInfo) => {
  await openDomainPage(page);
  miosa.respond = ({ url }) => (url.endsWith('/verify') ? Response.json({ status: 'pending_dns' }) : undefined);
  await setDomain(page, domain);
  await expect(checksOf(page)).toContainText('Waiting for DNS');
  await passTimeUntil(checksOf(page), 'The domain is not ready', 30_000);
  await expect(checksOf(page).getByRole('status')).toContainText('Compare both records');
  await checkAppearance(page, 'not-ready', testInfo);
  miosa.respond = undefined;
  await page.getByRole('button', { name: 'Check again' }).click();
  await passTimeUntil(checksOf(page), `${domain} is ready`, 20_000);
});

test('leaves the domain where it is when it cannot be cleared', async ({ page, miosa }) => {
  await openDomainPage(page);
  await setDomain(page, domain);
  miosa.respond = ({ method }) => (method === 'DELETE' ? failure(403, 'forbidden') : undefined);
  await page.getByRole('button', { name: 'Clear the domain' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Clear the domain' }).click();
  await expect(page.getByRole('alert')).toHaveText(/^We are not allowed to do this\./);
  await expect(page.getByText(`https://draft-name.${domain}`)).toBeVisible();
});

import { createMiosaEmulator, type MiosaEmulator } from 'miosa-client/testing';
import { describe, expect, test } from 'vitest';
import { ids } from '../support/seed.ts';
import { call } from './support/call.ts';
import { clinicEmulator, emptyClinic } from './support/clinic.ts';

/** Creates one, and gives back what the API made of it. */
async function create(emulator: MiosaEmulator, path: string, fields: object): Promise<unknown> {
  const { status, body } = await call(emulator, 'POST', path, { workspace_id: ids.workspace, ...fields });
  expect(status).toBe(201);
  return body;
}

const collections = [
  { path: '/projects', fallback: 'project', withSlug: (slug: string) => ({ slug }) },
  { path: '/workspaces', fallback: 'workspace', withSlug: (slug: string) => ({ data: { slug } }) },
];

describe.each(collections)('POST $path', ({ path, fallback, withSlug }) => {
  test.each([
    ['Lead Magnet', 'lead-magnet'],
    ['Dr. Jones Clinic', 'dr-jones-clinic'],
    ['  Two   spaces  ', 'two-spaces'],
    ['Café Zürich', 'cafe-zurich'],
    ['--A--B--', 'a-b'],
    ['2026', '2026'],
    ['日本', fallback],
  ])('derives the slug of %j', async (name, slug) => {
    const emulator = createMiosaEmulator({ workspaces: [{ id: ids.workspace, name: 'Somebody' }] });
    expect(await create(emulator, path, { name })).toMatchObject(withSlug(slug));
  });

  test('numbers derived slugs that are taken', async () => {
    const emulator = clinicEmulator();
    for (const slug of ['new', 'new-2', 'new-3']) {
      expect(await create(emulator, path, { name: 'New' })).toMatchObject(withSlug(slug));
    }
  });

  test('rejects a slug that is taken', async () => {
    const emulator = clinicEmulator();
    await create(emulator, path, { name: 'One', slug: 'same' });
    const fields = { workspace_id: ids.workspace, name: 'Two', slug: 'same' };
    const { status, body } = await call(emulator, 'POST', path, fields);
    expect(status).toBe(422);
    expect(body).toMatchObject({ error: { code: 'VALIDATION_FAILED' }, errors: { slug: ['has already been taken'] } });
  });
});

describe.each(collections)('POST $path', ({ path }) => {
  test.each([
    ['Lead Funnel', 'is invalid'],
    ['lead_funnel', 'is invalid'],
    ['-lead', 'is invalid'],
    ['lead--funnel', 'is invalid'],
    [7, 'is invalid'],
    [null, 'is invalid'],
    ['', "can't be blank"],
  ])('rejects the slug %j', async (slug, message) => {
    const fields = { workspace_id: ids.workspace, name: 'X', slug };
    const { status, body } = await call(emptyClinic(), 'POST', path, fields);
    expect(status).toBe(422);
    expect(body).toMatchObject({ error: { code: 'VALIDATION_FAILED' }, errors: { slug: [message] } });
  });
});

test('the same slug may stand in two workspaces', async () => {
  const emulator = clinicEmulator();
  await call(emulator, 'POST', '/workspaces', { name: 'Dr. Jones' });
  const fields = { workspace_slug: 'dr-jones', name: 'Lead Magnet', slug: 'lead-magnet' };
  const { status, body } = await call(emulator, 'POST', '/projects', fields);
  expect(status).toBe(201);
  expect(body).toMatchObject({ slug: 'lead-magnet' });
});

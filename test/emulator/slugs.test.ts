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

test('the same slug may stand in two workspaces', async () => {
  const emulator = clinicEmulator();
  await call(emulator, 'POST', '/workspaces', { name: 'Dr. Jones' });
  const fields = { workspace_slug: 'dr-jones', name: 'Lead Magnet', slug: 'lead-magnet' };
  const { status, body } = await call(emulator, 'POST', '/projects', fields);
  expect(status).toBe(201);
  expect(body).toMatchObject({ slug: 'lead-magnet' });
});

describe.each(collections)('normalizeSlugs: POST $path', ({ path, withSlug }) => {
  const start = (options = {}) => emptyClinic({ normalizeSlugs: true, ...options });

  test.each([
    ['Lead Funnel', 'lead-funnel'],
    ['  Café -- Zürich! ', 'cafe-zurich'],
    ['already-fine', 'already-fine'],
  ])('stores %j as %j', async (sent, slug) => {
    expect(await create(start(), path, { name: 'X', slug: sent })).toMatchObject(withSlug(slug));
  });

  test.each([
    [9, 'Lead Funnel', 'lead-funn'],
    [5, 'Lead Funnel', 'lead'],
    [1, 'Lead Funnel', 'l'],
    [80, 'Lead Funnel', 'lead-funnel'],
  ])('with maxSlugLength: %i, %j becomes %j', async (maxSlugLength, sent, slug) => {
    expect(await create(start({ maxSlugLength }), path, { name: 'X', slug: sent })).toMatchObject(withSlug(slug));
  });

  test('cuts derived slugs too, and leaves room for their numbers', async () => {
    const emulator = start({ maxSlugLength: 9 });
    for (const slug of ['lead-funn', 'lead-fu-2', 'lead-fu-3']) {
      expect(await create(emulator, path, { name: 'Lead Funnel' })).toMatchObject(withSlug(slug));
    }
  });

  test('rejects a slug that is taken once it is normalized', async () => {
    const emulator = start();
    await create(emulator, path, { name: 'One', slug: 'same-slug' });
    const fields = { workspace_id: ids.workspace, name: 'Two', slug: 'Same Slug' };
    const { status, body } = await call(emulator, 'POST', path, fields);
    expect(status).toBe(422);
    expect(body).toMatchObject({ errors: { slug: ['has already been taken'] } });
  });

  test.each([
    ['!!!', 'is invalid'],
    [7, 'is invalid'],
    ['', "can't be blank"],
  ])('rejects %j', async (slug, message) => {
    const fields = { workspace_id: ids.workspace, name: 'X', slug };
    expect((await call(start(), 'POST', path, fields)).body).toMatchObject({ errors: { slug: [message] } });
  });
});

describe.each(collections)('suffixTakenSlugs: POST $path', ({ path, withSlug }) => {
  test('numbers slugs that are taken instead of rejecting them', async () => {
    const emulator = clinicEmulator({ suffixTakenSlugs: true });
    for (const slug of ['same', 'same-2', 'same-3']) {
      expect(await create(emulator, path, { name: 'X', slug: 'same' })).toMatchObject(withSlug(slug));
    }
  });

  test('numbers normalized slugs as well', async () => {
    const emulator = clinicEmulator({ suffixTakenSlugs: true, normalizeSlugs: true, maxSlugLength: 6 });
    for (const slug of ['same-s', 'same-2']) {
      expect(await create(emulator, path, { name: 'X', slug: 'Same Slug' })).toMatchObject(withSlug(slug));
    }
  });

  test('still rejects what is not a slug', async () => {
    const emulator = clinicEmulator({ suffixTakenSlugs: true });
    const fields = { workspace_id: ids.workspace, name: 'X', slug: 'Not A Slug' };
    expect((await call(emulator, 'POST', path, fields)).status).toBe(422);
  });
});

test('updates normalize and number slugs too', async () => {
  const emulator = clinicEmulator({ suffixTakenSlugs: true, normalizeSlugs: true });
  await create(emulator, '/projects', { name: 'Summer' });
  const patch = (slug: string) => call(emulator, 'PATCH', `/projects/${ids.project}`, { slug });
  expect((await patch('Summer')).body).toMatchObject({ slug: 'summer-2' });
  expect((await patch('Lead Magnet')).body).toMatchObject({ slug: 'lead-magnet' });
  expect((await patch('Lead Magnet')).body).toMatchObject({ slug: 'lead-magnet' });
});

test('resources normalize the slugs of their owner', async () => {
  const emulator = clinicEmulator({ normalizeSlugs: true });
  const owner = { workspace_slug: 'Dr. Smith Clinic', project_slug: 'Lead Magnet' };
  expect((await call(emulator, 'POST', '/sandboxes', owner)).body).toMatchObject({ project_id: ids.project });
});

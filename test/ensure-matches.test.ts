import { type Fetch, MiosaConfigError } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { clientWith } from './support/client.ts';
import { type EnsureInput, ensureMethods, settle } from './support/ensure.ts';
import { rejectionWith } from './support/failures.ts';
import { stopClock } from './support/fake-clock.ts';
import { ids, wireProject } from './support/seed.ts';
import { wireWorkspace } from './support/workspace.ts';

/** What an API lists. */
interface Listed {
  readonly slug: string | null;
  readonly name?: string;
}

const answerWith = (status: number, body: object) => () => Response.json(body, { status });
const taken = answerWith(422, { errors: { slug: ['has already been taken'] } });

/** An API that lists what it is told to, and answers creates as it is told to. */
function apiWith(path: string, listed: readonly Listed[], answer: () => Response) {
  const sent: string[] = [];
  const wire = path === '/projects' ? wireProject : wireWorkspace;
  const items = listed.map((item, index) => ({
    ...wire,
    external_project_id: null,
    external_workspace_id: null,
    name: 'Lead Magnet',
    ...item,
    id: `listed-${index}`,
  }));
  const fetch: Fetch = async (url, { method }) => {
    const { pathname } = new URL(url);
    sent.push(`${method} ${pathname.replace('/api/v1', '')}`);
    if (method === 'POST') return answer();
    // Projects are looked for in the workspace that has the slug or the external id.
    const data = pathname.endsWith(path) ? items : [{ ...wireWorkspace, id: ids.workspace }];
    return Response.json({ data, total: data.length });
  };
  return { fetch, sent };
}

describe.each(Object.entries(ensureMethods))('%s', (_, { ensure, path, looksFirst }) => {
  const idOf = async (input: EnsureInput, listed: readonly Listed[], answer: () => Response) => {
    stopClock();
    const { fetch, sent } = apiWith(path, listed, answer);
    const [result] = await settle([ensure(clientWith({ fetch, maxRetries: 0 }), input)]);
    return { found: result?.status === 'fulfilled' ? result.value.item.id : result?.reason.name, sent };
  };

  const externalId = 'external_789';
  const withoutSlug: readonly Listed[] = path === '/workspaces' ? [{ slug: null }] : [];

  test.each<[string, EnsureInput, readonly Listed[]]>([
    ['the same slug, whatever its name', { slug: 'lead-magnet', name: 'A' }, [{ slug: 'lead-magnet' }]],
    ['the normalised slug, whatever its name', { slug: 'Lead - Magnet!', name: 'A' }, [{ slug: 'lead-magnet' }]],
    [
      'the normalised slug and the same name, but no external id',
      { slug: 'Lead Magnet', name: 'Lead Magnet', externalId },
      [{ slug: 'lead-magnet' }],
    ],
  ])('finds one that has %s', async (_which, input, listed) => {
    const { found, sent } = await idOf(input, [{ slug: 'another' }, ...withoutSlug, ...listed], taken);
    expect(found).toBe(`listed-${1 + withoutSlug.length}`);
    // Before it is asked, an API may tell one spelling from another.
    const findsFirst = looksFirst && input.slug === 'lead-magnet';
    expect(sent.filter((request) => request.startsWith('POST'))).toHaveLength(findsFirst ? 0 : 1);
  });

  test.each<[string, EnsureInput, readonly Listed[]]>([
    [
      'two have the normalised slug',
      { slug: 'Lead Magnet', name: 'Lead Magnet' },
      [{ slug: 'lead-magnet' }, { slug: 'lead_magnet' }],
    ],
    [
      'one of another name has a beginning of the slug',
      { slug: 'lead-magnet-for-summer', name: 'Lead Magnet' },
      [{ slug: 'lead-magnet-for', name: 'Another' }],
    ],
    [
      'one of another name has the slug without its hyphens',
      { slug: "smith's", name: 'Lead Magnet' },
      [{ slug: 'smiths', name: 'Another' }],
    ],
    [
      'one has a slug of which nothing is left when it is normalised',
      { slug: 'lead-magnet', name: 'Lead Magnet' },
      [{ slug: '日本' }],
    ],
    [
      'one of the same name has the slug of another number',
      { slug: 'customer-12', name: 'Lead Magnet' },
      [{ slug: 'customer-1' }],
    ],
    ['none has a slug', { slug: 'lead-magnet', name: 'Lead Magnet' }, withoutSlug],
  ])('passes on the refusal where %s', async (_which, input, listed) => {
    expect(await idOf(input, listed, taken)).toMatchObject({ found: 'ValidationFailedError' });
  });

  test('passes on a refusal of the plan where one of the same name has a beginning of the slug', async () => {
    const input = { slug: 'site-2', name: 'Lead Magnet' };
    const result = await idOf(input, [{ slug: 'site' }], answerWith(403, {}));
    expect(result).toMatchObject({ found: 'PermissionDeniedError' });
  });

  test.each(['leadmagnet', 'lead_magnet', 'Lead-Magnet'])(
    'creates %s where the API allows it beside lead-magnet',
    async (slug) => {
      const input = { slug, name: 'Lead Magnet' };
      const create = answerWith(201, { ...wireProject, id: 'created', slug });
      expect(await idOf(input, [{ slug: 'lead-magnet' }], create)).toMatchObject({ found: 'created' });
    },
  );

  // Where the slug may be taken, lists may lag behind: they are read again for five seconds.
  test.each<[string, () => Response, number]>([
    ['that the slug is taken', taken, 6],
    [
      'that the slug is taken, and of another field',
      answerWith(422, { errors: { name: ['is bad'], slug: ['exists'] } }),
      6,
    ],
    ['that the slug is invalid or taken', answerWith(422, { errors: { slug: ['is invalid or already taken'] } }), 6],
    ['that the slug is malformed', answerWith(422, { errors: { slug: ['has an invalid format'] } }), 1],
    ['of another field', answerWith(422, { errors: { name: ['is reserved'] } }), 1],
    ['that another field is too long', answerWith(422, { errors: { name: ['is too long'] } }), 1],
    ['of nothing in particular, with 400', answerWith(400, {}), 6],
    ['of nothing in particular, with 422', answerWith(422, {}), 6],
    ['by a conflict', answerWith(409, {}), 6],
    ['by the plan', answerWith(402, {}), 1],
  ])('after a refusal %s it looks as often as lists may lag', async (_reason, answer, looks) => {
    const { sent } = await idOf({ slug: 'lead-magnet', name: 'Lead Magnet' }, [], answer);
    expect(sent.slice(sent.indexOf(`POST ${path}`)).filter((request) => request === `GET ${path}`)).toHaveLength(looks);
  });

  test.each<[string, () => Response, string]>([
    ['goes on looking after a look that failed for the moment', answerWith(503, {}), 'listed-0'],
    ['passes on the refusal where it may not look', answerWith(403, {}), 'ValidationFailedError'],
    ['passes on the refusal where a list cannot be read', answerWith(200, {}), 'ValidationFailedError'],
  ])('%s', async (_what, failure, expected) => {
    stopClock();
    const { fetch, sent } = apiWith(path, [{ slug: 'lead-magnet' }], taken);
    const failOnce: Fetch = async (url, init) => {
      const isLook = init.method === 'GET' && new URL(url).pathname.endsWith(path);
      const isFirst = sent.at(-1)?.startsWith('POST') || (path === '/projects' && sent.at(-2)?.startsWith('POST'));
      if (!isLook || !isFirst) return fetch(url, init);
      sent.push('failed');
      return failure();
    };
    const miosa = clientWith({ fetch: failOnce, maxRetries: 0 });
    // Nothing has the slug itself, so that the first look finds nothing.
    const [result] = await settle([ensure(miosa, { slug: 'Lead Magnet', name: 'Lead Magnet' })]);
    expect(result?.status === 'fulfilled' ? result.value.item.id : result?.reason.name).toBe(expected);
    expect(sent).toContain('failed');
  });

  test('sends nothing more when there is no key for the create', async () => {
    const { fetch, sent } = apiWith(path, [], taken);
    const keys = looksFirst ? ['key-123456'] : [];
    let calls = 0;
    const apiKey = () => {
      calls += 1;
      const key = keys[calls - 1];
      if (key === undefined) throw new Error('no token');
      return key;
    };
    const call = ensure(clientWith({ fetch, apiKey }), { slug: 'lead-magnet', name: 'Lead Magnet' });
    await rejectionWith(MiosaConfigError, call);
    expect({ sent, calls }).toEqual({ sent: looksFirst ? [`GET ${path}`] : [], calls: keys.length + 1 });
  });
});

test('workspaces.ensure takes what the API has created without telling its slug', async () => {
  const { fetch } = apiWith('/workspaces', [], answerWith(201, { ...wireWorkspace, slug: null }));
  const result = await clientWith({ fetch }).workspaces.ensure({ slug: 'clinic-123', name: 'Dr. Smith Clinic' });
  expect(result).toMatchObject({ created: true, workspace: { slug: null } });
});

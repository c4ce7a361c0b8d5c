import {
  codeOf,
  describe,
  expect,
  expectError,
  expectStatus,
  expectStored,
  type Fields,
  fieldsOf,
  isObject,
  isSuccess,
  listIn,
  NotSeen,
  objectIn,
  unknownId,
  uuid,
} from '../support/seen.ts';
import { docs, type Fact, seed } from '../support/types.ts';

/** What is said of a project, and whether a value fits. The seed shows strings for external ids, which are optional. */
const projectFields: Readonly<Record<string, (value: unknown) => boolean>> = {
  id: (value) => uuid.test(String(value)),
  tenant_id: isText,
  workspace_id: (value) => uuid.test(String(value)),
  external_workspace_id: isTextOrNull,
  external_project_id: isTextOrNull,
  name: isText,
  slug: isText,
  description: isTextOrNull,
  metadata: isObject,
  settings: isObject,
  created_at: isText,
  updated_at: isText,
};

/** Lists of projects, their creation and reading. */
export const facts: readonly Fact[] = [
  {
    id: 'projects.list',
    sentence: '`GET /projects` responds with 200 and `{ data: […], total: <number> }`.',
    source: seed,
    readsOnly: true,
    check: async ({ api }) => {
      const answer = await api.get('/projects');
      expectStatus(answer, 200);
      const { data, total } = fieldsOf(answer.body);
      expect(Array.isArray(data) && typeof total === 'number', `data: ${kindOf(data)}, total: ${kindOf(total)}`);
    },
  },
  {
    id: 'projects.list.fields',
    sentence: `A project on the list has ${Object.keys(projectFields).join(', ')}.`,
    source: seed,
    readsOnly: true,
    check: async ({ api, lab }) => {
      await lab.sampleProject();
      const [project] = listIn(await api.get('/projects')) ?? [];
      if (project === undefined) throw new NotSeen('the organization has no project');
      expectFields(project);
    },
  },
  {
    id: 'projects.list.organization',
    sentence: '`GET /projects` has the projects of every workspace of the organization.',
    source: seed,
    check: async ({ lab }) => {
      const elsewhere = await lab.secondWorkspace();
      const projects = [await lab.newProject(), await lab.newProject({ workspace_id: elsewhere.id })];
      const missing = new Set<unknown>(projects.map(({ id }) => id));
      // The rest of the list is nothing to this fact.
      for await (const { id } of lab.items('/projects')) if (missing.delete(id) && missing.size === 0) return;
      expect(missing.size === 0, `${missing.size} of 2 are missing`);
    },
  },
  {
    id: 'projects.list.workspace',
    sentence: '`GET /projects?workspace_id=` has the projects of this workspace alone.',
    source: seed,
    readsOnly: true,
    check: async ({ api, lab }) => {
      const { workspace_id } = await lab.sampleProject();
      const projects = listIn(await api.get(`/projects?workspace_id=${workspace_id}`)) ?? [];
      expectAllIn(projects, workspace_id);
    },
  },
  {
    id: 'workspaces.projects',
    sentence: '`GET /workspaces/{id}/projects` lists the projects of this workspace alone.',
    source: seed,
    readsOnly: true,
    check: async ({ api, lab }) => {
      const { workspace_id } = await lab.sampleProject();
      const answer = await api.get(`/workspaces/${workspace_id}/projects`);
      expectStatus(answer);
      expectAllIn(listIn(answer) ?? [], workspace_id);
    },
  },
  {
    id: 'lists.page',
    sentence: '`GET /projects` accepts `page` and `page_size`.',
    source: docs('api-reference'),
    readsOnly: true,
    check: async ({ api }) => {
      const answer = await api.get('/projects?page=2&page_size=1');
      expect(isSuccess(answer) && listIn(answer) !== undefined, describe(answer));
    },
  },
  {
    id: 'projects.create',
    sentence: '`POST /projects` responds with 201 and the project itself, with all of its fields.',
    source: seed,
    check: async ({ lab }) => {
      const answer = await lab.createProject({ slug: lab.unique() });
      expectStatus(answer, 201);
      expectFields(fieldsOf(answer.body));
    },
  },
  ...(
    [
      ['by-id', 'workspace_id', ({ id }: Fields) => ({ workspace_id: id })],
      ['by-slug', 'workspace_slug', ({ slug }: Fields) => ({ workspace_slug: slug })],
      ['by-external-id', 'external_workspace_id', ({ external }: Fields) => ({ external_workspace_id: external })],
      [
        'by-slug-with-external-id',
        'workspace_slug` with an `external_workspace_id',
        ({ slug, external }: Fields) => ({ workspace_slug: slug, external_workspace_id: external }),
      ],
    ] as const
  ).map(
    ([id, selector, select]): Fact => ({
      id: `projects.create.${id}`,
      sentence: `A project is created in the workspace that \`${selector}\` chooses.`,
      source: seed,
      check: async ({ lab }) => {
        const workspace = await lab.workspace();
        const chosen = select({ id: workspace.id, slug: lab.name, external: lab.name });
        const answer = await lab.sendProject({ ...chosen, name: 'Chosen', slug: lab.unique() });
        expectStatus(answer);
        expect(objectIn(answer)['workspace_id'] === workspace.id, 'it is in another workspace');
      },
    }),
  ),
  {
    id: 'projects.create.stores',
    sentence: '`name`, `slug`, `external_project_id`, `description` and `metadata` are stored.',
    source: seed,
    check: async ({ api, lab }) => {
      const sent = {
        name: 'Stored',
        slug: lab.unique(),
        external_project_id: lab.unique(),
        description: 'Stored',
        metadata: { plan: { tier: 'gold' } },
      };
      const { id } = await lab.newProject(sent);
      expectStored(objectIn(await api.get(`/projects/${id}`)), sent);
    },
  },
  {
    id: 'projects.create.derives-slug',
    sentence: 'Without a `slug` one is derived from the name.',
    source: seed,
    check: async ({ lab }) => {
      const answer = await lab.createProject({ name: `Derived ${lab.unique()}` });
      expectStatus(answer);
      const { slug } = objectIn(answer);
      expect(typeof slug === 'string' && slug.startsWith('derived'), `another slug: ${kindOf(slug)}`);
    },
  },
  {
    id: 'projects.create.workspace-required',
    sentence: 'Without a workspace `POST /projects` is rejected with 400 `WORKSPACE_REQUIRED`.',
    source: seed,
    check: async ({ lab }) =>
      expectError(await lab.sendProject({ name: lab.unique(), slug: lab.unique() }), 400, 'WORKSPACE_REQUIRED'),
  },
  ...(
    [
      ['workspace_id', () => unknownId],
      ['workspace_slug', (unique: string) => unique],
      ['external_workspace_id', (unique: string) => unique],
    ] as const
  ).map(
    ([selector, make]): Fact => ({
      id: `projects.create.unknown.${selector}`,
      sentence: `An unknown \`${selector}\` is rejected with 404 \`WORKSPACE_NOT_FOUND\`.`,
      source: seed,
      check: async ({ lab }) => {
        const chosen = { [selector]: make(lab.unique()) };
        const answer = await lab.sendProject({ ...chosen, name: lab.unique(), slug: lab.unique() });
        expectError(answer, 404, 'WORKSPACE_NOT_FOUND');
      },
    }),
  ),
  ...['name', 'slug', 'external_project_id'].map(
    (field): Fact => ({
      id: `projects.create.invalid.${field}`,
      sentence: `An object as \`${field}\` is rejected with 422 \`VALIDATION_FAILED\`.`,
      source: seed,
      check: async ({ lab }) =>
        expectError(await lab.createProject({ slug: lab.unique(), [field]: {} }), 422, 'VALIDATION_FAILED'),
    }),
  ),
  {
    id: 'projects.create.name-required',
    sentence: 'A project needs a `name`.',
    source: seed,
    check: async ({ lab }) => {
      const answer = await lab.createProject({ name: undefined, slug: lab.unique() });
      expect([400, 422].includes(answer.status) && codeOf(answer) !== 'WORKSPACE_REQUIRED', describe(answer));
    },
  },
  {
    id: 'projects.slugs.unique',
    sentence: 'Two projects of a workspace never have the same slug.',
    source: seed,
    check: async ({ lab }) => {
      const { slug } = await lab.newProject();
      await lab.createProject({ slug });
      const { length } = await lab.projectsWith('slug', slug);
      expect(length === 1, `${length} projects have it`);
    },
  },
  {
    id: 'projects.slugs.unique-after-update',
    sentence: 'An update does not give a project the slug of another one in its workspace.',
    source: seed,
    check: async ({ api, lab }) => {
      const [{ slug }, { id }] = [await lab.newProject(), await lab.newProject()];
      await api.patch(`/projects/${id}`, { slug });
      expect(objectIn(await api.get(`/projects/${id}`))['slug'] !== slug, 'both have it');
    },
  },
  {
    id: 'projects.slugs.per-workspace',
    sentence: 'Projects of two workspaces may have the same slug.',
    source: seed,
    check: async ({ lab }) => {
      const { slug } = await lab.newProject();
      const answer = await lab.createProject({ workspace_id: (await lab.secondWorkspace()).id, slug });
      expectStatus(answer);
      expect(objectIn(answer)['slug'] === slug, 'it has another slug');
    },
  },
  {
    id: 'projects.get',
    sentence: '`GET /projects/{id}` responds with the project.',
    source: seed,
    readsOnly: true,
    check: async ({ api, lab }) => {
      const { id, name, slug } = await lab.sampleProject();
      const answer = await api.get(`/projects/${id}`);
      expectStatus(answer);
      expectStored(objectIn(answer), { id, name, slug });
    },
  },
];

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string';
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value;
}

function expectFields(project: Fields): void {
  const wrong = Object.entries(projectFields).filter(([name, fits]) => !fits(project[name]));
  expect(wrong.length === 0, wrong.map(([name]) => `${name}: ${kindOf(project[name])}`).join(', '));
}

function expectAllIn(projects: readonly Fields[], workspaceId: unknown): void {
  expect(projects.length > 0, 'none');
  const others = projects.filter(({ workspace_id }) => workspace_id !== workspaceId);
  expect(others.length === 0, `${others.length} of ${projects.length} are of another workspace`);
}

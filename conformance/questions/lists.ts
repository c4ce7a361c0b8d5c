import type { Answer } from '../support/api.ts';
import { allowed, envelopeOf, fieldsOf, isSuccess, listIn, successful, yesNo } from '../support/seen.ts';
import { type Context, type Question, sameFor } from '../support/types.ts';
import { read } from './sentences.ts';

const ignored =
  'The client ignores it: it tells items by their id, and stops where `total` or a page without new ones says so.';

/** Lists: what holds them, and how they are paged. */
export const questions: readonly Question[] = [
  {
    id: 'lists.size',
    sentence: 'How many of 21 projects does `GET /projects?workspace_id=` have, unless it is asked for a page?',
    answers: {
      20: 'Iteration requests the next page; `hasMore` follows `total`, or whether the page is full.',
      21: 'Iteration takes a second request: a total that equals the length of a full page may count that page alone.',
    },
    probe: async (context) => String(listIn(successful(await manyProjects(context, '')))?.length),
  },
  {
    id: 'lists.page_size',
    sentence: 'Is `page_size` honoured there?',
    answers: { yes: '`pageSize` works; `ensure` looks through pages of 100.', no: ignored },
    probe: async (context) => yesNo(listIn(successful(await manyProjects(context, '&page_size=2')))?.length === 2),
  },
  {
    id: 'lists.per_page',
    sentence: 'Is `per_page` honoured there?',
    answers: sameFor('The client sends `page_size`.', 'yes', 'no'),
    probe: async (context) => yesNo(listIn(successful(await manyProjects(context, '&per_page=2')))?.length === 2),
  },
  {
    id: 'lists.total',
    sentence: 'What does `total` count?',
    answers: {
      'the list': '`total` has it, and `hasMore` follows it.',
      'the page': 'A total that equals the length of a full page counts as not known; iteration goes on.',
      'the only page': '`hasMore` is true, and iteration ends at a page without new items.',
    },
    probe: async (context) => {
      const answer = successful(await manyProjects(context, '&page=1&page_size=2'));
      const { total } = fieldsOf(answer.body);
      const { length = 0 } = listIn(answer) ?? [];
      if (length === 21) return total === 21 ? 'the only page' : `${total} of 21`;
      return total === length ? 'the page' : total === 21 ? 'the list' : `${total} of 21`;
    },
  },
  {
    id: 'lists.past-the-end',
    sentence: 'What is on a page after the last one?',
    answers: {
      nothing: 'Iteration ends there, if no total has ended it before.',
      'everything again': 'Each item still comes once: iteration ends at a page without new ones.',
      rejected: 'Iteration requests no such page where `total` is known; otherwise it rejects with that error.',
    },
    probe: async (context) => {
      const answer = await manyProjects(context, '&page=9&page_size=100');
      if (!isSuccess(allowed(answer))) return 'rejected';
      const { length = 0 } = listIn(answer) ?? [];
      return length === 0 ? 'nothing' : length === 21 ? 'everything again' : `${length} of 21`;
    },
  },
  {
    id: 'lists.order',
    sentence: 'In which order are projects listed?',
    answers: sameFor('The order is kept.', 'oldest first', 'newest first', 'by name', 'by slug'),
    probe: async ({ lab }) => {
      const { id } = await lab.secondWorkspace();
      const tag = lab.unique();
      // Created in an order that is neither that of their names nor that of their slugs.
      for (const [letter, place] of ['c2', 'a3', 'b1']) {
        await lab.newProject({ workspace_id: id, name: `${letter} ${tag}`, slug: `${tag}-${place}` });
      }
      const names = (await lab.everyItem(`/projects?workspace_id=${id}`)).map(({ name }) => String(name));
      const order = names
        .filter((name) => name.endsWith(tag))
        .map((name) => name[0])
        .join('');
      return { cab: 'oldest first', bac: 'newest first', abc: 'by name', bca: 'by slug' }[order] ?? order;
    },
  },
  {
    id: 'lists.filter',
    sentence: 'Does `GET /projects?slug=` find a project by its slug?',
    answers: { yes: 'Not used: `ensure` looks through the list.', no: '`ensure` looks through the list.' },
    probe: async ({ api, lab }) => {
      const { workspace_id, slug } = await lab.sampleProject();
      await lab.newProject();
      return yesNo(
        listIn(successful(await api.get(`/projects?workspace_id=${workspace_id}&slug=${slug}`)))?.length === 1,
      );
    },
  },
  {
    id: 'lists.envelope.projects',
    sentence: 'What does the body of `GET /projects` have?',
    answers: sameFor(read, 'data, total', 'data, page, total', 'data, meta, total'),
    readsOnly: true,
    probe: async ({ api }) => envelopeOf(successful(await api.get('/projects'))),
  },
  ...[
    { id: 'workspaces', path: '/workspaces' },
    { id: 'workspace-projects', path: '/workspaces/{id}/projects' },
  ].map(
    ({ id, path }): Question => ({
      id: `lists.envelope.${id}`,
      sentence: `What does the body of \`GET ${path}\` have?`,
      answers: sameFor(
        read,
        'data, total',
        'data, page',
        'data, meta',
        'data, next_cursor',
        'data',
        'workspaces',
        'projects',
        'items',
        'bare array',
      ),
      readsOnly: true,
      probe: async ({ api, lab }) => {
        const workspace = await lab.sampleWorkspace();
        return envelopeOf(successful(await api.get(path.replace('{id}', workspace.id))));
      },
    }),
  ),
  {
    id: 'lists.workspace-projects.page_size',
    sentence: 'Is `page_size` honoured by `GET /workspaces/{id}/projects`?',
    answers: { yes: '`pageSize` works.', no: ignored },
    probe: async ({ api, lab }) => {
      const { id } = await lab.workspace();
      for (let count = 0; count < 3; count++) await lab.newProject();
      return yesNo(listIn(successful(await api.get(`/workspaces/${id}/projects?page_size=2`)))?.length === 2);
    },
  },
];

/** The list of a workspace that has 21 projects, one more than a page is documented to have. */
async function manyProjects({ api, lab }: Context, query: string): Promise<Answer> {
  const { id } = await lab.once('many projects', async () => {
    const workspace = await lab.newWorkspace();
    for (let count = 0; count < 21; count++) await lab.newProject({ workspace_id: workspace.id });
    return workspace;
  });
  return api.get(`/projects?workspace_id=${id}${query}`);
}

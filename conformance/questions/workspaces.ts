import { allowed, describe, isSuccess, objectIn, placeOf, successful, yesNo } from '../support/seen.ts';
import { type Question, sameFor } from '../support/types.ts';
import { read, rejects } from './sentences.ts';

/** Workspaces. */
export const questions: readonly Question[] = [
  {
    id: 'workspaces.envelope',
    sentence: 'What holds the workspace in the body of `GET /workspaces/{id}`?',
    answers: sameFor(read, 'bare', 'data', 'workspace'),
    readsOnly: true,
    probe: async ({ api, lab }) =>
      placeOf(successful(await api.get(`/workspaces/${(await lab.sampleWorkspace()).id}`))),
  },
  {
    id: 'workspaces.external-id.shown',
    sentence: 'Is `external_workspace_id` shown on the workspace that has it?',
    answers: {
      yes: '`externalWorkspaceId` has it, and `ensure` returns no workspace that has another one.',
      no: '`externalWorkspaceId` is null, and `ensure` goes by the slug alone.',
    },
    probe: async ({ api, lab }) => {
      const { id } = await lab.workspace();
      return yesNo(objectIn(successful(await api.get(`/workspaces/${id}`)))['external_workspace_id'] === lab.name);
    },
  },
  {
    id: 'workspaces.external-id.unique',
    sentence: 'May two workspaces have the same `external_workspace_id`?',
    answers: {
      yes: 'Both are created; `ensure` tells them by their slugs.',
      ...sameFor(rejects, '409 CONFLICT', '422 VALIDATION_FAILED'),
      'the existing workspace': 'The call gives it, under its own slug; `ensure` rejects, naming both slugs.',
    },
    probe: async ({ lab }) => {
      const external_workspace_id = lab.unique();
      const first = await lab.newWorkspace({ external_workspace_id });
      const answer = await lab.createWorkspace({ external_workspace_id });
      if (!isSuccess(answer)) return describe(answer);
      return objectIn(answer)['id'] === first.id ? 'the existing workspace' : 'yes';
    },
  },
  {
    id: 'workspaces.slugs.taken',
    sentence: 'What happens to a workspace whose slug another one of the organization has?',
    answers: {
      'rejected with 409': '`ensure` finds the one that has the slug.',
      'rejected with 422': '`ensure` finds the one that has the slug.',
      'rejected with 400': '`ensure` finds the one that has the slug.',
      'the existing workspace': '`create` and `ensure` give it; `created` is true although it was there.',
      'created under another slug': '`ensure` rejects with `MiosaResponseError`, naming both slugs and the id.',
      'created under the same slug': '`ensure` makes a second workspace: keep `workspace.id` with your customer.',
    },
    probe: async ({ lab }) => {
      const { id } = await lab.workspace();
      const answer = await lab.createWorkspace({ slug: lab.name });
      if (!isSuccess(answer)) return `rejected with ${answer.status}`;
      if (objectIn(answer)['id'] === id) return 'the existing workspace';
      return objectIn(answer)['slug'] === lab.name ? 'created under the same slug' : 'created under another slug';
    },
  },
  {
    id: 'workspaces.settings.answer',
    sentence: 'What does `PUT /workspaces/{id}/settings` respond with?',
    answers: sameFor(
      '`updateSettings` gives what comes, as an open object.',
      'the workspace',
      'the settings',
      'nothing',
    ),
    probe: async ({ api, lab }) => {
      const { id } = await lab.workspace();
      const object = objectIn(successful(await api.put(`/workspaces/${id}/settings`, { conformance: 2 })));
      if (object['id'] === id) return 'the workspace';
      return object['conformance'] === 2 ? 'the settings' : 'nothing';
    },
  },
  {
    id: 'workspaces.stats.envelope',
    sentence: 'What holds the counts in the body of `GET /workspaces/{id}/stats`?',
    answers: sameFor(read, 'bare', 'data'),
    readsOnly: true,
    probe: async ({ api, lab }) =>
      placeOf(successful(await api.get(`/workspaces/${(await lab.sampleWorkspace()).id}/stats`))),
  },
  {
    id: 'workspaces.delete.answer',
    sentence: 'What does `DELETE /workspaces/{id}` respond with?',
    answers: {
      '204': '`delete` gives an empty object.',
      '200': '`delete` gives the body, whatever it has.',
      '202': '`delete` gives the body, and does not wait for more.',
    },
    probe: async ({ api, lab }) =>
      String(successful(await api.delete(`/workspaces/${(await lab.newWorkspace()).id}`)).status),
  },
  {
    id: 'workspaces.delete.not-empty',
    sentence: 'What happens to a workspace that has projects, without `force`?',
    answers: {
      deleted: '`delete` resolves: ask before you call it.',
      'rejected with 409': '`ConflictError`; `delete(id, { force: true })` deletes the projects, too.',
      'rejected with 422': '`ValidationFailedError`; `delete(id, { force: true })` deletes the projects, too.',
    },
    probe: async ({ api, lab }) => {
      const { id } = await lab.newWorkspace();
      await lab.newProject({ workspace_id: id });
      const answer = allowed(await api.delete(`/workspaces/${id}`));
      if (isSuccess(answer)) return 'deleted';
      return `rejected with ${answer.status}`;
    },
  },
];

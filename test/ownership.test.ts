import { MiosaConfigError, type Ownership, ownershipFields, WorkspaceRequiredError } from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { misuse } from './support/refusal.ts';

describe('ownershipFields', () => {
  const workspaces = [
    [{ workspaceId: 'w' }, { workspace_id: 'w' }],
    [
      { workspaceId: 'w', externalWorkspaceId: 'ew' },
      { workspace_id: 'w', external_workspace_id: 'ew' },
    ],
    [{ workspaceSlug: 'ws' }, { workspace_slug: 'ws' }],
    [
      { workspaceSlug: 'ws', workspaceName: 'W', externalWorkspaceId: 'ew' },
      { workspace_slug: 'ws', workspace_name: 'W', external_workspace_id: 'ew' },
    ],
    [{ externalWorkspaceId: 'ew' }, { external_workspace_id: 'ew' }],
  ] as const;
  const projects = [
    [{ projectId: 'p' }, { project_id: 'p' }],
    [
      { projectId: 'p', externalProjectId: 'ep' },
      { project_id: 'p', external_project_id: 'ep' },
    ],
    [{ projectSlug: 'ps' }, { project_slug: 'ps' }],
    [
      { projectSlug: 'ps', projectName: 'P', externalProjectId: 'ep' },
      { project_slug: 'ps', project_name: 'P', external_project_id: 'ep' },
    ],
    [{ externalProjectId: 'ep' }, { external_project_id: 'ep' }],
  ] as const;
  const users = [
    [{}, {}],
    [{ externalUserId: 'u' }, { external_user_id: 'u' }],
    [{ externalUserId: undefined }, {}],
  ] as const;
  const combinations = workspaces.flatMap(([workspace, workspaceFields]) =>
    projects.flatMap(([project, projectFields]) =>
      users.map(([user, userFields]): [Ownership, object] => [
        { ...workspace, ...project, ...user },
        { ...workspaceFields, ...projectFields, ...userFields },
      ]),
    ),
  );

  test.each(combinations)('turns %j into the fields of a resource create', (ownership, fields) => {
    expect(ownershipFields(ownership)).toStrictEqual(fields);
  });

  test.each([
    ['no workspace', { projectId: 'p' }, WorkspaceRequiredError, 'workspaceId'],
    ['no project', { workspaceId: 'w' }, MiosaConfigError, 'projectId'],
    ['two workspaces', { workspaceId: 'w', workspaceSlug: 'ws', projectId: 'p' }, MiosaConfigError, 'workspaceSlug'],
    ['two projects', { workspaceId: 'w', projectId: 'p', projectSlug: 'ps' }, MiosaConfigError, 'projectSlug'],
    ['an unknown field', { workspaceId: 'w', projectId: 'p', userId: 'u' }, MiosaConfigError, 'userId'],
    ['null instead of an object', null, MiosaConfigError, 'object'],
  ])('refuses %s', (_, ownership, ErrorClass, word) => {
    const call = () => ownershipFields(misuse(ownership));
    expect(call).toThrow(ErrorClass);
    expect(call).toThrow(word);
  });
});

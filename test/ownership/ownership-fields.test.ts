import {
  MiosaConfigError,
  type Ownership,
  type OwnershipFields,
  ownershipFields,
  WorkspaceRequiredError,
} from 'miosa-client';
import { describe, expect, test } from 'vitest';
import { misuse } from '../support/refusal.ts';

describe('ownershipFields', () => {
  test.each<[Ownership, OwnershipFields]>([
    [
      { workspaceId: 'w', projectId: 'p' },
      { workspace_id: 'w', project_id: 'p' },
    ],
    [
      { workspaceId: 'w', externalWorkspaceId: 'ew', projectId: 'p', externalProjectId: 'ep', externalUserId: 'u' },
      {
        workspace_id: 'w',
        external_workspace_id: 'ew',
        project_id: 'p',
        external_project_id: 'ep',
        external_user_id: 'u',
      },
    ],
    [
      { workspaceSlug: 'ws', externalWorkspaceId: 'ew', projectSlug: 'ps', externalProjectId: 'ep' },
      { workspace_slug: 'ws', external_workspace_id: 'ew', project_slug: 'ps', external_project_id: 'ep' },
    ],
    [
      { workspaceSlug: 'ws', workspaceName: 'W', projectSlug: 'ps', projectName: 'P' },
      { workspace_slug: 'ws', workspace_name: 'W', project_slug: 'ps', project_name: 'P' },
    ],
    [
      { workspaceId: 'w', workspaceName: 'W', externalProjectId: 'ep', projectName: 'P' },
      { workspace_id: 'w', workspace_name: 'W', external_project_id: 'ep', project_name: 'P' },
    ],
    [
      { externalWorkspaceId: 'ew', externalProjectId: 'ep', externalUserId: undefined },
      { external_workspace_id: 'ew', external_project_id: 'ep' },
    ],
    [
      { workspaceId: 'w', externalWorkspaceId: null, projectSlug: 'ps', externalProjectId: null, workspaceName: null },
      { workspace_id: 'w', project_slug: 'ps' },
    ],
  ])('turns %j into the fields of a resource create', (ownership, fields) => {
    expect(ownershipFields(ownership)).toStrictEqual(fields);
  });

  test.each([
    ['no workspace', { projectId: 'p' }, WorkspaceRequiredError, 'externalWorkspaceId [nothing was sent]'],
    ['no project', { workspaceId: 'w' }, MiosaConfigError, 'projectId'],
    ['two workspaces', { workspaceId: 'w', workspaceSlug: 'ws', projectId: 'p' }, MiosaConfigError, 'workspaceSlug'],
    ['two projects', { workspaceId: 'w', projectId: 'p', projectSlug: 'ps' }, MiosaConfigError, 'projectSlug'],
    ['an unknown field', { workspaceId: 'w', projectId: 'p', userId: 'u' }, MiosaConfigError, 'userId'],
    ['null instead of an object', null, MiosaConfigError, 'object'],
  ])('throws for %s', (_, ownership, ErrorClass, word) => {
    const call = () => ownershipFields(misuse(ownership));
    expect(call).toThrow(ErrorClass);
    expect(call).toThrow(word);
  });
});

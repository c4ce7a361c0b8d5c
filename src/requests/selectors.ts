/** Chooses a workspace by its UUID. */
export interface WorkspaceById {
  /** UUID of the workspace. */
  readonly workspaceId: string;
  /** Your own id for the workspace. It is sent along, and does not choose. */
  readonly externalWorkspaceId?: string | undefined;
  readonly workspaceSlug?: never;
  readonly workspaceName?: never;
}

/** Chooses a workspace by its slug. */
export interface WorkspaceBySlug {
  /** Slug of the workspace, unique inside the organization. */
  readonly workspaceSlug: string;
  /** Name for the workspace, where a resource create makes one. Not for `projects.create`. */
  readonly workspaceName?: string | undefined;
  /** Your own id for the workspace. It is sent along, and does not choose. */
  readonly externalWorkspaceId?: string | undefined;
  readonly workspaceId?: never;
}

/** Chooses a workspace by your own id for it. */
export interface WorkspaceByExternalId {
  /** Your own id for the workspace. */
  readonly externalWorkspaceId: string;
  readonly workspaceId?: never;
  readonly workspaceSlug?: never;
  readonly workspaceName?: never;
}

/** Chooses a workspace in exactly one way. */
export type WorkspaceSelector = WorkspaceById | WorkspaceBySlug | WorkspaceByExternalId;

/** Chooses a project by its UUID. */
export interface ProjectById {
  /** UUID of the project. */
  readonly projectId: string;
  /** Your own id for the project. It is sent along, and does not choose. */
  readonly externalProjectId?: string | undefined;
  readonly projectSlug?: never;
  readonly projectName?: never;
}

/** Chooses a project by its slug. */
export interface ProjectBySlug {
  /** Slug of the project, unique inside its workspace. */
  readonly projectSlug: string;
  /** Name for the project, where a resource create makes one. */
  readonly projectName?: string | undefined;
  /** Your own id for the project. It is sent along, and does not choose. */
  readonly externalProjectId?: string | undefined;
  readonly projectId?: never;
}

/** Chooses a project by your own id for it. */
export interface ProjectByExternalId {
  /** Your own id for the project. */
  readonly externalProjectId: string;
  readonly projectId?: never;
  readonly projectSlug?: never;
  readonly projectName?: never;
}

/** Chooses a project in exactly one way. */
export type ProjectSelector = ProjectById | ProjectBySlug | ProjectByExternalId;

/** Whose a resource is: a workspace, a project in it, and perhaps one of your users. */
export type Ownership = WorkspaceSelector & ProjectSelector & OwnershipUser;

/** The user part of {@link Ownership}. */
export interface OwnershipUser {
  /** Your own id for the end user. */
  readonly externalUserId?: string | undefined;
}

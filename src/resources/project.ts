import type { JsonObject } from './json.ts';

/** What one customer builds: an app, a website, a lead magnet. It belongs to a workspace and owns all resources. */
export interface Project {
  /** UUID. */
  id: string;
  /** The organization, as an opaque string. */
  tenantId: string;
  /** UUID of the workspace that the project belongs to. */
  workspaceId: string;
  /** Your own id for the workspace, or `null`. */
  externalWorkspaceId: string | null;
  /** Your own id for the project, or `null`. */
  externalProjectId: string | null;
  /** The name that people read. */
  name: string;
  /** URL-safe, unique inside the workspace. */
  slug: string;
  /** Free text, or `null`. */
  description: string | null;
  /** Your own data; its keys are never renamed. */
  metadata: JsonObject;
  /** The project's settings; its keys are never renamed. */
  settings: JsonObject;
  /** ISO 8601, exactly as the API sent it. */
  createdAt: string;
  /** ISO 8601, exactly as the API sent it. */
  updatedAt: string;
}

import type { JsonObject } from './json.ts';

/**
 * One of your downstream customers. No full workspace is documented: what the documented clients know is promised here,
 * and whatever else the API sends stays on the object.
 */
export interface Workspace {
  /** UUID. */
  id: string;
  /** The organization, as an opaque string, or `null`. */
  tenantId: string | null;
  /** Your own id for the workspace, or `null`. */
  externalWorkspaceId: string | null;
  /** The name that people read. */
  name: string;
  /** URL-safe, unique inside the organization, or `null`. */
  slug: string | null;
  /** Free text, or `null`. */
  description: string | null;
  /** Your own data; its keys are never renamed. */
  metadata: JsonObject;
  /** The workspace's settings; its keys are never renamed. */
  settings: JsonObject;
  /** ISO 8601, exactly as the API sent it, or `null`. */
  createdAt: string | null;
  /** ISO 8601, exactly as the API sent it, or `null`. */
  updatedAt: string | null;
}

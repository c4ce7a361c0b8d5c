import { MiosaConfigError } from '../errors/client-errors.ts';
import { isRecord } from '../errors/is-record.ts';
import type { PreviewDomainScope } from '../resources/preview-domain.ts';

/** A scope, told apart. */
export interface ResolvedScope {
  /** What the domain is set on. */
  readonly level: 'project' | 'workspace' | 'organization';
  /** The path parameters that name it. */
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Tells apart whose preview domain is meant.
 *
 * @throws {MiosaConfigError} When the scope is none, or two at once.
 */
export function resolveScope(scope: PreviewDomainScope): ResolvedScope {
  if (scope === 'organization') return { level: 'organization', parameters: {} };
  const { projectId, workspaceId } = isRecord(scope) ? scope : {};
  if (projectId !== undefined && workspaceId === undefined) return { level: 'project', parameters: { id: projectId } };
  if (workspaceId !== undefined && projectId === undefined)
    return { level: 'workspace', parameters: { id: workspaceId } };
  throw new MiosaConfigError("The scope must be one of { projectId }, { workspaceId } and 'organization'.");
}

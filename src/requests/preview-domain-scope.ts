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
 * @throws {MiosaConfigError} When it is none, two at once, or has another field: a project has a `workspaceId`, too, and
 *   would set the domain of every project beside it.
 */
export function resolveScope(scope: PreviewDomainScope): ResolvedScope {
  if (scope === 'organization') return { level: 'organization', parameters: {} };
  const { projectId, workspaceId, ...others } = isRecord(scope) ? scope : {};
  const isAlone =
    Object.values(others).every((value) => value === undefined) &&
    (projectId === undefined || workspaceId === undefined);
  if (isAlone && projectId !== undefined) return { level: 'project', parameters: { id: projectId } };
  if (isAlone && workspaceId !== undefined) return { level: 'workspace', parameters: { id: workspaceId } };
  throw new MiosaConfigError(
    "The scope must be one of { projectId }, { workspaceId } and 'organization', with nothing beside it.",
  );
}

import type {
  EnsuredProject,
  EnsuredWorkspace,
  Issue,
  JsonObject,
  JsonValue,
  Page,
  PreviewDomain,
  PreviewDomainCheck,
  PreviewUrlExamples,
  Project,
  Workspace,
} from 'miosa-client';
import type { OptionalKeysOf } from 'type-fest';
import * as documents from './seed.ts';

/** Tells whether a value is of a declared type. */
export type Kind<T> = (value: unknown) => value is T;

export const nothing: Kind<undefined> = (value) => value === undefined;
export const string: Kind<string> = (value) => typeof value === 'string';
export const number: Kind<number> = (value) => typeof value === 'number';
export const boolean: Kind<boolean> = (value) => typeof value === 'boolean';
const yes: Kind<true> = (value) => value === true;

export function either<A, B>(one: Kind<A>, other: Kind<B>): Kind<A | B> {
  return (value): value is A | B => one(value) || other(value);
}

const nullable = <T>(kind: Kind<T>): Kind<T | null> => either(kind, (value): value is null => value === null);

export function list<T>(item: Kind<T>): Kind<T[]> {
  return (value): value is T[] => Array.isArray(value) && value.every(item);
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** An object that has all declared fields, and perhaps others. */
export function fields<T extends object>(
  kinds: { readonly [Name in keyof T]-?: Kind<T[Name]> },
  mayBeMissing: readonly OptionalKeysOf<T>[] = [],
): Kind<T> {
  const missing: readonly PropertyKey[] = mayBeMissing;
  return (value): value is T =>
    isPlainObject(value) &&
    Object.entries<Kind<unknown>>(kinds).every(([name, kind]) =>
      Object.hasOwn(value, name) ? kind(value[name]) : missing.includes(name),
    );
}

/** Without recursion: what is nested deeply is JSON, too. */
export const jsonValue: Kind<JsonValue> = (value): value is JsonValue => {
  const left = [value];
  while (left.length > 0) {
    const next = left.pop();
    if (Array.isArray(next) || isPlainObject(next)) left.push(...Object.values(next));
    else if (next !== null && !string(next) && !number(next) && !boolean(next)) return false;
  }
  return true;
};

export const jsonObject: Kind<JsonObject> = (value): value is JsonObject => isPlainObject(value) && jsonValue(value);

/**
 * The kind of an object whose fields are those of a document: strings, maps, and strings that may be null.
 *
 * @param mayBeNull - The fields that the document shows as strings, and that may be null all the same.
 */
function like<T extends object>(document: T, mayBeNull: readonly (keyof T)[] = []): Kind<T> {
  const names: readonly PropertyKey[] = mayBeNull;
  const kinds = Object.entries(document).map(([name, value]) => {
    if (isPlainObject(value)) return [name, jsonObject];
    return [name, value === null || names.includes(name) ? nullable(string) : string];
  });
  // Each field of the document has got a kind.
  return fields<T>(Object.fromEntries(kinds));
}

export const project: Kind<Project> = like<Project>(documents.project, ['externalWorkspaceId', 'externalProjectId']);

export const ensuredProject: Kind<EnsuredProject> = fields<EnsuredProject>({ project, created: boolean });

export const workspace: Kind<Workspace> = like<Workspace>(documents.workspace, [
  'tenantId',
  'externalWorkspaceId',
  'slug',
  'description',
  'createdAt',
  'updatedAt',
]);

export const ensuredWorkspace: Kind<EnsuredWorkspace> = fields<EnsuredWorkspace>({ workspace, created: boolean });

export const pageOf = <Item>(item: Kind<Item>): Kind<Page<Item>> =>
  fields<Page<Item>>({ data: list(item), page: number, total: either(number, nothing), hasMore: boolean });

export const previewDomain: Kind<PreviewDomain> = fields<PreviewDomain>({
  scope: string,
  id: nullable(string),
  previewDomain: nullable(string),
  effectiveDomain: nullable(string),
  status: string,
  dnsStatus: nullable(string),
  urlExamples: nullable(
    fields<PreviewUrlExamples>({
      defaultPreview: nullable(string),
      portPreview: nullable(string),
      deployment: nullable(string),
    }),
  ),
});

const checkKinds = { status: string, dnsStatus: string, target: string, records: list(jsonValue), raw: jsonValue };

export const check: Kind<PreviewDomainCheck> = fields<PreviewDomainCheck>({ ...checkKinds, ready: boolean }, [
  'status',
  'dnsStatus',
  'target',
]);

export const readyCheck: Kind<PreviewDomainCheck> = (value): value is PreviewDomainCheck =>
  check(value) && yes(value.ready);

export const issue: Kind<Issue> = fields<Issue>({ field: string, message: string, code: string }, ['code']);

import { MiosaConfigError } from '../errors/errors.ts';
import { isPlainObject } from '../json.ts';

/**
 * Puts an id into a route.
 *
 * @throws {@link MiosaConfigError} When it would change which endpoint is reached. Encoding cannot help there: `..`
 *   stays `..`, and an empty one leaves an empty segment.
 */
export function fillRoute(route: string, id: unknown): string {
  if (!route.includes('{id}')) return route;
  // As the methods call it: `projectId` for `/projects/{id}`.
  const name = route.replace(/^\/(\w+)s\/.*/, '$1Id');
  if (typeof id !== 'string' || id === '' || id === '.' || id === '..') {
    throw new MiosaConfigError(`${name} must be a non-empty string other than "." and "..".`);
  }
  try {
    return route.replace('{id}', () => encodeURIComponent(id));
  } catch {
    throw new MiosaConfigError(`${name} is not well-formed Unicode.`);
  }
}

/** Segments of visible characters that no URL parser drops or replaces, and perhaps a query. */
const relativePath = /^\/?([^\s\\/?#{}\p{Cc}\p{Cs}]+\/)*[^\s\\/?#{}\p{Cc}\p{Cs}]+(\?[^#\p{Cc}\p{Cs}]*)?$/u;
const dotSegment = /(^|\/)(\.|%2e){1,2}(\/|\?|$)/i;

/**
 * Checks a path that the caller wrote whole.
 *
 * @throws {@link MiosaConfigError} When it could leave `baseUrl`, repeats its end, or has an empty segment where an id
 *   was meant to be.
 */
export function checkPath(path: unknown, baseUrl: string): string {
  if (typeof path !== 'string' || !relativePath.test(path) || dotSegment.test(path)) {
    throw new MiosaConfigError(
      'The path must be relative to baseUrl, such as "/sandboxes/abc": no scheme, no "..", no empty part, no "#", no "{".',
    );
  }
  const absolute = path.replace(/^\/?/, '/');
  const segments = new URL(baseUrl).pathname.slice(1).split('/');
  const ends = segments.map((_, index) => `/${segments.slice(index).join('/')}`);
  const repeated = ends.find((end, index) => {
    // A single segment may be chance, unless it is all of the path, or the version.
    const isCertain = index === 0 || index < segments.length - 1 || /^\/v\d+$/.test(end);
    return isCertain && `${absolute}/`.startsWith(`${end}/`);
  });
  if (repeated !== undefined) {
    throw new MiosaConfigError(`The path repeats "${repeated}", the end of baseUrl: remove it from the path.`);
  }
  return absolute;
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** The route of a path that the caller wrote: its UUIDs are ids. */
export function routeOf(path: string): string {
  return path.replace(uuid, '{id}');
}

/**
 * Adds query parameters to a path. One that is `undefined` or `null` is left out.
 *
 * @throws {@link MiosaConfigError} When one is an object.
 */
export function withQuery(path: string, query: Readonly<Record<string, unknown>> = {}): string {
  if (!isPlainObject(query)) throw new MiosaConfigError('query must be a plain object of names and values.');
  let result = path;
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue;
    if (typeof value === 'object') throw new MiosaConfigError(`query.${name} must be a string, a number or a boolean.`);
    result += `${result.includes('?') ? '&' : '?'}${new URLSearchParams({ [name]: String(value) })}`;
  }
  return result;
}

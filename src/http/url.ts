import { MiosaConfigError } from '../errors/client-errors.ts';
import { isRecord } from '../json.ts';

/**
 * Fills the parameters of a route in.
 *
 * @throws {MiosaConfigError} When a parameter would change which endpoint is reached. Encoding cannot help there:
 *   `..` stays `..`, and an empty one leaves a hole.
 */
export function fillRoute(route: string, parameters: Readonly<Record<string, unknown>>): string {
  return route.replace(/\{(\w+)\}/g, (_, name: string) => encodeSegment(name, parameters[name]));
}

function encodeSegment(name: string, value: unknown): string {
  if (typeof value !== 'string' || value === '' || value === '.' || value === '..') {
    throw new MiosaConfigError(`The path parameter "${name}" must be a non-empty string other than "." and "..".`);
  }
  try {
    return encodeURIComponent(value);
  } catch {
    throw new MiosaConfigError(`The path parameter "${name}" is not well-formed Unicode.`);
  }
}

/**
 * Checks a path that the caller wrote whole.
 *
 * @throws {MiosaConfigError} When it could leave `baseUrl`, repeats the end of it, or has a hole where an id was meant
 *   to be.
 */
export function checkPath(path: unknown, baseUrl: string): string {
  if (typeof path !== 'string') throw new MiosaConfigError('The path must be a string such as "/sandboxes".');
  const [pathname = ''] = path.split('?');
  const segments = pathname.replace(/^\//, '').split('/');
  const climbs = segments.some((segment) => /^(\.|%2e){1,2}$/i.test(segment));
  if (climbs || segments.includes('') || /[\\\s{}]/.test(pathname) || path.includes('#') || hasUnsafeCharacter(path)) {
    throw new MiosaConfigError(
      'The path must be relative to baseUrl, such as "/sandboxes/abc": no scheme, no "..", no empty part, no "#", no "{".',
    );
  }
  const repeated = repeatedEnd(segments, baseUrl);
  if (repeated !== undefined) {
    throw new MiosaConfigError(`The path repeats "${repeated}", which baseUrl ends with already: leave it out.`);
  }
  return `/${path.replace(/^\//, '')}`;
}

/** URL parsers silently drop or replace them: what arrives would be another path. */
function hasUnsafeCharacter(path: string): boolean {
  return /[\p{Control}\p{Surrogate}]/u.test(path);
}

/** The end of `baseUrl` that a path begins with: all of its path, two segments or more, or the version. */
function repeatedEnd(segments: readonly string[], baseUrl: string): string | undefined {
  const base = new URL(baseUrl).pathname.split('/').filter(Boolean);
  for (let start = 0; start < base.length; start++) {
    const end = base.slice(start);
    const isTelling = start === 0 || end.length >= 2 || /^v\d+$/.test(end.join());
    if (isTelling && end.every((segment, index) => segment === segments[index])) return `/${end.join('/')}`;
  }
  return undefined;
}

const uuid = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/** The route of a path that the caller wrote: its UUIDs are ids. */
export function routeOf(path: string): string {
  return path.replace(uuid, '{id}');
}

/**
 * Adds query parameters to a path. One that is `undefined` or `null` is left out.
 *
 * @throws {MiosaConfigError} When one is an object.
 */
export function withQuery(path: string, query: Readonly<Record<string, unknown>> | undefined): string {
  if (query === undefined) return path;
  if (!isRecord(query) || typeof query['entries'] === 'function') {
    throw new MiosaConfigError('query must be a plain object of names and values: Object.fromEntries makes one.');
  }
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === null) continue;
    if (typeof value === 'object') throw new MiosaConfigError(`query.${name} must be a string, a number or a boolean.`);
    parameters.append(name, String(value));
  }
  const text = String(parameters);
  return text === '' ? path : `${path}${path.includes('?') ? '&' : '?'}${text}`;
}

import { MiosaConfigError } from '../errors/client-errors.ts';

/**
 * Fills the parameters of a path template in.
 *
 * @throws {MiosaConfigError} When a parameter would change which endpoint is reached. Encoding cannot help there:
 *   `..` stays `..`, and an empty one leaves a hole.
 */
export function fillPath(template: string, parameters: Readonly<Record<string, unknown>>): string {
  const [path = '', ...query] = template.split('?');
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeSegment(name, parameters[name]));
  return [filled, ...query].join('?');
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
 * @throws {MiosaConfigError} When it could leave `baseUrl`, or has a hole where an id was meant to be.
 */
export function checkPath(path: unknown): string {
  if (typeof path !== 'string') throw new MiosaConfigError('The path must be a string such as "/sandboxes".');
  const [pathname = ''] = path.split('?');
  const segments = pathname.replace(/^\//, '').split('/');
  const climbs = segments.some((segment) => /^(\.|%2e){1,2}$/i.test(segment));
  if (climbs || segments.includes('') || /[\\\s]/.test(pathname) || path.includes('#') || hasUnsafeCharacter(path)) {
    throw new MiosaConfigError(
      'The path must be relative to baseUrl, such as "/sandboxes/abc": no scheme, no "..", no empty part, no "#".',
    );
  }
  return `/${path.replace(/^\//, '')}`;
}

/** URL parsers drop or replace them in silence: what arrives would be another path. */
function hasUnsafeCharacter(path: string): boolean {
  return /[\p{Control}\p{Surrogate}]/u.test(path);
}

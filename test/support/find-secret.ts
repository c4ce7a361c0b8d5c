import { inspect } from 'node:util';

interface Place {
  readonly path: string;
  readonly depth: number;
  readonly value: unknown;
}

/** Getters that make a new object each time would be followed for ever. */
const maximumDepth = 12;

/**
 * Looks for a secret in whatever can be reached from a value: all properties, hidden, inherited and symbols among them,
 * getters, the entries of collections, bytes, and the value turned into text in every common way.
 *
 * @returns The path to the first place that shows it, or `undefined`.
 */
export function findSecret(root: unknown, secret: string): string | undefined {
  const seen = new Set<unknown>();
  const places: Place[] = [{ path: 'value', depth: 0, value: root }];
  for (const place of places) {
    const text = asText(place.value);
    if (text?.includes(secret)) return place.path;
    if (text !== undefined || !isObject(place.value) || seen.has(place.value) || place.depth > maximumDepth) continue;
    seen.add(place.value);
    places.push(...properties(place, place.value), ...entries(place, place.value));
  }
  return Object.entries(renderings).find(([, render]) => attempt(() => render(root).includes(secret)))?.[0];
}

const show = (value: unknown) => inspect(value, { depth: 20, showHidden: true, getters: false });

const renderings = {
  'util.inspect': show,
  'JSON.stringify': (value: unknown) => JSON.stringify(value),
  String,
  structuredClone: (value: unknown) => show(structuredClone(value)),
};

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'symbol') return value.toString();
  return ArrayBuffer.isView(value) || value instanceof ArrayBuffer ? new TextDecoder().decode(value) : undefined;
}

function properties({ path, depth }: Place, value: object): Place[] {
  return lineage(value).flatMap((holder) =>
    Reflect.ownKeys(holder)
      .filter((key) => key !== 'constructor')
      .flatMap((key) => {
        const property = typeof key === 'symbol' ? `${path}[${key.toString()}]` : `${path}.${key}`;
        return [
          { path: `the name of ${property}`, depth, value: key },
          { path: property, depth: depth + 1, value: attempt(() => Reflect.get(holder, key, value)) },
        ];
      }),
  );
}

/** The value and its prototypes, but for those that all objects share. */
function lineage(value: object): object[] {
  const holders: object[] = [];
  for (let holder: object | null = value; holder !== null; holder = Object.getPrototypeOf(holder)) {
    if (holder === Object.prototype || holder === Function.prototype) break;
    holders.push(holder);
  }
  return holders;
}

function entries({ path, depth }: Place, value: object): Place[] {
  const collections = [Map, Set, Headers, URLSearchParams, FormData];
  if (!collections.some((Collection) => value instanceof Collection)) return [];
  // All of them can be iterated; their entries have no common type.
  const items = [...(value as Iterable<unknown>)];
  return items.map((item, index) => ({ path: `${path}<entry ${index}>`, depth: depth + 1, value: item }));
}

/** A value that cannot be had in some way shows nothing in that way. */
function attempt(get: () => unknown): unknown {
  try {
    return get();
  } catch {
    return undefined;
  }
}

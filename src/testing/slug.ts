import type { SlugConfig } from './options.ts';

/**
 * A URL-safe slug from any text: `Dr. Smith Clinic` becomes `dr-smith-clinic`.
 *
 * MIOSA's own rule is not documented; this one gives what the documented example shows.
 *
 * @param text - A name, or a slug to normalize.
 * @param fallback - The result where the text has no letter or digit.
 */
export function slugFrom(text: string, fallback: string): string {
  const ascii = text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
  return ascii.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || fallback;
}

/** The slug itself, or the first numbered one that is not taken. Either is cut to the length that is allowed. */
export function freeSlug(slug: string, taken: ReadonlySet<string>, { maxSlugLength }: SlugConfig): string {
  for (let number = 1; ; number++) {
    const suffix = number === 1 ? '' : `-${number}`;
    const candidate = `${cut(slug, maxSlugLength - suffix.length)}${suffix}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/**
 * Decides on a slug that was sent.
 *
 * @param taken - The slugs that other records of its scope have.
 * @returns The slug to store, or the message of a 422.
 */
export function acceptSlug(
  sent: unknown,
  taken: ReadonlySet<string>,
  config: SlugConfig,
): { readonly slug: string } | { readonly message: string } {
  if (sent === '') return { message: "can't be blank" };
  const slug = normalizeSlug(sent, config);
  if (!isSlug(slug)) return { message: 'is invalid' };
  if (!taken.has(slug)) return { slug };
  return config.suffixTakenSlugs ? { slug: freeSlug(slug, taken, config) } : { message: 'has already been taken' };
}

/** The slug as the emulator stores it: unchanged, unless it is asked to normalize. */
export function normalizeSlug(sent: unknown, { normalizeSlugs, maxSlugLength }: SlugConfig): unknown {
  return normalizeSlugs && typeof sent === 'string' ? cut(slugFrom(sent, ''), maxSlugLength) : sent;
}

/** Whether a value is a slug that needs no encoding in a URL. */
export function isSlug(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value);
}

function cut(slug: string, length: number): string {
  return slug.slice(0, Math.max(length, 1)).replace(/-$/, '');
}

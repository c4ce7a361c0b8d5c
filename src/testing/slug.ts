/**
 * A URL-safe slug from a name: `Dr. Smith Clinic` becomes `dr-smith-clinic`.
 *
 * How MIOSA derives its slugs is not documented; this is what the documented example shows.
 *
 * @param fallback - Taken when nothing is left of the name.
 */
export function slugFrom(name: string, fallback: string): string {
  const ascii = name
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase();
  return ascii.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || fallback;
}

/** The slug itself, or with the first number behind it that is free. */
export function freeSlug(slug: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? slug : `${slug}-${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

/** Whether a slug may stand in a URL as it is. */
export function isSlug(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9]+(-[a-z0-9]+)*$/.test(value);
}

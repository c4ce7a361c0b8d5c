/** Whether a server that corrects slugs makes the same of both: `Lead Magnet` becomes `lead-magnet`. */
export function isSameSlug(actual: string, wanted: string): boolean {
  return normalise(actual) === normalise(wanted);
}

/** The same, where it deletes what others replace by a hyphen: `Smith's` becomes `smiths`. */
export function hasSameLetters(actual: string, wanted: string): boolean {
  return lettersOf(actual) === lettersOf(wanted);
}

/** Whether it has cut the end off. Numbers are not cut off: `clinic-12` is another one than `clinic-1`. */
export function isShortened(actual: string, wanted: string): boolean {
  const [beginning, whole] = [normalise(actual), normalise(wanted)];
  return beginning !== '' && whole.startsWith(beginning) && !/^-?\d+$/.test(whole.slice(beginning.length));
}

function normalise(slug: string): string {
  const ascii = slug.normalize('NFKD').replace(/\p{Mark}/gu, '');
  return ascii
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function lettersOf(slug: string): string {
  return normalise(slug).replaceAll('-', '');
}

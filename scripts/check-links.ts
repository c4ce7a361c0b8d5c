/**
 * Checks the documentation after it was built: that every internal link of the site leads somewhere, fragments included,
 * and so does every link of the Markdown that is packed.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const site = path.join(root, 'docs/site/dist');
const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const isExternal = (link: string): boolean => /^(?:[a-z]+:|\/\/)/.test(link);

const pages = globSync('**/*.html', { cwd: site });
if (pages.length === 0) throw new Error('There is no site to check: run "npm run docs".');
const html = new Map(pages.map((page) => [path.join(site, page), readFileSync(path.join(site, page), 'utf8')]));
const links = pages.flatMap((page) => linksOf(path.join(site, page)));
const problems = [...links.flatMap(brokenLink), ...brokenListings()];

if (problems.length > 0) {
  console.error(problems.join('\n'));
  process.exitCode = 1;
} else {
  console.log(`${links.length} internal links on ${pages.length} pages lead somewhere.`);
}

interface Link {
  readonly page: string;
  readonly href: string;
}

function linksOf(page: string): Link[] {
  const attributes = (html.get(page) ?? '').matchAll(/\s(?:href|src)="([^"]*)"/g);
  return [...attributes]
    .map(([, href = '']) => ({ page, href: href.replaceAll('&amp;', '&') }))
    .filter(({ href }) => !isExternal(href));
}

function brokenLink({ page, href }: Link): string[] {
  const [target = '', fragment = ''] = href.split('#');
  const file = target === '' ? page : fileOf(page, decodeURIComponent(target));
  const text = html.get(file);
  const isBroken = !existsSync(file) || (fragment !== '' && text !== undefined && !hasId(text, fragment));
  return isBroken ? [`${path.relative(root, page)}: ${href} leads nowhere`] : [];
}

function fileOf(page: string, target: string): string {
  const file = target.startsWith('/') ? path.join(site, target) : path.join(path.dirname(page), target);
  return file.endsWith('/') ? path.join(file, 'index.html') : file;
}

function hasId(text: string, fragment: string): boolean {
  return text.includes(` id="${decodeURIComponent(fragment)}"`);
}

/** What is packed must not point to what is not there. */
function brokenListings(): string[] {
  const relativeLinks = (file: string): string[] =>
    [...read(file).matchAll(/\]\(([^)]+)\)/g)].map(([, link = '']) => link).filter((link) => !isExternal(link));
  const nowhere = relativeLinks('llms.txt').filter((link) => !existsSync(path.join(root, link)));
  return [
    ...nowhere.map((link) => `llms.txt: ${link} leads nowhere`),
    ...relativeLinks('README.md').map((link) => `README.md: ${link} leads nowhere on npm`),
  ];
}

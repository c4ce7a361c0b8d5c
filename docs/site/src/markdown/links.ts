import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineMdastPlugin, type MdastVisitorContext } from 'satteri';
import { pageId } from '../reference.ts';

const docs = path.resolve(import.meta.dirname, '../../..');

/** The file that is rendered, relative to `docs`. */
function currentFile({ fileURL }: MdastVisitorContext): string {
  if (fileURL === undefined) throw new Error('Markdown without a file cannot have relative links.');
  return path.relative(docs, fileURLToPath(fileURL));
}

/** The way from the page that is rendered to the root of the site: it may be served below any path. */
export function pathToRoot(context: MdastVisitorContext): string {
  const id = pageId(currentFile(context));
  return id === '' ? './' : '../'.repeat(id.split('/').length);
}

/** Makes links between Markdown files links between pages. */
export const links = defineMdastPlugin({
  name: 'links',
  link(node, context) {
    const [, file, fragment = ''] = /^([^:#]+\.md)(#.*)?$/.exec(node.url) ?? [];
    if (file === undefined) return;
    const target = pageId(path.join(path.dirname(currentFile(context)), file));
    context.setProperty(node, 'url', `${pathToRoot(context)}${target}/${fragment}`);
  },
});

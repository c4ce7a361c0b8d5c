import { defineMdastPlugin } from 'satteri';
import { stripTypes } from '../run/strip-types.ts';

const escapeAttribute = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');

/**
 * Code blocks that say more than their language:
 *
 * - `ts run` is a whole program; the block `txt` after it is what it prints.
 * - `ts errors=2345` does not compile, with these errors.
 */
export const examples = defineMdastPlugin({
  name: 'examples',
  code(node, context) {
    if (node.meta === 'run') {
      const index = context.indexOf(node) ?? 0;
      const output = context.parent(node).children[index + 1];
      if (output?.type !== 'code' || output.lang !== 'txt')
        throw new Error(`No block "txt" says what this prints:\n${node.value}`);
      context.insertBefore(node, {
        type: 'html',
        value: `<run-example class="not-content" program="${escapeAttribute(stripTypes(node.value))}">`,
      });
      context.insertBefore(output, {
        type: 'html',
        value: '<div class="results"><div class="output"><p class="title">Output</p>',
      });
      context.insertAfter(output, { type: 'html', value: '</div></div></run-example>' });
    }
    const [, errors] = /^errors=([\d,]+)$/.exec(node.meta ?? '') ?? [];
    if (errors !== undefined)
      context.setProperty(node, 'value', `// @errors: ${errors.replaceAll(',', ' ')}\n${node.value}`);
  },
});

import path from 'node:path';
import { createTransformerFactory, rendererRich } from '@shikijs/twoslash';
import type { Element, ElementContent, Text } from 'hast';
import { createTwoslasher } from 'twoslash';
import ts from 'typescript';

const root = path.resolve(import.meta.dirname, '../../../..');
const packageTypes = './docs/site/node_modules/miosa-client/dist';

const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), ts.sys.readFile);
const { options } = ts.convertCompilerOptionsFromJson(
  {
    ...config.compilerOptions,
    lib: [...config.compilerOptions.lib, 'ESNext.Array'],
    noUnusedLocals: false,
    isolatedDeclarations: false,
    declaration: false,
    // As users see them.
    paths: {
      'miosa-client': [`${packageTypes}/index.d.ts`],
      'miosa-client/testing': [`${packageTypes}/testing/index.d.ts`],
      'miosa-client/testing/msw': [`${packageTypes}/testing/msw.d.ts`],
      'miosa-client/testing/node': [`${packageTypes}/testing/node.d.ts`],
    },
  },
  root,
);

const twoslasher = createTwoslasher({ vfsRoot: root, compilerOptions: options });

/** Lets a name carry its type in a template, for the script of the page to show. */
function withTemplate({ popup, token }: { popup: Element; token: Element | Text }): ElementContent[] {
  // Parameters, results and errors stand in the reference.
  const children = popup.children.filter(
    (child) => !String((child as Element).properties?.class).includes('docs-tags'),
  );
  const template: Element = { type: 'element', tagName: 'template', properties: {}, children };
  return [token, template];
}

/** The first paragraph of a docstring, its code as code. The rest stands in the reference. */
function docs(text: string): ElementContent[] {
  const [summary = ''] = text.replace(/\{@link (\S+?)\s*\}/g, '`$1`').split('\n\n');
  return summary.split('`').map((part, index) => {
    const content: Text = { type: 'text', value: part };
    return index % 2 === 0 ? content : { type: 'element', tagName: 'code', properties: {}, children: [content] };
  });
}

const renderer = rendererRich({
  renderMarkdown: docs,
  hast: {
    hoverToken: { properties: { tabindex: '-1' } },
    hoverCompose: withTemplate,
  },
});

/** Adds the type of each name to the TypeScript blocks, and the errors of the compiler where they are expected. */
export const typesOnHover = createTransformerFactory(twoslasher, renderer)({ langs: ['ts', 'tsx'] });

import { declareValuePlugin, PluginKind } from '@stryker-mutator/api/plugin';

/** @param {{ isNewExpression(): boolean, node: { callee?: { name?: string } } }} path */
function makesError({ node }) {
  return node.type === 'NewExpression' && /Error$|^ErrorClass$/.test(node.callee.name ?? '');
}

/** Leaves the wording of errors alone: tests look for what a message has to name, not for its every word. */
export const strykerPlugins = [
  declareValuePlugin(PluginKind.Ignore, 'error-texts', {
    shouldIgnore(path) {
      const isText = path.isStringLiteral() || path.isTemplateLiteral();
      return isText && path.findParent(makesError) ? 'The wording of an error is not tested word by word.' : undefined;
    },
  }),
];

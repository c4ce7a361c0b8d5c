import { defineHastPlugin } from 'satteri';

/** Gives each row about an error class an anchor, such as `#ratelimiterror`, to lead somebody to what to do about it. */
export const rowAnchors = defineHastPlugin({
  name: 'row-anchors',
  element: {
    filter: ['tr'],
    visit(node, context) {
      const cell = node.children.find((child) => child.type === 'element');
      const name = cell?.type === 'element' && cell.tagName === 'td' ? context.textContent(cell) : '';
      if (/^\w+Error$/.test(name)) context.setProperty(node, 'id', name.toLowerCase());
    },
  },
});

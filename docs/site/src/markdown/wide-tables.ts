import { defineHastPlugin } from 'satteri';

/** Puts each table into an element that scrolls, also for who has no mouse: the page does not. */
export const wideTables = defineHastPlugin({
  name: 'wide-tables',
  element: {
    filter: ['table'],
    visit(node, context) {
      const properties = { className: ['wide-table'], role: 'group', ariaLabel: 'Table', tabIndex: 0 };
      context.wrapNode(node, { type: 'element', tagName: 'div', properties, children: [] });
    },
  },
});

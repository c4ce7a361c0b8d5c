import { defineHastPlugin } from 'satteri';

/** Puts each table into an element that scrolls, also for who has no mouse: the page does not. */
export const wideTables = defineHastPlugin({
  name: 'wide-tables',
  element: {
    filter: ['table'],
    visit(node, context) {
      // For the search, prose counts more: a long table has each word many times.
      const search = { dataPagefindWeight: '0.2' };
      const properties = { className: ['wide-table'], role: 'group', ariaLabel: 'Table', tabIndex: 0, ...search };
      context.wrapNode(node, { type: 'element', tagName: 'div', properties, children: [] });
    },
  },
});

import { defineMdastPlugin } from 'satteri';

/** Removes the title from a page: the layout shows the one of the front matter. */
export const title = defineMdastPlugin({
  name: 'title',
  heading(node, context) {
    if (node.depth === 1) context.removeNode(node);
  },
});

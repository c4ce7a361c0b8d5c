/** What editing needs: loaded when a reader edits for the first time. */
import { javascript } from '@codemirror/lang-javascript';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { tags } from '@lezer/highlight';
import { EditorView, minimalSetup } from 'codemirror';

export { stripTypes } from '../strip-types.ts';

/** The colors of the code blocks, which follow the theme of the page; the editor's own are for a light one. */
const highlighting = HighlightStyle.define([
  { tag: [tags.keyword, tags.operator], color: 'light-dark(#a0111f, #ff9492)' },
  { tag: tags.derefOperator, color: 'inherit' },
  { tag: tags.string, color: 'light-dark(#032563, #addcff)' },
  {
    tag: [tags.number, tags.bool, tags.null, tags.definition(tags.variableName)],
    color: 'light-dark(#023b95, #91cbff)',
  },
  { tag: [tags.function(tags.variableName), tags.typeName, tags.className], color: 'light-dark(#622cbc, #dbb7ff)' },
  { tag: tags.comment, color: 'light-dark(#58616b, #bdc4cc)' },
]);

const theme = EditorView.theme({
  '&': {
    border: '1px solid var(--sl-color-text-accent)',
    borderRadius: '0.5rem',
    background: 'var(--sl-color-bg)',
    fontSize: '0.8125rem',
  },
  '.cm-scroller': { fontFamily: 'var(--__sl-font-mono)', lineHeight: '1.6' },
  '.cm-content': { caretColor: 'currentColor' },
  '.cm-cursor': { borderLeftColor: 'currentColor' },
  '& > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground':
    { background: 'light-dark(#cfdcfa, #2b4276)' },
});

/** Makes an editor. `Tab` moves the focus on, as everywhere on the page. */
export function createEditor(code: string): EditorView {
  const label = EditorView.contentAttributes.of({ 'aria-label': 'The program' });
  const language = javascript({ typescript: true });
  return new EditorView({
    doc: code,
    extensions: [minimalSetup, language, syntaxHighlighting(highlighting), theme, label],
  });
}

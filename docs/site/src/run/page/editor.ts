/** What editing needs: loaded when a reader edits for the first time. */
import { javascript } from '@codemirror/lang-javascript';
import { EditorView, minimalSetup } from 'codemirror';
import { transform } from 'sucrase';

/** Shows an editor in a place. `Tab` moves the focus on, as everywhere on the page. */
export function openEditor(parent: HTMLElement, code: string): { code(): string; close(): void } {
  const label = EditorView.contentAttributes.of({ 'aria-label': 'The program' });
  const view = new EditorView({
    parent,
    doc: code,
    extensions: [minimalSetup, javascript({ typescript: true }), label],
  });
  view.focus();
  return { code: () => view.state.doc.toString(), close: () => view.destroy() };
}

/** Makes JavaScript that a run can evaluate. @throws {SyntaxError} When it is no TypeScript. */
export function stripTypes(code: string): string {
  return transform(code, { transforms: ['typescript', 'imports'], disableESTransforms: true }).code;
}

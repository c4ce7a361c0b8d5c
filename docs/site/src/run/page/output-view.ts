import type { RunEvent } from '../protocol.ts';
import { element } from './element.ts';

/** Shows what a program printed. */
export class OutputView {
  readonly #list: HTMLElement;

  constructor(list: HTMLElement) {
    this.#list = list;
    list.replaceChildren();
  }

  add(event: RunEvent): void {
    if (event.type === 'print') this.#list.append(element('pre', { class: event.level }, event.text));
    if (event.type === 'table') this.#list.append(tableOf(event.columns, event.rows));
  }
}

function tableOf(columns: readonly string[], rows: readonly (readonly string[])[]): HTMLElement {
  const head = element('tr', {}, ...columns.map((column) => element('th', { scope: 'col' }, column)));
  const body = rows.map((row) => element('tr', {}, ...row.map((cell) => element('td', {}, cell))));
  return element('table', {}, element('thead', {}, head), element('tbody', {}, ...body));
}

import type { RequestSent, ResponseArrived, RunEvent } from '../protocol.ts';
import { element } from './element.ts';

/** Shows what a program sent, what came back, and how long the client waited in between. */
export class RequestsView {
  readonly #list: HTMLElement;
  readonly #open = new Map<number, HTMLElement>();

  constructor(list: HTMLElement) {
    this.#list = list;
    list.replaceChildren();
  }

  add(event: RunEvent): void {
    if (event.type === 'request') this.#addRequest(event);
    if (event.type === 'response') this.#addResponse(event);
    if (event.type === 'wait') {
      const text = `waits ${milliseconds(event.delayMs)}, then sends it again: ${event.reason}`;
      this.#list.append(element('li', { class: 'wait' }, text));
    }
  }

  #addRequest({ id, method, path, headers, body }: RequestSent): void {
    const summary = element('summary', {}, element('span', { class: 'method' }, method), ` ${withoutBase(path)} `);
    const details = element(
      'details',
      {},
      summary,
      part('Headers', headerLines(headers)),
      part('Body', readable(body)),
    );
    this.#open.set(id, details);
    this.#list.append(element('li', {}, details));
  }

  #addResponse({ id, status, durationMs, body }: ResponseArrived): void {
    const details = this.#open.get(id);
    const isSuccess = status !== undefined && status < 400;
    const outcome = element('span', { class: isSuccess ? 'success' : 'failure' }, String(status ?? 'dropped'));
    details?.querySelector('summary')?.append(outcome, ` ${milliseconds(durationMs)}`);
    details?.append(part('Response', readable(body)));
  }
}

/** What all requests share says nothing about one of them. */
function withoutBase(path: string): string {
  return path.replace(/^\/api\/v1/, '');
}

function part(title: string, text: string): Node {
  if (text === '') return document.createDocumentFragment();
  return element('div', { class: 'part' }, element('p', { class: 'title' }, title), element('pre', {}, text));
}

function headerLines(headers: Readonly<Record<string, string>>): string {
  return Object.entries(headers)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');
}

function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}

function milliseconds(duration: number): string {
  return `${Math.round(duration).toLocaleString('en')} ms`;
}

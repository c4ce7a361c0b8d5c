import type { Fault, RunEvent } from '../protocol.ts';
import { element } from './element.ts';
import { OutputView } from './output-view.ts';
import { RequestsView } from './requests-view.ts';
import { startSession } from './session.ts';

const faultLabels: Readonly<Record<Fault, string>> = {
  none: 'no fault',
  slow: 'slow responses',
  unavailable: '503 for the first two requests',
  drop: 'first response lost',
  'rate-limit': 'first request rate limited',
};

type Editor = ReturnType<typeof import('./editor.ts').createEditor>;

/** A program of the documentation with its output, which can be run and edited. */
class RunExample extends HTMLElement {
  readonly #run = element('button', { type: 'button', class: 'run' }, 'Run');
  readonly #edit = element('button', { type: 'button' }, 'Edit');
  readonly #faults = element('select', { 'aria-label': 'Fault' });
  readonly #status = element('span', { role: 'status' });
  readonly #output = element('div', { class: 'lines', tabindex: '0', role: 'group', 'aria-label': 'Output' });
  readonly #requests = element('ol', { class: 'sent', tabindex: '0', 'aria-label': 'Requests' });
  #editor: Editor | undefined;
  #isRunning = false;
  /** Ends the last run. It may go on after its program has ended, with what that did not await. */
  #lastRun = new AbortController();

  connectedCallback(): void {
    for (const [fault, label] of Object.entries(faultLabels))
      this.#faults.append(element('option', { value: fault }, label));
    this.#run.addEventListener('click', () => (this.#isRunning ? this.#end() : this.#start()));
    this.#edit.addEventListener('click', () => (this.#editor === undefined ? this.#startEditing() : this.#undo()));
    // A program that has faults of its own shows those.
    this.#faults.hidden = /\bfailNext\(|\bfaults:/.test(this.getAttribute('program') ?? '');
    const toolbar = element('div', { class: 'toolbar' }, this.#run, this.#edit, this.#faults, this.#status);
    this.querySelector('.results')?.before(toolbar);
  }

  disconnectedCallback(): void {
    this.#lastRun.abort();
  }

  async #start(): Promise<void> {
    this.#lastRun.abort();
    this.#lastRun = new AbortController();
    const { signal } = this.#lastRun;
    const output = new OutputView(this.#output);
    const requests = new RequestsView(this.#requests);
    this.#showResults();
    this.#setRunning(true, 'Running …');
    try {
      const program = await this.#program();
      // One of the values of the options above.
      const fault = this.#faults.value as Fault;
      await startSession({ program, fault }, signal, (event) => {
        if (event.type === 'timeout') this.#setRunning(false, 'Stopped: it did not end within 20 s.');
        else if (event.type === 'end') this.#setRunning(false, summaryOf(event));
        else {
          output.add(event);
          requests.add(event);
        }
      });
    } catch (error) {
      if (signal.aborted) return;
      output.add({ type: 'print', level: 'error', text: String(error) });
      this.#setRunning(false, 'Not run.');
    }
  }

  #end(): void {
    this.#lastRun.abort();
    this.#setRunning(false, 'Stopped.');
  }

  #setRunning(isRunning: boolean, status: string): void {
    this.#isRunning = isRunning;
    this.#run.textContent = isRunning ? 'Stop' : 'Run';
    this.#status.textContent = status;
  }

  /** What was printed takes the place of what the page says is printed. */
  #showResults(): void {
    this.querySelector('.output pre')?.replaceWith(this.#output);
    if (this.#requests.isConnected) return;
    const title = element('p', { class: 'title' }, 'Requests');
    this.querySelector('.results')?.append(element('div', { class: 'requests' }, title, this.#requests));
  }

  async #program(): Promise<string> {
    if (this.#editor === undefined) return this.getAttribute('program') ?? '';
    const { stripTypes } = await import('./editor.ts');
    return stripTypes(this.#editor.state.doc.toString());
  }

  async #startEditing(): Promise<void> {
    // A second press while the editor is loaded would open a second one.
    this.#edit.disabled = true;
    try {
      const { createEditor } = await import('./editor.ts');
      const code = this.#code();
      this.#editor = createEditor(code.textContent ?? '');
      code.before(this.#editor.dom);
      code.hidden = true;
      this.#editor.focus();
      this.#edit.textContent = 'Undo edits';
    } catch {
      this.#status.textContent = 'The editor could not be loaded.';
    } finally {
      this.#edit.disabled = false;
    }
  }

  #undo(): void {
    this.#editor?.destroy();
    this.#editor = undefined;
    this.#code().hidden = false;
    this.#edit.textContent = 'Edit';
  }

  #code(): HTMLElement {
    const code = this.querySelector('pre');
    if (code === null) throw new Error('An example has no code.');
    return code;
  }
}

function summaryOf({ durationMs, omitted }: Extract<RunEvent, { type: 'end' }>): string {
  const ended = `Finished in ${Math.round(durationMs).toLocaleString('en')} ms.`;
  return omitted === 0 ? ended : `${ended} Lines not shown: ${omitted.toLocaleString('en')}.`;
}

customElements.define('run-example', RunExample);

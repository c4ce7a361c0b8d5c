import type { Watch } from '../domain-watch.ts';
import type { Problem } from '../problem.ts';
import { element } from './element.ts';
import { Notice } from './notice.ts';

/** What the picked project shows beside its name. */
const stateWords: Readonly<Record<Watch['state'], string>> = {
  checking: 'Waiting for DNS',
  waiting: 'Waiting for DNS',
  troubled: 'Waiting for DNS',
  stopped: 'Checks stopped',
  ready: 'Ready',
  failed: 'Not ready',
};

/** Everything about one project: its name, its state, and how far the customer has come in three steps. */
export class Sheet {
  readonly #sheet = element('#sheet', HTMLElement);
  readonly #name = element('#project-name', HTMLElement);
  readonly #pill = element('#pill', HTMLElement);
  readonly #problem = new Notice(element('#sheet-problem', HTMLElement));
  readonly #steps = [...document.querySelectorAll<HTMLElement>('.step')];

  /** Shows whose page it is. */
  showCustomer(name: string): void {
    element('#customer', HTMLElement).textContent = name;
  }

  /** Shows that a project's domain is being read. */
  showLoading(name: string): void {
    this.#name.textContent = name;
    this.#sheet.dataset['state'] = 'loading';
    this.#sheet.ariaBusy = 'true';
    this.#problem.hide();
  }

  /** Shows why it could not be read. */
  showProblem(problem: Problem, retry: () => void): void {
    this.#sheet.dataset['state'] = 'problem';
    this.#sheet.ariaBusy = 'false';
    this.#problem.show(problem, retry);
  }

  /** Shows the steps, for a project with or without a domain of its own. */
  showSteps(domain: string | null): void {
    this.#sheet.dataset['state'] = 'steps';
    this.#sheet.ariaBusy = 'false';
    this.#pill.textContent = 'Standard address';
    this.#pill.dataset['state'] = 'none';
    this.#markDone(domain === null ? 0 : 1);
  }

  /** Shows how far the checks of the domain have come. */
  showState(state: Watch['state']): void {
    this.#pill.textContent = stateWords[state];
    this.#pill.dataset['state'] = state;
    this.#markDone(state === 'ready' ? this.#steps.length : 1);
  }

  #markDone(count: number): void {
    for (const [index, step] of this.#steps.entries()) {
      step.dataset['progress'] = index < count ? 'done' : index === count ? 'now' : 'later';
      step.ariaCurrent = index === count ? 'step' : null;
    }
  }
}

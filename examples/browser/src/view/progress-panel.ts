import type { PreviewDomainCheck } from 'miosa-client';
import { isRunning, type Watch } from '../domain-watch.ts';
import { clock, roughly } from '../format.ts';
import { announce, announceProblem } from './announce.ts';
import { element } from './element.ts';
import { referenceLine } from './notice.ts';

/** What the customer can do while the domain is being checked. */
export interface ProgressActions {
  readonly onStop: () => void;
  readonly onResume: () => void;
}

interface Look {
  readonly icon: string;
  readonly title: string;
  readonly detail: string;
  readonly action: string;
}

/** Shows how far the checks have come, and counts down to the next one. */
export class ProgressPanel {
  readonly #off = element('#progress-off', HTMLElement);
  readonly #panel = element('#progress', HTMLElement);
  readonly #icon = element('#progress-icon', SVGUseElement);
  readonly #title = element('#progress-title', HTMLElement);
  readonly #detail = element('#progress-detail', HTMLElement);
  readonly #reference = element('#progress-reference', HTMLElement);
  readonly #action = element('#progress-action', HTMLButtonElement);
  readonly #track = element('#track', HTMLElement);
  readonly #fill = element('#track-fill', HTMLElement);
  readonly #counts = element('#counts', HTMLElement);
  readonly #checks = element('#count-checks', HTMLElement);
  readonly #time = element('#count-time', HTMLElement);
  readonly #next = element('#count-next', HTMLElement);
  #watch: Watch | undefined;
  #ticker: ReturnType<typeof setInterval> | undefined;

  constructor({ onStop, onResume }: ProgressActions) {
    this.#action.addEventListener('click', () => {
      if (this.#watch !== undefined && isRunning(this.#watch.state)) onStop();
      else onResume();
    });
  }

  /** Shows that there is nothing to check. */
  hide(): void {
    this.#watch = undefined;
    clearInterval(this.#ticker);
    this.#off.hidden = false;
    this.#panel.hidden = true;
  }

  /** Shows how far it has come with a domain. */
  show(watch: Watch, domain: string): void {
    const { icon, title, detail, action } = lookOf(watch, domain);
    this.#watch = watch;
    this.#off.hidden = true;
    this.#panel.hidden = false;
    this.#panel.dataset['state'] = watch.state;
    this.#icon.setAttribute('href', icon);
    this.#title.textContent = title;
    this.#detail.textContent = detail;
    this.#reference.textContent = watch.problem === undefined ? '' : referenceLine(watch.problem);
    this.#action.textContent = action;
    this.#checks.textContent = String(watch.checks);
    // What is ready is not waited for any more.
    this.#track.hidden = watch.state === 'ready';
    this.#counts.hidden = watch.state === 'ready';
    this.#tell(watch, title, detail);

    clearInterval(this.#ticker);
    this.#tick(watch);
    if (isRunning(watch.state)) this.#ticker = setInterval(() => this.#tick(watch), 250);
  }

  /** Draws what changes with time alone. */
  #tick({ state, elapsedMs, measuredAt, nextCheckMs }: Watch): void {
    const passed = isRunning(state) ? performance.now() - measuredAt : 0;
    this.#time.textContent = clock(elapsedMs + passed);
    const left = nextCheckMs === undefined ? 0 : Math.max(0, nextCheckMs - passed);
    this.#next.textContent = nextCheck(state, left);
    const share = nextCheckMs === undefined ? 0 : 1 - left / nextCheckMs;
    this.#fill.style.transform = `scaleX(${share})`;
  }

  /** Each change once: the countdown is for the eyes only. */
  #tell({ state, checks, nextCheckMs }: Watch, title: string, detail: string): void {
    if (state === 'failed') announceProblem(`${title}. ${detail}`);
    else if (nextCheckMs === undefined || state === 'troubled') announce(`${title}. ${detail}`);
    else announce(`Check ${checks}: ${detail} The next check is in ${roughly(nextCheckMs)}.`);
  }
}

function nextCheck(state: Watch['state'], left: number): string {
  if (!isRunning(state)) return '–';
  return left > 0 ? `in ${Math.ceil(left / 1000)} s` : 'now';
}

function lookOf({ state, lastCheck, problem }: Watch, domain: string): Look {
  switch (state) {
    case 'checking':
      return { icon: '#icon-dot', title: 'Looking for the records', detail: 'One moment.', action: 'Stop checking' };
    case 'waiting':
      return { icon: '#icon-dot', title: 'Waiting for DNS', detail: finding(lastCheck), action: 'Stop checking' };
    case 'troubled':
      return {
        icon: '#icon-dot',
        title: 'Waiting for an answer',
        detail: 'The service did not answer the last check. We keep trying.',
        action: 'Stop checking',
      };
    case 'stopped':
      return {
        icon: '#icon-pause',
        title: 'Checks are stopped',
        detail: 'Resume them when both records are in place.',
        action: 'Resume checking',
      };
    case 'ready':
      return {
        icon: '#icon-tick',
        title: `${domain} is ready`,
        detail: 'Drafts and published pages open under your own domain from now on. Nothing is left to do.',
        action: 'Check again',
      };
    case 'failed': {
      const { title = '', advice = '' } = problem ?? {};
      return { icon: '#icon-alert', title, detail: advice, action: 'Check again' };
    }
  }
}

/** What a check found that was not ready. The API may use words that nobody documents. */
function finding(check: PreviewDomainCheck | undefined): string {
  const state = check?.dnsStatus ?? check?.status;
  if (state === undefined || state.startsWith('pending')) {
    return 'The records are not visible yet. New ones take minutes, sometimes hours.';
  }
  return `The last check says: ${state}.`;
}

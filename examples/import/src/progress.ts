import { clearLine, cursorTo } from 'node:readline';

/** How far an import is. */
export interface Counts {
  readonly total: number;
  /** Of the total: created, found or failed for good. */
  readonly done: number;
  /** Of those done. */
  readonly failed: number;
  /** Requests that were repeated, and jobs. */
  readonly retries: number;
}

/** Where progress is shown: `process.stdout`, for instance. */
export type ProgressStream = NodeJS.WritableStream & { readonly isTTY?: boolean; readonly columns?: number };

/** The rate is that of the last seconds, so that a pause shows. */
const rateWindow = 10_000;
/** How often a line is printed where none can be rewritten, in milliseconds. */
const lineInterval = 5000;
const barWidth = 20;

/** Shows how far an import is: in a terminal in one line that is rewritten, else in lines at intervals. */
export class Progress {
  readonly #stream: ProgressStream;
  readonly #now: () => number;
  readonly #samples: { readonly time: number; readonly done: number }[] = [];
  #lastLine = Number.NEGATIVE_INFINITY;

  constructor(stream: ProgressStream = process.stdout, now: () => number = () => performance.now()) {
    this.#stream = stream;
    this.#now = now;
  }

  /** Shows the present state. In a terminal, {@link end} it before anything else is printed. */
  show(counts: Counts): void {
    const now = this.#now();
    this.#samples.push({ time: now, done: counts.done });
    while (this.#samples.length > 2 && now - (this.#samples[0]?.time ?? now) > rateWindow) this.#samples.shift();
    if (this.#stream.isTTY) this.#rewrite(`${bar(counts)} ${describe(counts, this.#rate())}`);
    else if (now - this.#lastLine >= lineInterval) this.#print(counts);
  }

  /** Shows the last state, and leaves it. */
  end(counts: Counts): void {
    this.#lastLine = Number.NEGATIVE_INFINITY;
    this.show(counts);
    if (this.#stream.isTTY) this.#stream.write('\n');
  }

  /** Customers a second, lately; `undefined` at the start. */
  #rate(): number | undefined {
    const [first] = this.#samples;
    const last = this.#samples.at(-1);
    if (first === undefined || last === undefined || last.time === first.time) return undefined;
    return ((last.done - first.done) / (last.time - first.time)) * 1000;
  }

  #print(counts: Counts): void {
    this.#lastLine = this.#now();
    this.#stream.write(`${describe(counts, this.#rate())}\n`);
  }

  #rewrite(line: string): void {
    cursorTo(this.#stream, 0);
    // One that wraps could not be rewritten.
    this.#stream.write(line.slice(0, (this.#stream.columns ?? 80) - 1));
    clearLine(this.#stream, 1);
  }
}

function bar({ done, total }: Counts): string {
  const filled = total === 0 ? barWidth : Math.floor((done / total) * barWidth);
  return '█'.repeat(filled) + '░'.repeat(barWidth - filled);
}

/** The state in words. */
function describe({ total, done, failed, retries }: Counts, perSecond: number | undefined): string {
  const percent = total === 0 ? 100 : Math.floor((done / total) * 100);
  const parts = [
    `${number(done)}/${number(total)} ${percent} %`,
    `${number(failed)} failed`,
    `${number(retries)} retries`,
  ];
  if (perSecond !== undefined && done < total) {
    parts.splice(1, 0, `${perSecond.toFixed(1)}/s`);
    parts.push(perSecond > 0 ? `${duration((total - done) / perSecond)} left` : 'waiting');
  }
  return parts.join(', ');
}

/** A time that people can plan with. */
export function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.ceil(whole / 60);
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function number(value: number): string {
  return value.toLocaleString('en');
}

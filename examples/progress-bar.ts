import { styleText } from 'node:util';

/** Where a bar is drawn: `process.stdout`, or what a test puts in its place. */
export interface ProgressOutput {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const width = 24;
const redrawMs = 80;

/**
 * How much of a time limit has passed. In a terminal it is one line that moves with the time; elsewhere it is one line
 * per update. Full and empty parts are different characters, so that it can be read without colour.
 */
export class ProgressBar {
  readonly #totalMs: number;
  readonly #output: ProgressOutput;
  readonly #start = performance.now();
  readonly #timer: ReturnType<typeof setInterval> | undefined;
  #text = '';

  constructor(totalMs: number, output: ProgressOutput = process.stdout) {
    this.#totalMs = totalMs;
    this.#output = output;
    if (output.isTTY) this.#timer = setInterval(() => this.#redraw(), redrawMs);
  }

  /** Says what is going on now. */
  update(text: string): void {
    this.#text = text;
    if (this.#output.isTTY) this.#redraw();
    else this.#output.write(`${this.#line(this.#share)}\n`);
  }

  /** Ends it, and fills it where the goal was reached. */
  end(text: string, isReached: boolean): void {
    clearInterval(this.#timer);
    this.#text = text;
    const line = this.#line(isReached ? 1 : this.#share);
    this.#output.write(this.#output.isTTY ? `\r\u001b[K${line}\n` : `${line}\n`);
  }

  get #elapsedMs(): number {
    return performance.now() - this.#start;
  }

  get #share(): number {
    return Math.min(1, this.#elapsedMs / this.#totalMs);
  }

  #redraw(): void {
    this.#output.write(`\r\u001b[K${this.#line(this.#share)}`);
  }

  #line(share: number): string {
    const full = Math.round(share * width);
    const bar = styleText('cyan', '█'.repeat(full)) + styleText('dim', '░'.repeat(width - full));
    const details = ` ${(this.#elapsedMs / 1000).toFixed(1)} s  ${this.#text}`;
    // A line that wraps would not be erased whole.
    const room = (this.#output.isTTY && this.#output.columns ? this.#output.columns - 1 : Infinity) - width - 2;
    return `  ${bar}${details.slice(0, Math.max(0, room))}`;
  }
}

/** How long to measure: at least so many milliseconds, and at least so many calls. */
export interface Turn {
  readonly milliseconds: number;
  readonly calls: number;
}

/**
 * The side of a worker that stays: it measures whenever its parent tells it to, and reports. A worker that waits takes
 * no processor.
 */
export function serveTurns(measure: (turn: Turn) => Promise<object>): void {
  process.on('message', (turn: Turn) => {
    // A rejection ends the process, which the parent notices.
    measure(turn).then((sample) => process.send?.(sample));
  });
}

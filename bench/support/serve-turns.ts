/** How long to measure, in milliseconds. */
export interface Turn {
  readonly milliseconds: number;
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

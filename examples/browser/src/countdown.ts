/** Counts a wait down, once a second, and says when it is over. */
export class Countdown {
  #timer: ReturnType<typeof setInterval> | undefined;

  /**
   * Starts, in place of what was counted before.
   *
   * @param show - Called at once and then each second with what is left in milliseconds, 0 at the end.
   */
  start(waitMs: number, show: (leftMs: number) => void): void {
    this.stop();
    const end = performance.now() + waitMs;
    const tick = (): void => {
      const left = Math.max(0, end - performance.now());
      if (left === 0) this.stop();
      show(left);
    };
    this.#timer = setInterval(tick, 1000);
    tick();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

import "server-only";

/**
 * One at a time, first come first served. A database connection has one lane: a statement occupies it while it runs, a
 * transaction until it ends.
 */
export class Lane {
  #held = false;
  readonly #waiting: (() => void)[] = [];

  /** Waits for the lane; the returned function gives it to the next in line (once, however often it is called). */
  async enter(): Promise<() => void> {
    if (this.#held) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    this.#held = true;
    let left = false;
    return () => {
      if (left) return;
      left = true;
      const next = this.#waiting.shift();
      // Passed on without being released, so that nobody gets in between.
      if (next) next();
      else this.#held = false;
    };
  }
}

import "server-only";
import { type Deadline, orLate } from "@/lib/deadline";

/** A limited number in parallel. Later ones wait until their deadline, first come first served, while the queue has space. */
export class Turns {
  #held = 0;
  readonly #waiting = new Set<() => void>();

  /** @param atOnce the number of parallel turns @param mostWaiting the most that wait for one */
  constructor(
    private readonly atOnce: number,
    private readonly mostWaiting: number,
  ) {}

  /**
   * Waits for a turn; the returned function ends it, and has to be called once.
   *
   * @returns null when no turn came in time, or too many wait
   */
  async take(deadline: Deadline): Promise<(() => void) | null> {
    if (this.#held < this.atOnce) {
      this.#held += 1;
      return () => this.#end();
    }
    if (this.#waiting.size >= this.mostWaiting) return null;
    let call = () => {};
    const turn = new Promise<true>((resolve) => {
      call = () => resolve(true);
    });
    this.#waiting.add(call);
    const came = await orLate(turn, deadline);
    // A turn that was passed on just as the time ended is still a turn.
    if (came === null && this.#waiting.delete(call)) return null;
    return () => this.#end();
  }

  /** Passed on without being released, so that nobody gets in between. */
  #end(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#held -= 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}

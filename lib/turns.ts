import "server-only";
import { type Deadline, orLate } from "@/lib/deadline";

/** So many at a time. Others wait for a turn, first come first served, while there is room to wait. */
export class Turns {
  #held = 0;
  readonly #waiting = new Set<() => void>();

  /** @param atOnce so many have a turn @param maxWaiting so many more wait for one */
  constructor(
    private readonly atOnce: number,
    private readonly maxWaiting = Number.POSITIVE_INFINITY,
  ) {}

  /**
   * Waits for a turn. The returned function ends it, once, however often it is called.
   *
   * @param deadline waits without end where there is none
   * @returns null when no turn came in time, or too many wait
   */
  async take(deadline?: Deadline): Promise<(() => void) | null> {
    if (this.#held < this.atOnce) {
      this.#held += 1;
      return this.#turn();
    }
    if (this.#waiting.size >= this.maxWaiting) return null;
    let call = () => {};
    const turn = new Promise<true>((resolve) => {
      call = () => resolve(true);
    });
    this.#waiting.add(call);
    const came = await (deadline ? orLate(turn, deadline) : turn);
    // What was handed over in the moment in which the time ended is a turn all the same.
    if (came === null && this.#waiting.delete(call)) return null;
    return this.#turn();
  }

  #turn(): () => void {
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.#handOver();
    };
  }

  /** Without letting go, so that nobody slips in between. */
  #handOver(): void {
    const [next] = this.#waiting;
    if (!next) {
      this.#held -= 1;
      return;
    }
    this.#waiting.delete(next);
    next();
  }
}

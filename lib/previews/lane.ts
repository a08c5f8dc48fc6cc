import "server-only";
import { AppError } from "@/lib/errors";
import { perProcess } from "@/lib/process";

/** The number of parallel workers, and of waiting tasks. */
const AT_ONCE = 2;
const WAITING = 30;

/** Runs a few in parallel and queues the next ones, first come first served. */
class Lane {
  #running = 0;
  readonly #waiting: (() => void)[] = [];

  /** @throws AppError `server_busy` when too many are waiting */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running < AT_ONCE) this.#running += 1;
    else {
      if (this.#waiting.length >= WAITING) throw new AppError("server_busy", { headers: { "Retry-After": "10" } });
      // The slot is passed on directly, so that nobody gets in between.
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running -= 1;
    }
  }
}

/** The one lane of this process for work on pictures. */
export const lane = (): Lane => perProcess("previews.lane", () => new Lane());

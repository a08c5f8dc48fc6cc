import "server-only";
import { ERRORS, type Lock, type Locker } from "@tus/server";
import { SECOND } from "@/lib/clock";
import { perProcess } from "@/lib/process";

type Holder = { askToStop?: () => void };
type Waiter = () => void;

/**
 * Mutual exclusion by name inside this process, first come first served. Waiting costs nothing, while tus's own memory
 * locker polls the event loop.
 */
export class Locks implements Locker {
  readonly #holders = new Map<string, Holder>();
  readonly #waiters = new Map<string, Waiter[]>();
  readonly #patience: number;

  /** @param patience milliseconds after which waiting gives up */
  constructor(patience = 30 * SECOND) {
    this.#patience = patience;
  }

  /** Runs `work` while nobody else holds `name`. */
  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    await this.#acquire(name, {});
    try {
      return await work();
    } finally {
      this.#release(name);
    }
  }

  /** The interface of @tus/server: a request that wants a held lock asks its holder, perhaps a dead request, to stop. */
  newLock(name: string): Lock {
    return {
      lock: (signal, askToStop) => this.#acquire(name, { askToStop: () => void askToStop() }, signal),
      unlock: async () => this.#release(name),
    };
  }

  async #acquire(name: string, holder: Holder, signal?: AbortSignal): Promise<void> {
    const current = this.#holders.get(name);
    if (!current) {
      this.#holders.set(name, holder);
      return;
    }
    current.askToStop?.();
    await this.#turn(name, signal);
    this.#holders.set(name, holder);
    // Another request may have come after us while we waited: it asked the previous holder, not us.
    if (this.#waiters.has(name)) holder.askToStop?.();
  }

  #turn(name: string, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const queue = this.#waiters.get(name) ?? [];
      this.#waiters.set(name, queue);
      const settle = (then: () => void) => {
        clearTimeout(timer);
        signal?.removeEventListener("abort", giveUp);
        then();
      };
      const waiter = () => settle(resolve);
      const giveUp = () => {
        queue.splice(queue.indexOf(waiter), 1);
        if (queue.length === 0) this.#waiters.delete(name);
        settle(() => reject(ERRORS.ERR_LOCK_TIMEOUT));
      };
      const timer = setTimeout(giveUp, this.#patience);
      signal?.addEventListener("abort", giveUp, { once: true });
      queue.push(waiter);
    });
  }

  #release(name: string): void {
    const queue = this.#waiters.get(name);
    const next = queue?.shift();
    if (queue?.length === 0) this.#waiters.delete(name);
    // The lock is passed on directly, so that nobody gets in between.
    if (next) next();
    else this.#holders.delete(name);
  }
}

/** Held while bytes are received; the lock that @tus/server uses. */
export const receivingLocks = (): Locks => perProcess("uploads.receiving", () => new Locks());

/** Held while an upload is finished or discarded. Finishing a large file takes as long as reading it. */
export const finishingLocks = (): Locks => perProcess("uploads.finishing", () => new Locks(600 * SECOND));

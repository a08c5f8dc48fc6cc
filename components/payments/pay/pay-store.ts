import { type PayEvent, type PayState, payReducer } from "./pay-machine";

/** Holds the step of paying, notifies watchers, and counts attempts so that late responses of older ones can be dropped. */
export class PayStore<Result> {
  #state: PayState<Result> = { step: "idle" };
  #watchers = new Set<() => void>();
  #attempt = 0;

  readonly state = (): PayState<Result> => this.#state;

  readonly watch = (changed: () => void): (() => void) => {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  };

  dispatch(event: PayEvent<Result>): void {
    const next = payReducer(this.#state, event);
    if (next === this.#state) return;
    this.#state = next;
    for (const changed of this.#watchers) changed();
  }

  /**
   * Handles an event caused by the person, and starts a new attempt.
   *
   * @returns a function that tells whether this attempt is still the newest; null when the event is not accepted in the
   *   current step
   */
  begin(event: PayEvent<Result>): (() => boolean) | null {
    const before = this.#state;
    this.dispatch(event);
    if (this.#state === before) return null;
    this.#attempt += 1;
    const mine = this.#attempt;
    return () => this.#attempt === mine;
  }
}

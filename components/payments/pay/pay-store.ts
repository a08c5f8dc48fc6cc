import { type PayEvent, type PayState, payReducer } from "./pay-machine";

/** Holds the step of paying, tells who watches, and counts attempts so that late answers of older ones can be dropped. */
export class PayStore {
  #state: PayState = { step: "idle" };
  #watchers = new Set<() => void>();
  #attempt = 0;

  readonly state = (): PayState => this.#state;

  readonly watch = (changed: () => void): (() => void) => {
    this.#watchers.add(changed);
    return () => this.#watchers.delete(changed);
  };

  dispatch(event: PayEvent): void {
    const next = payReducer(this.#state, event);
    if (next === this.#state) return;
    this.#state = next;
    for (const changed of this.#watchers) changed();
  }

  /**
   * Takes an event that the person caused, and begins a new attempt with it.
   *
   * @returns whether this attempt is still the newest; null when the event does not count in the present step
   */
  begin(event: PayEvent): (() => boolean) | null {
    const before = this.#state;
    this.dispatch(event);
    if (this.#state === before) return null;
    this.#attempt += 1;
    const mine = this.#attempt;
    return () => this.#attempt === mine;
  }
}

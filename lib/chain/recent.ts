import "server-only";

/** What was read of a chain is kept so many blocks below the newest: what is above may be replaced. */
export const KEPT_BELOW = 128n;

/** A map that keeps what was used last and forgets the rest. */
export class Recent<K, V> {
  private readonly kept = new Map<K, V>();

  /** @param most so many entries are kept */
  constructor(private readonly most: number) {}

  /** Undefined for what was never set, or was forgotten. Counts as a use. */
  get(key: K): V | undefined {
    const value = this.kept.get(key);
    if (value !== undefined) this.set(key, value);
    return value;
  }

  set(key: K, value: V): void {
    this.kept.delete(key);
    this.kept.set(key, value);
    const [oldest] = this.kept.keys();
    if (this.kept.size > this.most && oldest !== undefined) this.kept.delete(oldest);
  }

  delete(key: K): void {
    this.kept.delete(key);
  }
}

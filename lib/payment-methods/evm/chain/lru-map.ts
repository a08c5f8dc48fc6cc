import "server-only";

/** Data this many blocks below the newest may be cached: newer blocks may be replaced. */
export const REORG_DEPTH = 128n;

/** A map that keeps the most recently used entries. */
export class LruMap<K, V> {
  private readonly kept = new Map<K, V>();

  /** @param most the number of entries */
  constructor(private readonly most: number) {}

  /** Undefined for keys that were never set, or were evicted. Counts as a use. */
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

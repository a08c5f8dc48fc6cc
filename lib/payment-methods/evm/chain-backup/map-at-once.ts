import "server-only";

/**
 * Maps items, so many at a time, and keeps their order. After the first error nothing more is begun.
 *
 * @throws what `map` throws
 */
export async function mapAtOnce<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  map: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const waiting = items.entries();
  let failed = false;
  async function work(): Promise<void> {
    for (const [at, item] of waiting) {
      if (failed) return;
      results[at] = await map(item).catch((error) => {
        failed = true;
        throw error;
      });
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}

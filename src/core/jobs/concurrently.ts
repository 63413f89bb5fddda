/**
 * Runs `work` on every item, `limit` at a time, and yields the results as they come. The first that throws ends it; what
 * is under way then has been waited for.
 */
export async function* concurrently<Item, Result>(
  items: readonly Item[],
  limit: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, void> {
  const waiting = [...items];
  const running = new Map<number, Promise<{ readonly key: number; readonly result: Result }>>();
  let started = 0;
  try {
    while (waiting.length > 0 || running.size > 0) {
      while (running.size < limit && waiting.length > 0) {
        const key = started++;
        const [item] = waiting.splice(0, 1) as [Item];
        running.set(
          key,
          work(item).then((result) => ({ key, result })),
        );
      }
      const { key, result } = await Promise.race(running.values());
      running.delete(key);
      yield result;
    }
  } finally {
    await Promise.allSettled(running.values());
  }
}

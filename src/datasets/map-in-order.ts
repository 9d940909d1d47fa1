/** Works on several items at once, and gives the results in the items' order. The first failure ends the rest. */
export async function mapInOrder<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Map<number, Result>();
  const queue = [...items.entries()];
  let hasFailed = false;
  const take = async () => {
    for (let next = queue.shift(); next !== undefined && !hasFailed; next = queue.shift()) {
      results.set(next[0], await work(next[1]));
    }
  };
  const workers = Array.from({ length: Math.min(atOnce, items.length) }, () =>
    take().catch((error: unknown) => {
      hasFailed = true;
      throw error;
    }),
  );
  // All have stopped before anybody learns of the failure.
  const ends = await Promise.allSettled(workers);
  const failed = ends.find((end) => end.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return items.flatMap((_item, index) => (results.has(index) ? [results.get(index) as Result] : []));
}

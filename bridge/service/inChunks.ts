/** Applies an asynchronous function to all items, some at a time, and keeps their order. */
export async function inChunks<T, R>(
  items: readonly T[],
  apply: (item: T) => Promise<R>,
  size = 25,
): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += size) {
    results.push(...(await Promise.all(items.slice(start, start + size).map(apply))));
  }
  return results;
}

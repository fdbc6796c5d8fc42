/** Answers that are kept; more questions than that forget the older ones. */
const KEPT = 1_000;
/** How long an answer is good for, milliseconds. */
const FRESH_MS = 500;

/**
 * Lets many who ask the same at the same time share one answer, so that many clients do not become
 * many requests to a node.
 */
export function createShared<T>(): (key: string, ask: () => Promise<T>) => Promise<T> {
  const answers = new Map<string, { at: number; answer: Promise<T> }>();
  return (key, ask) => {
    const known = answers.get(key);
    if (known && Date.now() - known.at < FRESH_MS) return known.answer;
    if (answers.size >= KEPT) answers.clear();
    const answer = ask();
    answers.set(key, { at: Date.now(), answer });
    return answer;
  };
}

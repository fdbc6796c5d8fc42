/** Runs jobs one after the other, in the order of the calls. A failed job does not stop the next. */
export function createLock(): <T>(job: () => Promise<T>) => Promise<T> {
  let tail: Promise<unknown> = Promise.resolve();
  return (job) => {
    const turn = tail.then(job);
    tail = turn.catch(() => undefined);
    return turn;
  };
}

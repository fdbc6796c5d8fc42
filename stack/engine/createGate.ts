/** Lets reads run side by side and a write run alone, in the order in which they came. */
export interface Gate {
  read<T>(run: () => Promise<T>): Promise<T>;
  write<T>(run: () => Promise<T>): Promise<T>;
}

interface Entry {
  exclusive: boolean;
  start: () => Promise<void>;
}

/**
 * First come, first served: a write waits for the reads before it, and reads that come later wait
 * for the write, so neither side can starve the other.
 */
export function createGate(): Gate {
  const queue: Entry[] = [];
  let running = 0;
  let writing = false;

  const pump = (): void => {
    for (let next = queue[0]; next; next = queue[0]) {
      if (writing || (next.exclusive && running > 0)) return;
      queue.shift();
      running += 1;
      writing = next.exclusive;
      void next.start().then(() => {
        running -= 1;
        writing = false;
        pump();
      });
    }
  };
  const enter = <T>(exclusive: boolean, run: () => Promise<T>): Promise<T> =>
    new Promise<T>((resolve, reject) => {
      queue.push({ exclusive, start: () => run().then(resolve, reject) });
      pump();
    });
  return { read: (run) => enter(false, run), write: (run) => enter(true, run) };
}

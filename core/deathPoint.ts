/** Places at which a crash drill can have a process die, as the drills name them. */
export type DeathPoint =
  /** A block is executed, and not in the journal. */
  | 'seal.executed'
  /** A transaction is in the journal, and not acknowledged. */
  | 'pool.journaled'
  /** A transaction has been sent to L1, and its sender knows nothing of it yet. */
  | 'l1.broadcast'
  /** A claim has been sent to the L2, and not recorded as arrived. */
  | 'claim.broadcast';

/** What a process was told to die of. */
export interface Death {
  point: DeathPoint;
  /** The how manieth time the place is reached; 1 is the next. */
  time: number;
}

let armed: Death | undefined;

/** Has this process die at a place, as `kill -9` would have it. Told by the parent process only. */
export function armDeath(death: Death): void {
  armed = { ...death };
}

/** Marks a place where a process must be able to die. Does nothing unless it was told to. */
export function deathPoint(point: DeathPoint): void {
  if (armed?.point !== point) return;
  armed.time -= 1;
  if (armed.time <= 0) process.kill(process.pid, 'SIGKILL');
}

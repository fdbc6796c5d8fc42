/** One thing that was looked at. */
export interface Finding {
  /** What was looked at: `engine`, `port 8545`, `image geth`. */
  name: string;
  /** `problem`: the stack that was asked for will not start. `note`: it may be slow, or has to pull. */
  state: 'ok' | 'note' | 'problem';
  /** What was found, in a few words. */
  found: string;
  /** How to fix it; absent when all is well. */
  fix?: string;
}

/** Looks at one thing. */
export type Check = () => Promise<Finding[]> | Finding[];

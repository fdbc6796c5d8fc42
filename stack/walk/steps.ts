import type { Hex } from 'viem';

export interface Step {
  name: string;
  ms: number;
  chain?: 'l1' | 'l2';
  txHash?: Hex;
  /** Short facts worth a line on the screen. */
  note?: string;
}

/** What a step may say of itself when it is done. */
export interface StepFacts {
  chain?: 'l1' | 'l2';
  txHash?: Hex;
  note?: string;
}

export interface StepRecorder {
  readonly steps: readonly Step[];
  /** Milliseconds since the recorder was made. */
  elapsed(): number;
  /** Runs and times one step; `facts` picks from its result what the record keeps. */
  run<T>(name: string, work: () => Promise<T>, facts?: (result: T) => StepFacts): Promise<T>;
  /** The step in progress, or the last one: where a failure happened. */
  current(): string;
}

/** @param onStep called when a step ends, for progress on the screen */
export function createStepRecorder(o: {
  onStart?: (name: string) => void;
  onStep?: (step: Step) => void;
}): StepRecorder {
  const began = performance.now();
  const steps: Step[] = [];
  let current = 'start';
  return {
    steps,
    current: () => current,
    elapsed: () => Math.round(performance.now() - began),
    async run(name, work, facts) {
      current = name;
      o.onStart?.(name);
      const start = performance.now();
      const result = await work();
      const step = { name, ms: Math.round(performance.now() - start), ...facts?.(result) };
      steps.push(step);
      o.onStep?.(step);
      return result;
    },
  };
}

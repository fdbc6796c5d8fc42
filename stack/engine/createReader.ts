import type { Hex } from 'viem';
import type { Engine } from './createEngine.ts';
import type { Gate } from './createGate.ts';
import type { History } from './createHistory.ts';
import { MethodRefusedError } from './errors.ts';
import { isReadMethod } from './isReadMethod.ts';
import type { SealedBlock } from './types.ts';

/**
 * The reading half of a chain: waits while a block is being sealed, asks the engine or, for a past
 * that the engine has spoiled, the history, and corrects what EDR tells about block 0.
 */
export function createReader(o: {
  history: History;
  engine: () => Engine;
  gate: Gate;
  genesis: SealedBlock;
  head: () => SealedBlock;
  assertOpen: () => void;
}): (method: string, params: readonly unknown[]) => Promise<unknown> {
  const { history } = o;
  return async (method, params) => {
    if (!isReadMethod(method)) throw new MethodRefusedError({ method });
    const present = await o.gate.read(async () => {
      o.assertOpen();
      const past = history.blockToRebuild({ method, params, head: o.head().number });
      return past === undefined ? { answer: await o.engine().request(method, params) } : { past };
    });
    if (present.past !== undefined) {
      return history.request({ number: present.past, method, params });
    }
    const { answer } = present;
    const { stateRoot } = o.genesis;
    return isGenesisBlock(answer, o.genesis) ? { ...answer, stateRoot } : answer;
  };
}

/** The engine's answer about block 0, whose `stateRoot` lacks the genesis storage. */
function isGenesisBlock(answer: unknown, genesis: SealedBlock): answer is { stateRoot: Hex } {
  if (typeof answer !== 'object' || answer === null || !('stateRoot' in answer)) return false;
  return 'hash' in answer && answer.hash === genesis.hash;
}

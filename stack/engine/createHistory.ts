import { type Hex, isHex } from 'viem';
import { createEngine, type Engine } from './createEngine.ts';
import { createGate } from './createGate.ts';
import { BlockGoneError } from './errors.ts';
import type { Journal } from './openJournal.ts';
import { sealOnEngine } from './sealOnEngine.ts';
import type { EngineConfig } from './types.ts';

/** Position of the block parameter of the methods that read storage. */
const blockParameter: Record<string, number> = {
  eth_call: 1,
  eth_estimateGas: 1,
  eth_getStorageAt: 2,
  eth_getProof: 2,
  debug_traceCall: 1,
};

/** Answers for past states that the engine itself no longer has unspoiled. */
export interface History {
  /** Number of the block whose state must be rebuilt to answer, if it must. */
  blockToRebuild(o: {
    method: string;
    params: readonly unknown[];
    head: bigint;
  }): bigint | undefined;
  request(o: { number: bigint; method: string; params: readonly unknown[] }): Promise<unknown>;
  /** Forgets what it has rebuilt: the chain was rolled back. */
  reset(): void;
}

/**
 * The system writes of block n+1 go into the engine's state of block n, so that a later read at n
 * would show them and a proof at n would not fit n's header. Such reads, and only those, are
 * answered by a second engine that stands at n, replayed from the journal and kept for the next
 * question.
 */
export function createHistory(o: { config: EngineConfig; journal: Journal }): History {
  const gate = createGate();
  let replica: { engine: Engine; at: bigint } | undefined;

  const standAt = async (number: bigint): Promise<Engine> => {
    if (!replica || replica.at > number) replica = { engine: await createEngine(o.config), at: 0n };
    // A rollback meanwhile replaces `replica`; this question is still answered from the old one.
    const standing = replica;
    while (standing.at < number) {
      const entry = o.journal.entry(standing.at + 1n);
      if (!entry) throw new BlockGoneError({ number });
      await sealOnEngine({ engine: standing.engine, config: o.config, inputs: entry.inputs });
      standing.at += 1n;
    }
    return standing.engine;
  };

  return {
    blockToRebuild({ method, params, head }) {
      const position = blockParameter[method];
      if (position === undefined) return undefined;
      const number = blockNumber(params[position], o.journal);
      if (number === undefined || number >= head) return undefined;
      return o.journal.entry(number + 1n)?.inputs.systemWrites.length ? number : undefined;
    },
    request: ({ number, method, params }) =>
      gate.write(async () => {
        const engine = await standAt(number);
        return engine.request(method, params.with(blockParameter[method]!, 'latest'));
      }),
    reset() {
      replica = undefined;
    },
  };
}

function blockNumber(block: unknown, journal: Journal): bigint | undefined {
  if (block === 'earliest') return 0n;
  if (isHex(block)) return BigInt(block);
  if (typeof block !== 'object' || block === null) return undefined;
  if ('blockNumber' in block && isHex(block.blockNumber)) return BigInt(block.blockNumber);
  if ('blockHash' in block && isHex(block.blockHash))
    return journal.numberOf(block.blockHash as Hex);
  return undefined;
}

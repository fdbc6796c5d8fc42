import { type Hex, keccak256 } from 'viem';
import { createLogger, deathPoint } from '#core';
import { genesisStateRoot } from '../genesis/genesisStateRoot.ts';
import { assertBlockInputs } from './assertBlockInputs.ts';
import { configHash } from './configHash.ts';
import { createAccountReader } from './createAccountReader.ts';
import { createEngine, type Engine, engineVersion } from './createEngine.ts';
import { createGate } from './createGate.ts';
import { createHistory } from './createHistory.ts';
import { createReader } from './createReader.ts';
import { BlockGoneError, ChainClosedError, EngineFailedError } from './errors.ts';
import { type Journal, openJournal } from './openJournal.ts';
import { rebuildEngine } from './rebuildEngine.ts';
import { replayJournal } from './replayJournal.ts';
import { describe, type EngineBlock, sealOnEngine } from './sealOnEngine.ts';
import type {
  BlockInputs,
  DevChain,
  EngineConfig,
  RollbackOptions,
  SealedBlock,
  TransactionFacts,
} from './types.ts';

/**
 * Opens a chain: the engine is rebuilt from the journal, block by block, and continues where the
 * journal ends.
 * @param o.journalPath absent: the chain lives in memory only
 * @throws JournalLockedError when another process has it open
 * @throws JournalConfigError when the journal belongs to another chain
 * @throws JournalMismatchError when a block does not replay to its recorded hash
 */
export async function openDevChain(o: {
  config: EngineConfig;
  journalPath?: string;
}): Promise<DevChain> {
  const journal = openJournal({
    path: o.journalPath,
    engineVersion,
    configHash: configHash(o.config),
  });
  try {
    const engine = await createEngine(o.config);
    const genesisRoot = await genesisStateRoot(o.config.genesis);
    const genesis = await genesisBlock(engine, genesisRoot);
    const head = await replayJournal({ journal, engine, config: o.config, genesis });
    return createChain({ config: o.config, journal, engine, genesis, head });
  } catch (error) {
    journal.close();
    throw error;
  }
}

/** Block 0 with its true root: EDR computes the header's before the storage is written. */
async function genesisBlock(engine: Engine, stateRoot: Hex): Promise<SealedBlock> {
  const block = await engine.request<EngineBlock>('eth_getBlockByNumber', ['0x0', false]);
  return { ...describe(block), stateRoot, transactions: [], dropped: [], meta: {} };
}

function createChain(o: {
  config: EngineConfig;
  journal: Journal;
  engine: Engine;
  genesis: SealedBlock;
  head: SealedBlock;
}): DevChain {
  const { config, journal, genesis } = o;
  const gate = createGate();
  const listeners = new Set<(block: SealedBlock) => void>();
  const rollbackListeners = new Set<(o: RolledBack) => void>();
  const history = createHistory({ config, journal });
  /** Of those added since the start; the engine need not be asked about them. */
  const waiting = new Map<Hex, TransactionFacts>();
  let { engine, head } = o;
  let failure: Error | undefined;
  let closed = false;

  const assertOpen = (): void => {
    if (closed) throw new ChainClosedError();
  };
  const extend = async (inputs: BlockInputs): Promise<SealedBlock> => {
    assertOpen();
    if (failure) throw failure;
    assertBlockInputs({ config, head, inputs });
    try {
      const factsOf = (hash: Hex) => waiting.get(hash);
      const block = await sealOnEngine({ engine, config, inputs, factsOf });
      deathPoint('seal.executed');
      journal.append({ inputs: { ...inputs, transactions: block.transactions }, block });
      for (const hash of block.transactionHashes) waiting.delete(hash);
      for (const { hash } of block.dropped) waiting.delete(hash);
      head = block;
      return block;
    } catch (cause) {
      failure = new EngineFailedError({ doing: `sealing block ${head.number + 1n}`, cause });
      throw failure;
    }
  };
  const rollBack = async ({ to, requeue, set }: RollbackOptions): Promise<SealedBlock[]> => {
    assertOpen();
    if (to < 0n || to > head.number) throw new BlockGoneError({ number: to });
    const removed = blocksAbove({ journal, number: to });
    if (!removed.length) return [];
    const rebuilt = await rebuildEngine({ journal, config, genesis, to });
    const again = requeue ? removed.flatMap((block) => requeue(block)) : [];
    const pending = [...again, ...journal.pending()].map((raw) => ({ hash: keccak256(raw), raw }));
    journal.rollback({ to, pending, set: set?.(removed) });
    waiting.clear();
    history.reset();
    ({ engine, head } = rebuilt);
    failure = undefined;
    return removed;
  };
  const read = createReader({
    history,
    engine: () => engine,
    gate,
    genesis,
    head: () => head,
    assertOpen,
  });

  const account = createAccountReader({ engine: () => engine, gate, head: () => head });

  return {
    config,
    engineVersion,
    genesisStateRoot: genesis.stateRoot,
    head: () => head,
    block: (number) => (number === 0n ? genesis : journal.entry(number)?.block),
    async seal(inputs) {
      const block = await gate.write(() => extend(inputs));
      for (const listener of listeners) notify(listener, block);
      return block;
    },
    request: async <T>(method: string, params: readonly unknown[] = []) =>
      (await read(method, params)) as T,
    account,
    async addPending(transaction) {
      assertOpen();
      const { hash, raw, from, nonce, cost } = transaction;
      waiting.set(hash, { from, nonce, cost });
      await journal.addPending({ hash, raw });
    },
    removePending(hashes) {
      for (const hash of hashes) waiting.delete(hash);
      journal.removePending(hashes);
    },
    pending: () => journal.pending(),
    journal: { get: journal.get, set: journal.set },
    onBlock(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async rollbackTo(options) {
      const removed = await gate.write(() => rollBack(options));
      if (!removed.length) return removed;
      for (const listener of rollbackListeners) listener({ head, removed });
      return removed;
    },
    onRollback(listener) {
      rollbackListeners.add(listener);
      return () => rollbackListeners.delete(listener);
    },
    close: () =>
      gate.write(async () => {
        if (closed) return;
        closed = true;
        journal.close();
      }),
  };
}

type RolledBack = { head: SealedBlock; removed: SealedBlock[] };

function blocksAbove(o: { journal: Journal; number: bigint }): SealedBlock[] {
  const blocks: SealedBlock[] = [];
  for (let n = o.number + 1n; ; n += 1n) {
    const entry = o.journal.entry(n);
    if (!entry) return blocks;
    blocks.push(entry.block);
  }
}

function notify(listener: (block: SealedBlock) => void, block: SealedBlock): void {
  try {
    listener(block);
  } catch (error) {
    createLogger('engine').error({ err: error, block: block.number }, 'a block listener failed');
  }
}

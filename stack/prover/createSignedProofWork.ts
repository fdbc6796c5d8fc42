import { type Address, concat, type Hex, type PublicClient } from 'viem';
import { AbortedError } from '#core';
import { accInputHash } from '../batch/index.ts';
import { BatchUnavailableError } from '../services/errors.ts';
import type { RangeProver } from '../services/RangeProver.ts';
import { type BatchStatement, readBatchStatement } from '../services/readBatchStatement.ts';
import type { L2BatchReader } from '../services/readL2Batch.ts';
import { readRollupState } from '../services/readRollupState.ts';
import { differs, ProofOrderError } from './errors.ts';
import type { ProofWork } from './ProofWork.ts';
import type { BatchPublicInputs, FinalProofMessage } from './protocol.ts';
import { type RangeTicket, readTicket, writeTicket } from './rangeTicket.ts';
import { toBuffer } from './toStatelessInput.ts';

export interface SignedProofWorkOptions {
  client: PublicClient;
  contracts: { rollupManager: Address };
  rollupId: number;
  /** Where the batches lead is asked of an L2 node, as cdk-node does. */
  readBatch: L2BatchReader;
  l2RpcUrl: string;
  /** Makes the final proof: signatures of the validators, and Groth16 over them. */
  prover: RangeProver;
  /** Ends the final proof in the making. */
  cancel: () => void;
}

/**
 * Our kind of proof behind the protocol of the CDK. Batch and aggregated proofs only note the hash of their
 * inputs; the final one is checked against L1 with it, signed by the validators and proved.
 * @throws whatever L1 answers when it cannot be asked
 */
export async function createSignedProofWork(o: SignedProofWorkOptions): Promise<ProofWork> {
  const { chainId, forkId } = await readRollupState(o);
  return {
    forkId: async () => (await readRollupState(o)).forkId,
    batch(inputs) {
      assertSame({ what: 'chain id', found: inputs.chain_id, expected: chainId });
      assertSame({ what: 'fork id', found: inputs.fork_id, expected: forkId });
      const initBatch = BigInt(inputs.old_batch_num);
      const oldAccInputHash = hex32(inputs.old_acc_input_hash);
      const newAccInputHash = hashAfter({ inputs, previous: oldAccInputHash });
      const finalBatch = initBatch + 1n;
      return writeTicket({ initBatch, finalBatch, oldAccInputHash, newAccInputHash });
    },
    aggregate(first, second) {
      const what = 'aggregated proof';
      const [a, b] = [readTicket(first, what), readTicket(second, what)];
      if (a.finalBatch !== b.initBatch || a.newAccInputHash !== b.oldAccInputHash) {
        const reason = `batch ${b.initBatch + 1n} does not follow on batch ${a.finalBatch}`;
        throw new ProofOrderError({ what, reason });
      }
      const { initBatch, oldAccInputHash } = a;
      return writeTicket({ ...b, initBatch, oldAccInputHash });
    },
    async final({ recursiveProof, aggregator, signal }) {
      const ticket = readTicket(recursiveProof, 'final proof');
      const statement = await statementOf(o, ticket, aggregator);
      const { proof } = await until(signal, o.cancel, () =>
        o.prover.prove(statement, { signal, onState: () => undefined }),
      );
      return finalMessage({ statement, proof: concat(proof) });
    },
    close: () => o.prover.close(),
  };
}

async function statementOf(
  o: SignedProofWorkOptions,
  ticket: RangeTicket,
  aggregator: Address,
): Promise<BatchStatement> {
  const { initBatch: initNumBatch, finalBatch: finalNewBatch } = ticket;
  const batch = await o.readBatch(finalNewBatch);
  if (!batch) throw new BatchUnavailableError({ batch: finalNewBatch, rpcUrl: o.l2RpcUrl });
  const { stateRoot: newStateRoot, localExitRoot: newLocalExitRoot } = batch;
  const roots = { newStateRoot, newLocalExitRoot };
  const statement = await readBatchStatement({
    ...o,
    offer: { initNumBatch, finalNewBatch, ...roots, aggregator },
  });
  for (const name of ['oldAccInputHash', 'newAccInputHash'] as const) {
    if (statement[name] === ticket[name]) continue;
    const at = name === 'oldAccInputHash' ? initNumBatch : finalNewBatch;
    const facts = { what: `hash of inputs after batch ${at}`, found: ticket[name] };
    const reason = `${differs({ ...facts, expected: statement[name] })} as on L1`;
    throw new ProofOrderError({ what: 'final proof', reason });
  }
  return statement;
}

function finalMessage(o: { statement: BatchStatement; proof: Hex }): FinalProofMessage {
  const { statement, proof } = o;
  return {
    proof,
    public: {
      public_inputs: {
        old_state_root: toBuffer(statement.oldStateRoot),
        old_acc_input_hash: toBuffer(statement.oldAccInputHash),
        old_batch_num: String(statement.initNumBatch),
        chain_id: String(statement.chainId),
        fork_id: String(statement.forkId),
        aggregator_addr: statement.aggregator,
      },
      new_state_root: toBuffer(statement.newStateRoot),
      new_acc_input_hash: toBuffer(statement.newAccInputHash),
      new_local_exit_root: toBuffer(statement.newLocalExitRoot),
      new_batch_num: String(statement.finalNewBatch),
    },
  };
}

function hashAfter(o: { inputs: BatchPublicInputs; previous: Hex }): Hex {
  const { inputs, previous } = o;
  return accInputHash({
    previous,
    transactions: toHex(inputs.batch_l2_data),
    l1InfoRoot: hex32(inputs.l1_info_root),
    timestamp: BigInt(inputs.timestamp_limit),
    coinbase: inputs.sequencer_addr.toLowerCase() as Address,
    forcedBlockHash: hex32(inputs.forced_blockhash_l1),
  });
}

/** Does not wait for work that nobody wants any more. */
async function until<T>(signal: AbortSignal, cancel: () => void, work: () => Promise<T>) {
  const aborted = Promise.withResolvers<never>();
  const abort = () => {
    cancel();
    aborted.reject(new AbortedError({ what: 'the final proof' }));
  };
  if (signal.aborted) abort();
  signal.addEventListener('abort', abort, { once: true });
  const working = work();
  working.catch(() => undefined);
  aborted.promise.catch(() => undefined);
  try {
    return await Promise.race([working, aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function assertSame(o: { what: string; found: string; expected: bigint }): void {
  if (BigInt(o.found) === o.expected) return;
  const reason = `its ${o.what} is ${o.found}, not ${o.expected}`;
  throw new ProofOrderError({ what: 'batch proof', reason });
}

/** An empty field stands for zero. */
function hex32(bytes: Buffer): Hex {
  return `0x${Buffer.from(bytes).toString('hex').padStart(64, '0')}`;
}

function toHex(bytes: Buffer): Hex {
  return `0x${Buffer.from(bytes).toString('hex')}`;
}

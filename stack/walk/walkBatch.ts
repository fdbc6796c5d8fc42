import { type Hash, type Hex, numberToHex } from 'viem';
import { rollupEtrogAbi, rollupManagerAbi } from '#contracts';
import { waitFor } from '#core';
import { SettlementStoppedError, StateRootsDifferError } from '../errors.ts';
import type { WalkContext } from './context.ts';
import { createSettlementWatch } from './createSettlementWatch.ts';

const TIMEOUT_MS = 900_000;

export interface WalkedBatch {
  /** Last batch of the verified range that holds the transaction. */
  number: number;
  sequenceTx: Hash;
  verifyTx: Hash;
  /** As the rollup manager on L1 keeps it. */
  stateRoot: Hex;
  /** As the header of the batch's last L2 block has it. */
  l2StateRoot: Hex;
  l2Block: number;
}

/**
 * Follows the batch that holds an L2 transaction to its verification on L1.
 * @throws SettlementStoppedError, StateRootsDifferError
 */
export async function walkBatch(c: WalkContext, o: { txHash: Hash }): Promise<WalkedBatch> {
  const { l2Client, recorder } = c;
  const { blockNumber } = await l2Client.getTransactionReceipt({ hash: o.txHash });
  const batch = await recorder.run(
    'sequencer closes the batch',
    () => closedBatchOf(c, blockNumber),
    (number) => ({ chain: 'l2', note: `batch ${number} holds L2 block ${blockNumber}` }),
  );
  const sequenceTx = await recorder.run(
    'batch is sequenced on L1',
    () => sequencingOf(c, batch),
    (txHash) => ({ chain: 'l1', txHash }),
  );
  const verified = await recorder.run(
    c.info.validators.length > 0
      ? 'validators sign, proof is verified on L1'
      : 'mock proof is taken by L1',
    () => verificationOf(c, batch),
    ({ txHash, stateRoot }) => ({ chain: 'l1', txHash, note: `state root ${stateRoot}` }),
  );
  const { number, stateRoot } = verified;
  const l2Block = await recorder.run(
    'state root on L1 equals the L2 header',
    async () => {
      const block = await lastBlockOf(c, number);
      if (block.stateRoot !== stateRoot)
        throw new StateRootsDifferError({ batch: number, l1: stateRoot, l2: block.stateRoot });
      return block;
    },
    (block) => ({ note: `L2 block ${block.number}` }),
  );
  return {
    number: Number(number),
    sequenceTx,
    verifyTx: verified.txHash,
    stateRoot,
    l2StateRoot: l2Block.stateRoot,
    l2Block: Number(l2Block.number),
  };
}

interface RpcBatch {
  closed: boolean;
  blocks: Hex[];
}

/** The node's own method, outside of what viem's types know. */
function zkevm<T>(c: WalkContext, method: string, params: unknown[]): Promise<T> {
  return c.l2Client.request({ method, params } as never) as Promise<T>;
}

async function closedBatchOf(c: WalkContext, block: bigint): Promise<bigint> {
  const number = BigInt(
    await zkevm<Hex>(c, 'zkevm_batchNumberByBlockNumber', [numberToHex(block)]),
  );
  return waitFor({
    what: `batch ${number} to be closed`,
    timeoutMs: TIMEOUT_MS,
    check: async () => {
      const batch = await zkevm<RpcBatch>(c, 'zkevm_getBatchByNumber', [numberToHex(number)]);
      return batch.closed ? number : undefined;
    },
  });
}

function sequencingOf(c: WalkContext, batch: bigint): Promise<Hash> {
  return waitFor({
    what: `batch ${batch} to be sequenced on L1`,
    timeoutMs: TIMEOUT_MS,
    intervalMs: 100,
    check: async () => {
      const events = await c.l1Client.getContractEvents({
        address: c.info.contracts.l1['rollup']!,
        abi: rollupEtrogAbi,
        eventName: 'SequenceBatches',
        fromBlock: BigInt(c.info.l1DeploymentBlock),
        strict: true,
      });
      return events.find(({ args }) => args.numBatch >= batch)?.transactionHash;
    },
  });
}

/** @throws SettlementStoppedError when the aggregator does not get on */
async function verificationOf(c: WalkContext, batch: bigint) {
  const failureOf = createSettlementWatch(c);
  const outcome = await waitFor({
    what: `batch ${batch} to be verified on L1`,
    timeoutMs: TIMEOUT_MS,
    intervalMs: 100,
    check: async () => {
      const verified = await findVerification(c, batch);
      if (verified) return { verified };
      const failure = await failureOf();
      return failure && { failure };
    },
  });
  if ('failure' in outcome) throw new SettlementStoppedError({ batch, failure: outcome.failure });
  return outcome.verified;
}

async function findVerification(c: WalkContext, batch: bigint) {
  const events = await c.l1Client.getContractEvents({
    address: c.info.contracts.l1['rollupManager']!,
    abi: rollupManagerAbi,
    eventName: 'VerifyBatchesTrustedAggregator',
    fromBlock: BigInt(c.info.l1DeploymentBlock),
    strict: true,
  });
  const event = events.find(({ args }) => args.numBatch >= batch);
  if (!event) return undefined;
  const { numBatch: number, stateRoot } = event.args;
  return { number, stateRoot, txHash: event.transactionHash };
}

async function lastBlockOf(c: WalkContext, batch: bigint) {
  const { blocks } = await zkevm<RpcBatch>(c, 'zkevm_getBatchByNumber', [numberToHex(batch)]);
  return c.l2Client.getBlock({ blockHash: blocks.at(-1)! });
}

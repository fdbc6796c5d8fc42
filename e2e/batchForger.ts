import { join } from 'node:path';
import {
  type Address,
  BaseError,
  type ContractFunctionArgs,
  ContractFunctionRevertedError,
  encodeFunctionData,
  type Hex,
  numberToHex,
} from 'viem';
import {
  batchMessage,
  createProver,
  deriveValidatorKey,
  type KeyPair,
  type Prover,
  signBatch,
  type ValidatorSet,
} from '#circuits';
import { rollupManagerAbi } from '#contracts';
import { createLogger, waitFor } from '#core';
import {
  type AggregatorService,
  type BatchStatement,
  type BatchVerifierState,
  type ProofCalldata,
  proveBatchRange,
  readBatchStatement,
  readBatchVerifier,
  readRollupState,
  startAggregator,
  walletClientOf,
} from '#stack';
import { CACHE_DIR, type TestStack } from './testStack.ts';

/** What `verifyBatchesTrustedAggregator` is called with; what is left out is the honest value. */
export interface Submission {
  proof: ProofCalldata;
  /** Caller; the trusted aggregator unless told. */
  account?: Address;
  initNumBatch?: bigint;
  finalNewBatch?: bigint;
  newLocalExitRoot?: Hex;
  newStateRoot?: Hex;
}

/** Somebody who has the aggregator's key and the validators' keys, and tries things. */
export interface BatchForger {
  statement: BatchStatement;
  verifier: BatchVerifierState;
  set: ValidatorSet;
  keys: KeyPair[];
  prover: Prover;
  /** A proof that holds for what the keys were made to sign. */
  prove(o: {
    statement: BatchStatement;
    set?: ValidatorSet;
    domain?: bigint;
    keys?: readonly KeyPair[];
  }): Promise<ProofCalldata>;
  /** Name of the contract's error, or `accepted`. */
  offer(o: Submission): Promise<string>;
  /** Everything offered so far. */
  offered: readonly { account: Address; data: Hex }[];
}

/** Kills the aggregator and takes its place before a range of batches that nobody has verified. */
export async function createBatchForger(its: TestStack): Promise<BatchForger> {
  const { info, l1, stack } = its;
  const { accounts, validators, validatorSet: set } = stack.manifest;
  const statement = await readOpenRange(its);
  const batchVerifier = info.contracts.l1['batchVerifier']!;
  const rollupManager = info.contracts.l1['rollupManager']!;
  const verifier = await readBatchVerifier({ client: l1, batchVerifier });
  const keys = validators.map(({ seed }) => deriveValidatorKey(seed));
  const prover = await createProver(stack.artifacts.batchCircuit);
  const offered: { account: Address; data: Hex }[] = [];
  return {
    ...{ statement, verifier, set, keys, prover, offered },
    async prove(o) {
      const { domain = verifier.domain, statement, set: provenSet = set } = o;
      const { inputSnark } = statement;
      const message = batchMessage({ domain, epoch: provenSet.epoch, inputSnark });
      const signatures = (o.keys ?? keys).map(({ secret }, i) =>
        i < provenSet.k ? signBatch({ secret, message }) : undefined,
      );
      return (await proveBatchRange({ prover, set: provenSet, domain, statement, signatures }))
        .proof;
    },
    async offer({ proof, account = accounts.roles.aggregator.address, ...changes }) {
      const args = verifyArguments({ ...statement, ...changes, proof });
      const call = {
        abi: rollupManagerAbi,
        functionName: 'verifyBatchesTrustedAggregator',
      } as const;
      offered.push({ account, data: encodeFunctionData({ ...call, args }) });
      return l1
        .simulateContract({ ...call, address: rollupManager, account, args })
        .then(() => 'accepted', errorName);
    },
  };
}

type VerifyArguments = ContractFunctionArgs<
  typeof rollupManagerAbi,
  'nonpayable',
  'verifyBatchesTrustedAggregator'
>;

function verifyArguments(
  o: Omit<BatchStatement, 'inputSnark'> & { proof: ProofCalldata },
): VerifyArguments {
  const { initNumBatch, finalNewBatch, newLocalExitRoot, newStateRoot, aggregator } = o;
  const proof = o.proof as unknown as VerifyArguments[7];
  return [1, 0n, initNumBatch, finalNewBatch, newLocalExitRoot, newStateRoot, aggregator, proof];
}

function errorName(error: unknown): string {
  const reverted =
    error instanceof BaseError && error.walk((e) => e instanceof ContractFunctionRevertedError);
  if (!(reverted instanceof ContractFunctionRevertedError)) throw error;
  return reverted.data?.errorName ?? reverted.shortMessage;
}

/** Two more sequences behind the last verified batch, and what is true of both together. */
async function readOpenRange(its: TestStack): Promise<BatchStatement> {
  const { l1, l2, stack, info } = its;
  const { aggregator } = stack.manifest.accounts.roles;
  const rollupManager = info.contracts.l1['rollupManager']!;
  const chain = { client: l1, contracts: { rollupManager }, rollupId: info.rollupId };
  await reach(its, 'a first verified batch', ({ lastVerifiedBatch }) => lastVerifiedBatch > 0n);
  await stack.supervisor.kill('aggregator', 'SIGKILL');
  await settleNonce(its, aggregator.address);
  for (const _ of [1, 2]) {
    const { lastBatchSequenced: before } = await readRollupState(chain);
    await sendSomething(its);
    await reach(its, 'the next sequence', (state) => state.lastBatchSequenced > before);
  }
  const { lastVerifiedBatch, lastBatchSequenced } = await readRollupState(chain);
  const batch = (await l2.request({
    method: 'zkevm_getBatchByNumber',
    params: [numberToHex(lastBatchSequenced), false],
  } as never)) as { stateRoot: Hex; localExitRoot: Hex };
  return readBatchStatement({
    ...chain,
    offer: {
      initNumBatch: lastVerifiedBatch,
      finalNewBatch: lastBatchSequenced,
      newStateRoot: batch.stateRoot,
      newLocalExitRoot: batch.localExitRoot,
      aggregator: aggregator.address,
    },
  });
}

async function reach(
  its: TestStack,
  what: string,
  reached: (state: Awaited<ReturnType<typeof readRollupState>>) => boolean,
): Promise<void> {
  const contracts = { rollupManager: its.info.contracts.l1['rollupManager']! };
  await waitFor({
    what,
    timeoutMs: 240_000,
    check: async () =>
      reached(await readRollupState({ client: its.l1, contracts, rollupId: 1 })) || undefined,
  });
}

/** A transaction of the killed aggregator may still be waiting. */
async function settleNonce({ l1 }: TestStack, address: Address): Promise<void> {
  await waitFor({
    what: `the transactions of ${address} to be mined`,
    timeoutMs: 120_000,
    check: async () => {
      const [mined, all] = await Promise.all([
        l1.getTransactionCount({ address, blockTag: 'latest' }),
        l1.getTransactionCount({ address, blockTag: 'pending' }),
      ]);
      return mined === all || undefined;
    },
  });
}

async function sendSomething({ info, l2, stack }: TestStack): Promise<void> {
  const [, from, to] = info.accounts;
  const wallet = walletClientOf({ chain: stack.l2, account: from! });
  const hash = await wallet.sendTransaction({
    chain: stack.l2,
    to: to!.address,
    value: 1n,
    gasPrice: BigInt(info.gasPriceFloorWei),
  });
  await l2.waitForTransactionReceipt({ hash });
}

/** An honest aggregator process's code, told of the L2 by somebody else. */
export function aggregateFrom(its: TestStack, l2RpcUrl: string): Promise<AggregatorService> {
  const { manifest } = its.stack;
  const at = (name: string) => its.info.contracts.l1[name]!;
  const contracts = {
    ...{ pol: at('pol'), big: at('big'), bridge: at('bridge'), rollup: at('rollup') },
    ...{ globalExitRoot: at('globalExitRoot'), rollupManager: at('rollupManager') },
    batchVerifier: at('batchVerifier'),
    deploymentBlock: BigInt(its.info.l1DeploymentBlock),
  };
  const logger = createLogger('aggregator');
  // What it complains about is what the story is about.
  logger.level = 'silent';
  return startAggregator({
    logger,
    ...{ host: '127.0.0.1', port: 0, contracts, l2RpcUrl, l1RpcUrl: its.info.l1.rpc },
    rollupId: its.info.rollupId,
    key: manifest.accounts.roles.aggregator.key,
    validators: its.info.validators.map(({ url }) => url),
    validatorSet: manifest.validatorSet,
    circuitsCacheDir: join(CACHE_DIR, 'circuits'),
  });
}

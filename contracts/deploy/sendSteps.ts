import type {
  Address,
  Chain,
  Hash,
  Hex,
  LocalAccount,
  PublicClient,
  TransactionReceipt,
  Transport,
  WalletClient,
} from 'viem';
import { waitFor } from '#core';
import { DeployerFundsError, DeploymentFailedError } from '../errors.ts';

/** A client with a chain and a key of its own. */
export type DeployerClient = WalletClient<Transport, Chain, LocalAccount>;

/** A flat price makes a legacy transaction, the only kind that every L2 of the CDK takes. */
type Fees =
  | { type: 'legacy'; gasPrice: bigint }
  | { type: 'eip1559'; maxFeePerGas: bigint; maxPriorityFeePerGas: bigint };

/** One transaction of a deployment. */
export interface DeployStep {
  name: string;
  /** Without it the transaction creates a contract. */
  to?: Address;
  data?: Hex;
  /** Wei. */
  value?: bigint;
  gas: bigint;
}

/** A step that is on chain. */
export interface DoneStep {
  name: string;
  receipt: TransactionReceipt;
}

/**
 * Sends all steps at once, with consecutive nonces, and waits until the last is mined. Addresses that
 * one step creates and another uses must be computed beforehand.
 * @param o.nonce of the first step; by default the account's next
 * @param o.gasPrice wei per gas to pay in all, in legacy transactions; by default what the node suggests, doubled
 * @returns the receipts in the order of the steps
 * @throws DeployerFundsError before anything is sent
 * @throws DeploymentFailedError for the first step that reverted
 * @throws WaitTimeoutError when they are not mined in `timeoutMs`
 */
export async function sendSteps(o: {
  publicClient: PublicClient;
  walletClient: DeployerClient;
  steps: readonly DeployStep[];
  nonce?: number;
  gasPrice?: bigint;
  timeoutMs: number;
}): Promise<DoneStep[]> {
  const { account, chain } = o.walletClient;
  const address = account.address;
  const nonce = o.nonce ?? (await o.publicClient.getTransactionCount({ address }));
  const fees = await feesFor(o);

  const signed = await Promise.all(
    o.steps.map(({ to, data, value, gas }, i) =>
      account.signTransaction({
        chainId: chain.id,
        nonce: nonce + i,
        gas,
        ...fees,
        ...(to ? { to } : {}),
        ...(data ? { data } : {}),
        ...(value ? { value } : {}),
      }),
    ),
  );
  const hashes: Hash[] = [];
  for (const serializedTransaction of signed) {
    hashes.push(await o.publicClient.sendRawTransaction({ serializedTransaction }));
  }
  return receipts({ ...o, hashes });
}

async function feesFor(o: {
  publicClient: PublicClient;
  walletClient: DeployerClient;
  steps: readonly DeployStep[];
  gasPrice?: bigint;
}): Promise<Fees> {
  const fees =
    o.gasPrice === undefined
      ? await suggestedFees(o.publicClient)
      : ({ type: 'legacy', gasPrice: o.gasPrice } as const);
  const most = fees.type === 'legacy' ? fees.gasPrice : fees.maxFeePerGas;
  const deployer = o.walletClient.account.address;
  const balance = await o.publicClient.getBalance({ address: deployer });
  const needed = o.steps.reduce((sum, step) => sum + (step.value ?? 0n) + step.gas * most, 0n);
  if (balance < needed) throw new DeployerFundsError({ deployer, balance, needed });
  return fees;
}

/** Twice the present price, so that a rising base fee does not hold up a step in the middle. */
async function suggestedFees(publicClient: PublicClient): Promise<Fees> {
  const { maxFeePerGas, maxPriorityFeePerGas } = await publicClient.estimateFeesPerGas();
  return { type: 'eip1559', maxFeePerGas: maxFeePerGas * 2n, maxPriorityFeePerGas };
}

async function receipts(o: {
  publicClient: PublicClient;
  walletClient: DeployerClient;
  steps: readonly DeployStep[];
  hashes: readonly Hash[];
  timeoutMs: number;
}): Promise<DoneStep[]> {
  const done: DoneStep[] = [];
  for (const [i, hash] of o.hashes.entries()) {
    const step = o.steps[i]!;
    const receipt = await waitFor({
      what: `the receipt of "${step.name}" (${hash})`,
      check: () => o.publicClient.getTransactionReceipt({ hash }),
      timeoutMs: o.timeoutMs,
      intervalMs: 50,
    });
    if (receipt.status !== 'success') {
      const reason = await revertReason({ ...o, step, block: receipt.blockNumber });
      throw new DeploymentFailedError({
        step: step.name,
        hash,
        gas: step.gas,
        gasUsed: receipt.gasUsed,
        ...reason,
      });
    }
    done.push({ name: step.name, receipt });
  }
  return done;
}

/** What the step answers when it is called again; of help, not proof, as the state has moved on. */
async function revertReason(o: {
  publicClient: PublicClient;
  walletClient: DeployerClient;
  step: DeployStep;
  block: bigint;
}): Promise<{ reason?: string }> {
  const { to, data, value, gas } = o.step;
  try {
    await o.publicClient.call({
      account: o.walletClient.account.address,
      ...(to ? { to } : {}),
      ...(data ? { data } : {}),
      ...(value ? { value } : {}),
      gas,
      blockNumber: o.block,
    });
    return {};
  } catch (error) {
    return { reason: error instanceof Error ? error.message : String(error) };
  }
}

import {
  type Address,
  encodeDeployData,
  getContractAddress,
  type Hex,
  type PublicClient,
  recoverTransactionAddress,
  serializeTransaction,
  type TransactionSerializedLegacy,
} from 'viem';
import { waitFor } from '#core';
import type { Artifact } from '../../artifact.ts';
import { type DeployerClient, sendSteps } from '../sendSteps.ts';

const GAS = 1_000_000n;
/** Wei; part of the transaction, and so of the address. */
const GAS_PRICE = 100_000_000_000n;
const SIGNATURE = {
  r: '0x00000000000000000000000000000000000000000000000000000005ca1ab1e0',
  s: '0x000000000000000000000000000000000000000000000000000000005ca1ab1e',
  v: 27n,
} as const;

/** A factory that is created by a transaction nobody has the key for, at the same address on every chain. */
export interface KeylessDeployer {
  address: Address;
  /** The only account that the factory obeys; the address depends on it. */
  owner: Address;
  /** Who the transaction comes from; must be funded for it. */
  signer: Address;
  initCode: Hex;
  serializedTransaction: Hex;
}

/** Describes the official factory for one owner. */
export async function keylessDeployer(o: {
  artifact: Artifact;
  owner: Address;
}): Promise<KeylessDeployer> {
  const { abi, bytecode } = o.artifact;
  const initCode = encodeDeployData({ abi, bytecode, args: [o.owner] });
  const serializedTransaction = serializeTransaction(
    { type: 'legacy', nonce: 0, gas: GAS, gasPrice: GAS_PRICE, data: initCode },
    SIGNATURE,
  ) as TransactionSerializedLegacy;
  const signer = await recoverTransactionAddress({ serializedTransaction });
  const address = getContractAddress({ from: signer, nonce: 0n });
  return { address, owner: o.owner, signer, initCode, serializedTransaction };
}

/**
 * Places the factory where the chain lacks it.
 * @throws DeploymentFailedError, WaitTimeoutError
 */
export async function ensureKeylessDeployer(o: {
  publicClient: PublicClient;
  walletClient: DeployerClient;
  deployer: KeylessDeployer;
  timeoutMs: number;
}): Promise<void> {
  const { address, signer, serializedTransaction } = o.deployer;
  const hasCode = async () => ((await o.publicClient.getCode({ address })) ? true : undefined);
  if (await hasCode()) return;
  const value = GAS * GAS_PRICE;
  const step = { name: 'fund the official factory', to: signer, value, gas: 21_000n };
  await sendSteps({ ...o, steps: [step] });
  await o.publicClient.sendRawTransaction({ serializedTransaction });
  await waitFor({ what: 'the official factory', check: hasCode, timeoutMs: o.timeoutMs });
}

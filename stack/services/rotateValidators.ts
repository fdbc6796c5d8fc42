import {
  type Account,
  type Address,
  type Chain,
  encodeFunctionData,
  type Hash,
  keccak256,
  type PublicClient,
  type Transport,
  toHex,
  type WalletClient,
  zeroHash,
} from 'viem';
import { type ValidatorSet, validatorSetRoot } from '#circuits';
import { batchVerifierAbi, settlementTimelockAbi } from '#contracts';

/** The call that a rotation puts into the timelock; execution needs the same values again. */
export interface Rotation {
  timelock: Address;
  call: readonly [
    target: Address,
    value: bigint,
    data: `0x${string}`,
    predecessor: Hash,
    salt: Hash,
  ];
}

interface Clients {
  publicClient: PublicClient;
  /** Of an account with the timelock's role for the step. */
  walletClient: WalletClient<Transport, Chain, Account>;
}

/**
 * Proposes a new validator set to the timelock that owns the batch verifier.
 * @param o.next its epoch is the present one plus 1
 * @throws viem's errors where the account may not propose, BadValidatorSetError and its like
 */
export async function scheduleRotation(
  o: Clients & { batchVerifier: Address; next: ValidatorSet },
): Promise<Rotation & { hash: Hash; delaySeconds: bigint }> {
  const { publicClient, next, batchVerifier } = o;
  const timelock = await publicClient.readContract({
    address: batchVerifier,
    abi: batchVerifierAbi,
    functionName: 'owner',
  });
  const contract = { address: timelock, abi: settlementTimelockAbi } as const;
  const delaySeconds = await publicClient.readContract({
    ...contract,
    functionName: 'getMinDelay',
  });
  const set = { epoch: next.epoch, root: validatorSetRoot(next), k: next.k, n: next.keys.length };
  const data = encodeFunctionData({ abi: batchVerifierAbi, functionName: 'rotate', args: [set] });
  const salt = keccak256(toHex(`rotation to epoch ${next.epoch}`));
  const call = [batchVerifier, 0n, data, zeroHash, salt] as const;
  const args = [...call, delaySeconds] as const;
  const hash = await sent({ ...o, contract, functionName: 'schedule', args });
  return { timelock, call, hash, delaySeconds };
}

/** Carries out a proposed rotation whose delay is over. From then on only the new set's proofs count. */
export async function executeRotation(o: Clients & { rotation: Rotation }): Promise<Hash> {
  const contract = { address: o.rotation.timelock, abi: settlementTimelockAbi } as const;
  return sent({ ...o, contract, functionName: 'execute', args: o.rotation.call });
}

async function sent(
  o: Clients & {
    contract: { address: Address; abi: typeof settlementTimelockAbi };
    functionName: 'schedule' | 'execute';
    args: readonly unknown[];
  },
): Promise<Hash> {
  const { publicClient, walletClient } = o;
  const { request } = await publicClient.simulateContract({
    ...o.contract,
    functionName: o.functionName,
    args: o.args,
    account: walletClient.account,
  } as never);
  const hash = await walletClient.writeContract(request as never);
  await publicClient.waitForTransactionReceipt({ hash });
  return hash;
}

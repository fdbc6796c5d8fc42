import { type Address, encodeFunctionData, type Hex, numberToHex, parseEther } from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import { jobMarketAbi } from '#contracts';
import type { Genesis } from '../engine/types.ts';

export const BENCH_CHAIN_ID = 424_242;
/** wei of BIG per gas */
export const BENCH_FLOOR = 1_000_000_000n;
const SENDERS = 50;

/** Signed transactions of many senders, each with nonces of its own. */
export interface Workload {
  readonly genesis: Genesis;
  readonly deployer: PrivateKeyAccount;
  /** Transfers of 1 wei to accounts that did not exist. */
  transfers(count: number): Promise<Hex[]>;
  /** Calls of the job market that change its state and emit an event. */
  calls(count: number, market: Address): Promise<Hex[]>;
  /** How many were signed so far. */
  signed(): number;
  /** Forgets the nonces used so far: for another chain with the same genesis. */
  restart(): void;
}

export function createWorkload(): Workload {
  const account = (n: number) => privateKeyToAccount(numberToHex(n + 1, { size: 32 }));
  const senders = Array.from({ length: SENDERS }, (_, n) => account(n));
  const deployer = account(SENDERS);
  const nonces = new Map<Address, number>();
  let signed = 0;

  const sign = (o: { to: Address; value?: bigint; data?: Hex; gas: bigint }): Promise<Hex> => {
    const sender = senders[signed % SENDERS]!;
    signed += 1;
    const nonce = nonces.get(sender.address) ?? 0;
    nonces.set(sender.address, nonce + 1);
    return sender.signTransaction({
      type: 'eip1559',
      chainId: BENCH_CHAIN_ID,
      nonce,
      maxFeePerGas: BENCH_FLOOR,
      maxPriorityFeePerGas: BENCH_FLOOR,
      ...o,
    });
  };
  const many = async (count: number, one: () => Promise<Hex>): Promise<Hex[]> => {
    const raws: Hex[] = [];
    for (let i = 0; i < count; i += 1) raws.push(await one());
    return raws;
  };
  return {
    genesis: {
      timestamp: 1_700_000_000n,
      accounts: Object.fromEntries(
        [...senders, deployer].map(({ address }) => [address, { balance: parseEther('1000000') }]),
      ),
    },
    deployer,
    transfers: (count) =>
      many(count, () => {
        const to = numberToHex(0x1_0000_0000 + signed, { size: 20 });
        return sign({ to, value: 1n, gas: 21_000n });
      }),
    calls: (count, to) => {
      const data = encodeFunctionData({ abi: jobMarketAbi, functionName: 'bumpOfferEpoch' });
      return many(count, () => sign({ to, data, gas: 60_000n }));
    },
    signed: () => signed,
    restart() {
      nonces.clear();
      signed = 0;
    },
  };
}

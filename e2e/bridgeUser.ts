import {
  type Abi,
  type Address,
  createWalletClient,
  encodeDeployData,
  type Hash,
  type Hex,
  http,
  publicActions,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { expect } from 'vitest';
import { bridgeAsset, type ClaimCall, claimAsset, depositsOf, waitToClaim } from '#bridge';
import { bigTokenAbi, bridgeAbi, loadArtifact } from '#contracts';
import { chainOf } from '#stack';
import type { TestStack } from './testStack.ts';

/** A real proof takes its time on a busy machine; a deadline says "hangs". */
const SETTLED_MS = 240_000;

export interface MadeDeposit {
  network: number;
  destination: number;
  depositCount: number;
}

/**
 * One of the users of a stack, or who else has a key, on all of its networks, by their ids at the bridge.
 * @param who index of the account, of which the first is the walk's; or a private key
 */
export function bridgeUser(its: TestStack, who: number | Hex = 1) {
  const { l1, l2, rollups, accounts, contracts } = its.info;
  const bridge = contracts.l1['bridge']!;
  const account = privateKeyToAccount(typeof who === 'number' ? accounts[who]!.key : who);

  function on(network: number) {
    const chain = [l1, l2, ...rollups][network]!;
    return createWalletClient({
      account,
      chain: chainOf({ layer: 'l2', id: chain.chainId, rpcUrl: chain.rpc }),
      transport: http(chain.rpc),
      pollingInterval: 100,
    }).extend(publicActions);
  }

  async function receiptOf(network: number, hash: Hash) {
    const receipt = await on(network).waitForTransactionReceipt({ hash, timeout: SETTLED_MS });
    expect(receipt.status).toBe('success');
    return receipt;
  }

  async function depositIn(network: number, hash: Hash): Promise<MadeDeposit> {
    const receipt = await receiptOf(network, hash);
    const { depositCount, destinationNetwork } = depositsOf({ receipt, bridge })[0]!;
    return { network, depositCount, destination: destinationNetwork };
  }

  /** The call that claims a deposit, as soon as there is one. */
  const claimable = ({ network, depositCount }: MadeDeposit) =>
    waitToClaim({
      ...{ url: its.info.bridge.url, network, depositCount },
      timeoutMs: SETTLED_MS,
    });

  return {
    ...{ address: account.address, bridge, on, receiptOf, depositIn, claimable },
    /** Creates one of the test contracts. */
    async create(network: number, name: string, args: readonly unknown[] = []) {
      const { abi, bytecode } = loadArtifact(name);
      const data = encodeDeployData({ abi: abi as Abi, bytecode, args: [...args] });
      const receipt = await receiptOf(network, await on(network).sendTransaction({ data }));
      return receipt.contractAddress as Address;
    },
    /** @param o.wrapped what the bridge itself issued it burns without leave */
    async send(o: {
      from: number;
      to: number;
      token?: Address;
      wrapped?: boolean;
      permit?: Hex | false;
      amount: bigint;
      receiver?: Address;
    }): Promise<MadeDeposit> {
      const permit = o.wrapped ? false : o.permit;
      const hash = await bridgeAsset(on(o.from), {
        ...{ bridge, amount: o.amount, destinationNetwork: o.to },
        ...(o.token ? { token: o.token } : {}),
        ...(permit === undefined ? {} : { permit }),
        ...(o.receiver ? { to: o.receiver } : {}),
      });
      return depositIn(o.from, hash);
    },
    /** Waits until a deposit can be claimed, and claims it. */
    async claim(deposit: MadeDeposit): Promise<ClaimCall> {
      const { claim } = await claimable(deposit);
      const { destination } = deposit;
      await receiptOf(destination, await claimAsset(on(destination), { bridge, claim }));
      return claim;
    },
    balance: (network: number, token: Address, holder: Address = account.address) =>
      on(network).readContract({
        address: token,
        abi: bigTokenAbi,
        functionName: 'balanceOf',
        args: [holder],
      }),
    wrapped: (network: number, origin: { network: number; token: Address }) =>
      on(network).readContract({
        address: bridge,
        abi: bridgeAbi,
        functionName: 'getTokenWrappedAddress',
        args: [origin.network, origin.token],
      }),
  };
}

export type BridgeUser = ReturnType<typeof bridgeUser>;

import {
  type Address,
  decodeErrorResult,
  encodeFunctionData,
  type Hex,
  type Log,
  maxUint256,
  type RawContractError,
} from 'viem';
import { bigTokenAbi, bridgeAbi } from '../abi.ts';
import { depositsOf } from '../actions/depositsOf.ts';
import { buildClaim, type ClaimCall } from '../buildClaim.ts';
import type { TokenForm } from '../conservation/tokenForm.ts';
import type { BridgeLeaf } from '../tree/leafHash.ts';
import { leafHash } from '../tree/leafHash.ts';
import type { KnownRoot, RootBook } from './createRootBook.ts';
import type { BridgeNetworks } from './openBridgeNetworks.ts';
import { chainOf } from './readHoldings.ts';

/** A deposit as its network numbered it. */
export interface MadeDeposit extends BridgeLeaf {
  network: number;
  depositCount: number;
}

type Call = ReturnType<typeof encodeFunctionData>;

/** Deposits and claims on any of the networks as any account, without fees. */
export function createBridgeActor(o: { networks: BridgeNetworks; book: RootBook }) {
  const { book } = o;
  const { bridge } = o.networks.contracts;
  const chain = (network: number) => chainOf(o.networks, network);

  async function send(at: {
    network: number;
    from: Address;
    to: Address;
    data: Call;
    value?: bigint;
  }): Promise<Log[]> {
    const { network, ...tx } = at;
    const hash = await chain(network).send(tx);
    const { status, logs } = await chain(network).client.getTransactionReceipt({ hash });
    if (status !== 'success') throw new Error(`reverted on network ${network}: ${at.data}`);
    return logs as Log[];
  }

  async function deposit(at: {
    network: number;
    from: Address;
    data: Call;
    value: bigint;
    force: boolean;
  }): Promise<MadeDeposit> {
    const { force, ...call } = at;
    const logs = await send({ ...call, to: bridge });
    const [made] = depositsOf({ receipt: { logs: logs as Log<bigint, number, false>[] }, bridge });
    const { network } = at;
    const index = book.append(network, leafHash(made!));
    if (index !== made!.depositCount) throw new Error(`leaf ${index} is ${made!.depositCount}`);
    if (force) await book.publish(network);
    return { ...made!, network };
  }

  return {
    chain,
    async depositAsset(at: {
      network: number;
      from: Address;
      to: Address;
      destination: number;
      amount: bigint;
      holding: Exclude<TokenForm, undefined>;
      force: boolean;
    }): Promise<MadeDeposit> {
      const { network, from, amount, holding, force } = at;
      const native = holding === 'native';
      const token: Address = native ? `0x${'00'.repeat(20)}` : holding;
      if (!native) {
        const approve = { functionName: 'approve', args: [bridge, maxUint256] } as const;
        const data = encodeFunctionData({ abi: bigTokenAbi, ...approve });
        await send({ network, from, to: token, data });
      }
      const data = encodeFunctionData({
        abi: bridgeAbi,
        functionName: 'bridgeAsset',
        args: [at.destination, at.to, amount, token, force, '0x'],
      });
      return deposit({ network, from, data, value: native ? amount : 0n, force });
    },
    /** A message with ether: the coin where it is the coin, else wrapped. */
    async depositMessage(at: {
      network: number;
      from: Address;
      to: Address;
      destination: number;
      amount: bigint;
      holding: Exclude<TokenForm, undefined>;
      content: Hex;
      force: boolean;
    }): Promise<MadeDeposit> {
      const { network, from, to, destination, amount, content, force } = at;
      const native = at.holding === 'native';
      const data = native
        ? encodeFunctionData({
            abi: bridgeAbi,
            functionName: 'bridgeMessage',
            args: [destination, to, force, content],
          })
        : encodeFunctionData({
            abi: bridgeAbi,
            functionName: 'bridgeMessageWETH',
            args: [destination, to, amount, force, content],
          });
      return deposit({ network, from, data, value: native ? amount : 0n, force });
    },
    async publish(network: number, from: Address): Promise<void> {
      const data = encodeFunctionData({ abi: bridgeAbi, functionName: 'updateGlobalExitRoot' });
      await send({ network, from, to: bridge, data });
      if (book.tree(network).leafCount > 0) await book.publish(network);
    },
    /** The claim of a deposit against a root; right only when the root covers it. */
    claimOf(deposit: MadeDeposit, root: KnownRoot): ClaimCall {
      const { network, depositCount } = deposit;
      const leafCount = Math.max(book.covered(root, network), depositCount + 1);
      const { mainnetExitRoot, rollupExitRoot } = root;
      const zeros = Array.from({ length: 32 }, (): Hex => `0x${'00'.repeat(32)}`);
      return buildClaim({
        deposit,
        proof: {
          proofLocalExitRoot: book.tree(network).proof(depositCount, leafCount),
          proofRollupExitRoot: network === 0 ? zeros : book.rollupProof(root, network),
          mainnetExitRoot,
          rollupExitRoot,
        },
      });
    },
    async claim(at: { network: number; from: Address; claim: ClaimCall }): Promise<void> {
      const { network, from } = at;
      await send({
        network,
        from,
        to: bridge,
        data: encodeFunctionData({ abi: bridgeAbi, ...at.claim }),
      });
    },
    /** Name of the error with which the bridge refuses a claim; `undefined` when it would take it. */
    async refusal(at: { network: number; from: Address; claim: ClaimCall }) {
      const data = encodeFunctionData({ abi: bridgeAbi, ...at.claim });
      const { client } = chain(at.network);
      try {
        await client.call({ account: at.from, to: bridge, data });
        return undefined;
      } catch (error) {
        return errorName(error);
      }
    },
  };
}

export type BridgeActor = ReturnType<typeof createBridgeActor>;

function errorName(error: unknown): string {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const data = (cause as RawContractError).data;
    const raw = typeof data === 'object' ? data.data : data;
    if (raw && raw !== '0x') return decodeErrorResult({ abi: bridgeAbi, data: raw }).errorName;
  }
  throw error;
}

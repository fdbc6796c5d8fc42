import type { Address, PublicClient } from 'viem';
import { deriveUserKey, type Program, programs } from '#circuits';
import { connectMarket, type MarketClient, type MarketContracts } from '#market/sdk';
import { chainOf, publicClientOf, type StackChain } from '../run/clients.ts';
import type { StackInfo } from '../session/StackInfo.ts';
import type { StepRecorder } from './steps.ts';

/** What every part of the walk works with: the outside view of a running stack, nothing more. */
export interface WalkContext {
  info: StackInfo;
  recorder: StepRecorder;
  l1: StackChain;
  l2: StackChain;
  l1Client: PublicClient;
  l2Client: PublicClient;
  user: { address: Address; key: `0x${string}` };
  market: MarketClient;
  program: Program;
  programId: `0x${string}`;
}

const PROGRAM = 'mlp-int8';

/** Connects to a stack as its first user would. */
export function createWalkContext(o: { info: StackInfo; recorder: StepRecorder }): WalkContext {
  const { info } = o;
  const l1 = chainOf({ layer: 'l1', id: info.l1.chainId, rpcUrl: info.l1.rpc });
  const l2 = chainOf({ layer: 'l2', id: info.l2.chainId, rpcUrl: info.l2.rpc });
  const user = info.accounts[0]!;
  return {
    ...o,
    ...{ l1, l2, user },
    l1Client: publicClientOf(l1),
    l2Client: publicClientOf(l2),
    market: marketOf({ info, key: user.key }),
    program: programs[PROGRAM]!,
    programId: info.programs[PROGRAM]!,
  };
}

/** A market client for one key of the stack. */
export function marketOf(o: { info: StackInfo; key?: `0x${string}` }): MarketClient {
  return connectMarket({
    l2RpcUrl: o.info.l2.rpc,
    contracts: o.info.contracts.l2 as unknown as MarketContracts,
    key: o.key,
    gasPriceWei: BigInt(o.info.gasPriceFloorWei),
  });
}

/** The key to which the user's results belong. */
export function userKeyOf(context: Pick<WalkContext, 'user'>) {
  return deriveUserKey(context.user.key);
}

import { z } from 'zod';
import { globalIndexOf } from '../tree/globalIndex.ts';
import { l1InfoLeafHash } from '../tree/l1InfoLeafHash.ts';
import { leafHash } from '../tree/leafHash.ts';
import type { Claim, Deposit, InfoLeaf, WrappedToken } from '../types.ts';

const block = {
  block_num: z.number(),
  block_pos: z.number().describe('Index of the log in its block.'),
  block_timestamp: z.number().describe('Seconds.'),
  tx_hash: z.string(),
};

export const bridgeSchema = z.object({
  ...block,
  from_address: z.string().describe('Who signed the transaction.'),
  leaf_type: z.number(),
  origin_network: z.number(),
  origin_address: z.string(),
  destination_network: z.number(),
  destination_address: z.string(),
  amount: z.string(),
  metadata: z.string(),
  deposit_count: z.number(),
  global_index: z.string(),
  bridge_hash: z.string().describe('Hash of the leaf.'),
});

export const aggkitClaimSchema = z.object({
  ...block,
  from_address: z.string(),
  global_index: z.string(),
  origin_network: z.number(),
  origin_address: z.string(),
  destination_network: z.number(),
  destination_address: z.string(),
  amount: z.string(),
});

export const mappingSchema = z.object({
  ...block,
  origin_network: z.number(),
  origin_token_address: z.string(),
  wrapped_token_address: z.string(),
  metadata: z.string(),
  is_not_mintable: z.boolean(),
  token_type: z.number().describe('0: the bridge made it.'),
});

export const leafSchema = z.object({
  block_num: z.number(),
  block_pos: z.number(),
  l1_info_tree_index: z.number(),
  previous_block_hash: z.string(),
  timestamp: z.number(),
  mainnet_exit_root: z.string(),
  rollup_exit_root: z.string(),
  global_exit_root: z.string(),
  hash: z.string(),
});

interface Placed {
  blockNumber: bigint;
  logIndex: number;
  time: number;
  txHash: string;
}

function placeJson(o: Placed) {
  return {
    block_num: Number(o.blockNumber),
    block_pos: o.logIndex,
    block_timestamp: o.time,
    tx_hash: o.txHash,
  };
}

export function bridgeJson(deposit: Deposit): z.input<typeof bridgeSchema> {
  return {
    ...placeJson(deposit),
    from_address: deposit.sender,
    leaf_type: deposit.leafType,
    origin_network: deposit.originNetwork,
    origin_address: deposit.originAddress,
    destination_network: deposit.destinationNetwork,
    destination_address: deposit.destinationAddress,
    amount: String(deposit.amount),
    metadata: deposit.metadata,
    deposit_count: deposit.depositCount,
    global_index: String(globalIndexOf(deposit)),
    bridge_hash: leafHash(deposit),
  };
}

export function aggkitClaimJson(claim: Claim): z.input<typeof aggkitClaimSchema> {
  return {
    ...placeJson(claim),
    from_address: claim.sender,
    global_index: String(claim.globalIndex),
    origin_network: claim.originNetwork,
    origin_address: claim.originAddress,
    destination_network: claim.network,
    destination_address: claim.destinationAddress,
    amount: String(claim.amount),
  };
}

export function mappingJson(token: WrappedToken): z.input<typeof mappingSchema> {
  return {
    ...placeJson(token),
    origin_network: token.originNetwork,
    origin_token_address: token.originAddress,
    wrapped_token_address: token.wrappedAddress,
    metadata: token.metadata,
    is_not_mintable: false,
    token_type: 0,
  };
}

export function leafJson(leaf: InfoLeaf): z.input<typeof leafSchema> {
  const { globalExitRoot, parentHash, time } = leaf;
  return {
    block_num: Number(leaf.blockNumber),
    block_pos: leaf.logIndex,
    l1_info_tree_index: leaf.index,
    previous_block_hash: parentHash,
    timestamp: time,
    mainnet_exit_root: leaf.mainnetExitRoot,
    rollup_exit_root: leaf.rollupExitRoot,
    global_exit_root: globalExitRoot,
    hash: l1InfoLeafHash({ globalExitRoot, blockHash: parentHash, timestamp: BigInt(time) }),
  };
}

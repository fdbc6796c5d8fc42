import { z } from 'zod';
import { globalIndexOf } from '../tree/globalIndex.ts';
import type { Claim, ClaimProof, Deposit, WrappedToken } from '../types.ts';
import type { ApiContext } from './ApiContext.ts';
import { tokenMetadata } from './tokenMetadata.ts';

const uint64 = z.string().describe('A whole number in decimal.');

export const waitingSchema = z.object({
  code: z.string(),
  message: z.string(),
  estimated_seconds: z.number().nullable().describe('From now; null where nothing can be said.'),
});

export const depositSchema = z.object({
  leaf_type: z.number().describe('0 an asset, 1 a message.'),
  orig_net: z.number(),
  orig_addr: z.string(),
  amount: z.string(),
  dest_net: z.number(),
  dest_addr: z.string(),
  block_num: uint64,
  deposit_cnt: uint64,
  network_id: z.number().describe('Where the deposit was made.'),
  tx_hash: z.string(),
  claim_tx_hash: z.string().describe('Empty until it is claimed.'),
  metadata: z.string(),
  ready_for_claim: z.boolean(),
  global_index: z.string(),
  waiting_for: waitingSchema.optional().describe('Only while it is not ready.'),
});

export const claimSchema = z.object({
  index: uint64,
  orig_net: z.number(),
  orig_addr: z.string(),
  amount: z.string(),
  network_id: z.number().describe('Where the claim was made.'),
  dest_addr: z.string(),
  block_num: uint64,
  tx_hash: z.string(),
  rollup_index: uint64,
  mainnet_flag: z.boolean(),
  global_index: z.string(),
});

export const proofSchema = z.object({
  proof: z.object({
    merkle_proof: z.array(z.string()).readonly(),
    rollup_merkle_proof: z.array(z.string()).readonly(),
    main_exit_root: z.string(),
    rollup_exit_root: z.string(),
  }),
});

export const wrappedSchema = z.object({
  orig_net: z.number(),
  original_token_addr: z.string(),
  wrapped_token_addr: z.string(),
  network_id: z.number(),
  name: z.string(),
  symbol: z.string(),
  decimals: z.number(),
});

export async function depositJson(
  { store, claimability }: Pick<ApiContext, 'store' | 'claimability'>,
  deposit: Deposit,
): Promise<z.input<typeof depositSchema>> {
  const { network: sourceNetwork, destinationNetwork: network, depositCount } = deposit;
  const claim = store.claims.of({ network, sourceNetwork, depositCount });
  const waiting = await claimability.explain(deposit);
  return {
    leaf_type: deposit.leafType,
    orig_net: deposit.originNetwork,
    orig_addr: deposit.originAddress,
    amount: String(deposit.amount),
    dest_net: network,
    dest_addr: deposit.destinationAddress,
    block_num: String(deposit.blockNumber),
    deposit_cnt: String(depositCount),
    network_id: sourceNetwork,
    tx_hash: deposit.txHash,
    claim_tx_hash: claim?.txHash ?? '',
    metadata: deposit.metadata,
    ready_for_claim: waiting === undefined,
    global_index: String(globalIndexOf(deposit)),
    ...(waiting ? { waiting_for: waitingJson(waiting) } : {}),
  };
}

export function waitingJson(o: { code: string; message: string; estimatedSeconds: number | null }) {
  return { code: o.code, message: o.message, estimated_seconds: o.estimatedSeconds };
}

export function claimJson(claim: Claim): z.input<typeof claimSchema> {
  return {
    index: String(claim.depositCount),
    orig_net: claim.originNetwork,
    orig_addr: claim.originAddress,
    amount: String(claim.amount),
    network_id: claim.network,
    dest_addr: claim.destinationAddress,
    block_num: String(claim.blockNumber),
    tx_hash: claim.txHash,
    rollup_index: String(Math.max(0, claim.sourceNetwork - 1)),
    mainnet_flag: claim.sourceNetwork === 0,
    global_index: String(claim.globalIndex),
  };
}

export function proofJson(proof: ClaimProof): z.input<typeof proofSchema> {
  return {
    proof: {
      merkle_proof: proof.proofLocalExitRoot,
      rollup_merkle_proof: proof.proofRollupExitRoot,
      main_exit_root: proof.mainnetExitRoot,
      rollup_exit_root: proof.rollupExitRoot,
    },
  };
}

export function wrappedJson(token: WrappedToken): z.input<typeof wrappedSchema> {
  return {
    orig_net: token.originNetwork,
    original_token_addr: token.originAddress,
    wrapped_token_addr: token.wrappedAddress,
    network_id: token.network,
    ...tokenMetadata(token.metadata),
  };
}

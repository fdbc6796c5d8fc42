import { type Address, type Hex, hexToBytes } from 'viem';
import type { BatchInputs } from './batchInputs.ts';
import type { Orders } from './protocol.ts';

/**
 * The order for a stateless batch proof.
 * @param o.witness empty where the L2 makes none
 * @param o.aggregator sender of the verification on L1
 */
export function toStatelessInput(o: {
  inputs: BatchInputs;
  witness: Hex;
  aggregator: Address;
}): Orders['gen_stateless_batch_proof_request'] {
  const { inputs } = o;
  return {
    input: {
      public_inputs: {
        witness: toBuffer(o.witness),
        old_acc_input_hash: toBuffer(inputs.oldAccInputHash),
        old_batch_num: String(inputs.batch - 1n),
        chain_id: String(inputs.chainId),
        fork_id: String(inputs.forkId),
        batch_l2_data: toBuffer(inputs.batchL2Data),
        l1_info_root: toBuffer(inputs.l1InfoRoot),
        timestamp_limit: String(inputs.timestampLimit),
        sequencer_addr: inputs.coinbase,
        forced_blockhash_l1: toBuffer(inputs.forcedBlockHash),
        aggregator_addr: o.aggregator,
        l1_info_tree_data: Object.fromEntries(
          inputs.leaves.map(({ index, globalExitRoot, blockHash, timestamp, proof }) => [
            index,
            {
              global_exit_root: toBuffer(globalExitRoot),
              blockhash_l1: toBuffer(blockHash),
              min_timestamp: Number(timestamp),
              smt_proof: proof.map(toBuffer),
            },
          ]),
        ),
      },
    },
  };
}

/** Bytes of a hex string. */
export function toBuffer(hex: Hex): Buffer {
  return Buffer.from(hexToBytes(hex));
}

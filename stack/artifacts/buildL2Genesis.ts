import { type Address, createPublicClient, custom } from 'viem';
import { l2Predeploys, type OfficialDeployment, readPredeploys } from '#contracts';
import type { Genesis } from '../engine/types.ts';
import { createScratchEngine } from '../genesis/createScratchEngine.ts';
import { genesisStateRoot } from '../genesis/genesisStateRoot.ts';
import { L2_SYSTEM_ADDRESS } from '../l2/constants.ts';

/** Any time in the past does: block 1 takes its own from the L1. */
const GENESIS_TIME = 1_700_000_000n;

/**
 * Makes the genesis of the L2 by creating its predeploys on a scratch engine. Only the bridge has a
 * balance in it.
 * @param o.owner of the proxies on the L2
 * @param o.official the settlement contracts when they are not ours
 * @returns the genesis, the names of what is in it, and its Merkle-Patricia state root, which the rollup
 * type on L1 records
 */
export async function buildL2Genesis(o: {
  chainId: bigint;
  owner: Address;
  official?: OfficialDeployment;
}): Promise<{ genesis: Genesis; names: Record<Address, string>; stateRoot: `0x${string}` }> {
  const predeploys = l2Predeploys(o);
  const { preset, steps, accounts } = predeploys;
  const scratch = await createScratchEngine({
    chainId: o.chainId,
    genesis: {
      timestamp: GENESIS_TIME,
      accounts: { [preset.address]: { code: preset.code, nonce: 1n } },
    },
  });
  for (const { to, data, from = o.owner } of steps) {
    const transaction = { ...(to ? { to } : {}), data, from };
    await scratch.request({ method: 'eth_sendTransaction', params: [transaction] });
  }
  const publicClient = createPublicClient({ transport: custom(scratch) });
  const states = await readPredeploys({ publicClient, accounts });
  // cdk-erigon adds this account in block 1 when it is not there, empty and against EIP-161. With
  // a nonce it is there, and every engine reaches the same state roots.
  const genesis = {
    timestamp: GENESIS_TIME,
    accounts: { ...states, [L2_SYSTEM_ADDRESS]: { nonce: 1n } },
  };
  const names = Object.fromEntries(accounts.map(({ address, name }) => [address, name]));
  return { genesis, names, stateRoot: await genesisStateRoot(genesis) };
}

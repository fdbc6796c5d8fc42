import type { Address, PublicClient } from 'viem';
import { bridgeEvents as events } from '../abi.ts';
import type { ChainEvents } from '../types.ts';

/** All bridge events of some contracts in a range of blocks, both ends included, in chain order. */
export async function fetchEvents(o: {
  client: PublicClient;
  addresses: readonly Address[];
  fromBlock: bigint;
  toBlock: bigint;
}): Promise<ChainEvents> {
  const { client, addresses, fromBlock, toBlock } = o;
  const address = [...addresses];
  const logs = await client.getLogs({ address, events, fromBlock, toBlock, strict: true });
  const found: ChainEvents = { deposits: [], claims: [], infoLeaves: [], verifications: [] };
  for (const log of logs) {
    const place = {
      blockNumber: log.blockNumber,
      logIndex: log.logIndex,
      txHash: log.transactionHash,
    };
    switch (log.eventName) {
      case 'BridgeEvent':
        found.deposits.push({ ...log.args, ...place });
        break;
      case 'ClaimEvent':
        found.claims.push({ ...log.args, ...place });
        break;
      case 'UpdateL1InfoTree':
        found.infoLeaves.push({ ...log.args, ...place });
        break;
      case 'VerifyBatchesTrustedAggregator': {
        const { rollupID: rollupId, numBatch: batch, stateRoot, exitRoot } = log.args;
        found.verifications.push({ rollupId, batch, stateRoot, exitRoot, ...place });
      }
    }
  }
  return found;
}

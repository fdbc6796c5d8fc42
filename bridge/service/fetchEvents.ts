import { type Address, type PublicClient, zeroHash } from 'viem';
import { bridgeEvents as events } from '../abi.ts';
import type { ChainLogs } from '../types.ts';

/** All bridge events of some contracts in a range of blocks, both ends included, in chain order. */
export async function fetchEvents(o: {
  client: PublicClient;
  addresses: readonly Address[];
  fromBlock: bigint;
  toBlock: bigint;
}): Promise<ChainLogs> {
  const { client, addresses, fromBlock, toBlock } = o;
  const address = [...addresses];
  const logs = await client.getLogs({ address, events, fromBlock, toBlock, strict: true });
  const found: ChainLogs = {
    deposits: [],
    claims: [],
    infoLeaves: [],
    verifications: [],
    wrappedTokens: [],
  };
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
      case 'NewWrappedToken': {
        const { originTokenAddress, wrappedTokenAddress: wrappedAddress, ...rest } = log.args;
        found.wrappedTokens.push({
          ...{ originAddress: originTokenAddress, wrappedAddress },
          ...{ originNetwork: rest.originNetwork, metadata: rest.metadata, ...place },
        });
        break;
      }
      case 'UpdateL1InfoTree':
        found.infoLeaves.push({ ...log.args, ...place });
        break;
      case 'VerifyBatchesTrustedAggregator': {
        const { rollupID: rollupId, numBatch: batch, stateRoot, exitRoot } = log.args;
        found.verifications.push({ rollupId, batch, stateRoot, exitRoot, ...place });
        break;
      }
      case 'VerifyPessimisticStateTransition': {
        const { rollupID: rollupId, newLocalExitRoot: exitRoot } = log.args;
        const none = { batch: 0n, stateRoot: zeroHash };
        found.verifications.push({ rollupId, exitRoot, ...none, ...place });
      }
    }
  }
  return found;
}

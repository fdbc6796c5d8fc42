import { type Address, type PublicClient, sliceHex } from 'viem';
import { bridgeAbi, rollupEtrogAbi, rollupManagerAbi } from '#contracts';
import { FactMissingError } from './errors.ts';
import type { FirstBatch, SettlementFacts } from './types.ts';

const IMPLEMENTATION_SLOT = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc';

interface Where {
  client: PublicClient;
  contracts: Record<'rollupManager' | 'rollup' | 'bridge' | 'big', Address>;
  rollupId: number;
  deploymentBlock: bigint;
}

/**
 * Reads from L1 what the creation of the rollup left there; nothing is taken from memory, so that it is
 * the same after a restart.
 * @throws FactMissingError
 */
export async function readSettlementFacts(o: Where): Promise<SettlementFacts> {
  const { client, contracts, rollupId } = o;
  const manager = { address: contracts.rollupManager, abi: rollupManagerAbi } as const;
  const [created, data, genesisRoot, implementation, gasTokenMetadata, firstBatch] =
    await Promise.all([
      creation(o),
      client.readContract({ ...manager, functionName: 'rollupIDToRollupData', args: [rollupId] }),
      client.readContract({
        ...manager,
        functionName: 'getRollupBatchNumToStateRoot',
        args: [rollupId, 0n],
      }),
      client.getStorageAt({ address: contracts.rollup, slot: IMPLEMENTATION_SLOT }),
      client.readContract({
        address: contracts.bridge,
        abi: bridgeAbi,
        functionName: 'getTokenMetadata',
        args: [contracts.big],
      }),
      readFirstBatch(o),
    ]);
  return {
    ...created,
    genesisRoot,
    verifier: data.verifier,
    consensusImplementation: sliceHex(implementation ?? `0x${'00'.repeat(32)}`, 12),
    gasTokenMetadata,
    firstBatch,
  };
}

async function creation(
  o: Where,
): Promise<Pick<SettlementFacts, 'rollupTypeId' | 'createRollupBlock'>> {
  const [event] = await o.client.getContractEvents({
    address: o.contracts.rollupManager,
    abi: rollupManagerAbi,
    eventName: 'CreateNewRollup',
    args: { rollupID: o.rollupId },
    fromBlock: o.deploymentBlock,
    strict: true,
  });
  if (!event) throw missing('CreateNewRollup', o);
  return { rollupTypeId: event.args.rollupTypeID, createRollupBlock: event.blockNumber };
}

async function readFirstBatch(o: Where): Promise<FirstBatch> {
  const [event] = await o.client.getContractEvents({
    address: o.contracts.rollup,
    abi: rollupEtrogAbi,
    eventName: 'InitialSequenceBatches',
    fromBlock: o.deploymentBlock,
    strict: true,
  });
  if (!event) throw missing('InitialSequenceBatches', o);
  const { transactions, lastGlobalExitRoot, sequencer } = event.args;
  const { timestamp } = await o.client.getBlock({ blockNumber: event.blockNumber });
  return { batchL2Data: transactions, globalExitRoot: lastGlobalExitRoot, timestamp, sequencer };
}

function missing(event: string, o: Where): FactMissingError {
  return new FactMissingError({ event, rollupId: o.rollupId, fromBlock: o.deploymentBlock });
}

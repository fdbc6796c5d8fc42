import { claimScenes } from './claimScenes.ts';
import { committeeScenes } from './committee.ts';
import { depositScenes } from './depositScenes.ts';
import { type GasFigures, gasStage } from './gasStage.ts';
import { sequenceScenes } from './sequenceScenes.ts';
import { proofScenes, verifyScenes } from './verifyScenes.ts';

/** Gas of the settlement contracts' calls as whole transactions; the order is part of the conditions. */
export async function measureGas(): Promise<GasFigures> {
  const stage = await gasStage({ rollups: ['RollupEtrog', 'RollupValidium'] });
  return {
    ...(await depositScenes(stage)),
    ...(await committeeScenes(stage)),
    ...(await sequenceScenes(stage)),
    ...(await verifyScenes(stage)),
    ...(await claimScenes(stage)),
    ...(await proofScenes(stage)),
  };
}

import type { Hex } from 'viem';
import { buildClaim, type ClaimCall } from '../buildClaim.ts';
import { DepositNotFoundError } from '../errors.ts';
import { callApi } from './callApi.ts';
import { type DepositId, getDeposit, type KnownDeposit } from './getDeposit.ts';

interface ProofAnswer {
  proof: {
    merkle_proof: Hex[];
    rollup_merkle_proof: Hex[];
    main_exit_root: Hex;
    rollup_exit_root: Hex;
  };
}

/**
 * The call that claims a deposit, with a proof from a bridge service.
 * @param o.url of the service
 * @throws BridgeApiError, whose details tell what is missing while it cannot be claimed
 * @throws DepositNotFoundError
 */
export async function getClaim(
  o: DepositId & { url: string },
): Promise<{ claim: ClaimCall; deposit: KnownDeposit }> {
  const deposit = await getDeposit(o);
  if (!deposit) throw new DepositNotFoundError(o);
  const query = `net_id=${o.network}&deposit_cnt=${o.depositCount}`;
  const { proof } = await callApi<ProofAnswer>(`${o.url}/merkle-proof?${query}`);
  const claim = buildClaim({
    deposit,
    proof: {
      proofLocalExitRoot: proof.merkle_proof,
      proofRollupExitRoot: proof.rollup_merkle_proof,
      mainnetExitRoot: proof.main_exit_root,
      rollupExitRoot: proof.rollup_exit_root,
    },
  });
  return { claim, deposit };
}

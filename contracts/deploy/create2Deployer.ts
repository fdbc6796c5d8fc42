import { type Address, concatHex, type Hex, type PublicClient, parseEther } from 'viem';
import { waitFor } from '#core';
import { type DeployerClient, sendSteps } from './sendSteps.ts';

/** The keyless CREATE2 deployer that is at the same address on most chains. */
export const CREATE2_DEPLOYER_ADDRESS: Address = '0x4e59b44847b379578588920cA78FbF26c0B4956C';

/** Its code, for the genesis of a dev chain. */
export const CREATE2_DEPLOYER_CODE: Hex =
  '0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3';

const SIGNER: Address = '0x3fAB184622Dc19b6109349B94811493BF2a45362';
const SIGNED_TRANSACTION: Hex =
  '0xf8a58085174876e800830186a08080b853604580600e600039806000f350fe7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf31ba02222222222222222222222222222222222222222222222222222222222222222a02222222222222222222222222222222222222222222222222222222222222222';
const COST = parseEther('0.01');

/** Input for the deployer: the salt, then the creation code. */
export function create2DeployerInput(o: { salt: Hex; initCode: Hex }): Hex {
  return concatHex([o.salt, o.initCode]);
}

/**
 * Places the deployer where the chain lacks it, with the transaction that everybody uses for that.
 * @throws DeploymentFailedError, WaitTimeoutError
 */
export async function ensureCreate2Deployer(o: {
  publicClient: PublicClient;
  walletClient: DeployerClient;
  timeoutMs: number;
}): Promise<void> {
  const hasCode = async () =>
    (await o.publicClient.getCode({ address: CREATE2_DEPLOYER_ADDRESS })) ? true : undefined;
  if (await hasCode()) return;
  const step = { name: 'fund the CREATE2 deployer', to: SIGNER, value: COST, gas: 21_000n };
  await sendSteps({ ...o, steps: [step] });
  await o.publicClient.sendRawTransaction({ serializedTransaction: SIGNED_TRANSACTION });
  await waitFor({ what: 'the CREATE2 deployer', check: hasCode, timeoutMs: o.timeoutMs });
}

import { type Address, type Hex, type PublicClient, parseAbi, sliceHex } from 'viem';
import { loadArtifact } from '../../artifact.ts';
import type { OfficialContracts } from './findOfficialContracts.ts';

const IMPLEMENTATION_SLOT = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc';

/** Whose code the rollup manager runs, as its bytes tell. */
export interface CodeOrigin {
  origin: 'embedded' | 'official' | 'unknown';
  contractName?: string;
  /** What the manager says of itself; the releases before v9 say nothing. */
  version?: string;
  implementation: Address;
}

/**
 * Compares the code behind the manager's proxy with our own and with the official artifacts at hand.
 * @param o.official when there are any to compare with
 */
export async function identifyManager(o: {
  publicClient: PublicClient;
  rollupManager: Address;
  official?: OfficialContracts | undefined;
}): Promise<CodeOrigin> {
  const { publicClient, rollupManager: address } = o;
  const word = await publicClient.getStorageAt({ address, slot: IMPLEMENTATION_SLOT });
  const implementation = sliceHex(word as Hex, 12);
  const code = (await publicClient.getCode({ address: implementation })) ?? '0x';
  const version = await versionOf(o);
  const known = { implementation, ...(version ? { version } : {}) };
  if (isSameCode({ code, compiled: loadArtifact('RollupManager').deployedBytecode })) {
    return { origin: 'embedded', contractName: 'RollupManager', ...known };
  }
  const manager = o.official?.parts.rollupManager;
  if (manager && isSameCode({ code, compiled: manager.deployedBytecode })) {
    return { origin: 'official', contractName: manager.contractName, ...known };
  }
  return { origin: 'unknown', ...known };
}

async function versionOf(o: {
  publicClient: PublicClient;
  rollupManager: Address;
}): Promise<string | undefined> {
  try {
    return await o.publicClient.readContract({
      address: o.rollupManager,
      abi: parseAbi(['function ROLLUP_MANAGER_VERSION() view returns (string)']),
      functionName: 'ROLLUP_MANAGER_VERSION',
    });
  } catch {
    // Not in every release.
    return undefined;
  }
}

/** In compiled code a value of an immutable is 32 zeros behind a PUSH32; on chain it is the value. */
const IMMUTABLE = Buffer.from(`7f${'00'.repeat(32)}`, 'hex');

/** True when the code on chain is this compiled code with any values of its immutables. */
export function isSameCode(o: { code: Hex; compiled: Hex }): boolean {
  const code = Buffer.from(o.code.slice(2), 'hex');
  const compiled = Buffer.from(o.compiled.slice(2), 'hex');
  if (code.length !== compiled.length) return false;
  let from = 0;
  while (from < compiled.length) {
    const at = compiled.indexOf(IMMUTABLE, from);
    const to = at < 0 ? compiled.length : at + 1;
    if (code.compare(compiled, from, to, from, to) !== 0) return false;
    from = at < 0 ? to : at + IMMUTABLE.length;
  }
  return true;
}

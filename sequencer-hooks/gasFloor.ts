import { type Address, type Hex, isAddressEqual, toFunctionSelector } from 'viem';
import { define } from './define.ts';
import type { Admission, AdmissionTransaction, Hook } from './types.ts';

export interface GasFloorOptions {
  /** wei of BIG per gas */
  floorWei: bigint;
  /** Who may claim from the bridge for nothing, since nobody could pay for the first claim. */
  freeClaims?: {
    bridge: Address;
    claimers: readonly Address[];
    /** Gas of one free claim; 3,000,000 unless told. */
    gasCap?: bigint;
    /** Free claims of all claimers together; 600 unless told. */
    perMinute?: number;
  };
  /** Milliseconds; the system's clock unless told. */
  now?: () => number;
}

const PROOFS = 'bytes32[32],bytes32[32],uint256,bytes32,bytes32';
const CLAIMS: readonly Hex[] = ['claimAsset', 'claimMessage'].map((name) =>
  toFunctionSelector(`${name}(${PROOFS},uint32,address,uint32,address,uint256,bytes)`),
);
const MINUTE = 60_000;

/** Refuses what pays less than the floor, bridge claims of the claimers excepted. */
export function gasFloor(o: GasFloorOptions): Hook {
  const now = o.now ?? Date.now;
  let free: number[] = [];

  const admission = (transaction: AdmissionTransaction): Admission => {
    const offered = transaction.maxPriorityFeePerGas;
    if (offered >= o.floorWei) return { accept: true };
    if (!isClaim(transaction, o.freeClaims)) {
      return refuse(`transaction underpriced: ${offered} wei of BIG per gas, want ${o.floorWei}`);
    }
    const gasCap = o.freeClaims?.gasCap ?? 3_000_000n;
    if (transaction.gas > gasCap) {
      return refuse(`a free claim may use ${gasCap} gas, not ${transaction.gas}`);
    }
    const perMinute = o.freeClaims?.perMinute ?? 600;
    free = free.filter((time) => time > now() - MINUTE);
    if (free.length >= perMinute) {
      return refuse(`${perMinute} free claims were made in the last minute; try again later`);
    }
    free.push(now());
    return { accept: true };
  };

  return define({ name: 'gas-floor', points: { admission } });
}

function isClaim(
  transaction: AdmissionTransaction,
  freeClaims: GasFloorOptions['freeClaims'],
): boolean {
  const { to, from, data } = transaction;
  if (!freeClaims || !to || !isAddressEqual(to, freeClaims.bridge)) return false;
  return (
    freeClaims.claimers.some((claimer) => isAddressEqual(claimer, from)) &&
    CLAIMS.includes(data.slice(0, 10) as Hex)
  );
}

function refuse(reason: string): Admission {
  return { accept: false, reason };
}

import { globSync } from 'node:fs';
import { resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '../..');
/** What settles the rollup on L1, and its bridge on both networks. */
const FOLDERS = ['bridge', 'libraries', 'proxy', 'settlement', 'token', 'verifiers'];
/** Part of the market, whose tests are elsewhere. */
const LEFT_OUT = 'contracts/libraries/Delivery.sol';

/** The Solidity files of the settlement contracts, from the root of the project. */
export function settlementSources(): string[] {
  return solidityFiles().filter((file) => !file.endsWith('.t.sol') && file !== LEFT_OUT);
}

/** Their test files. Invariants are tests of whole sequences: many calls for each. */
export function settlementTests(o: { invariants: boolean }): string[] {
  return solidityFiles().filter(
    (file) => file.endsWith('.t.sol') && (o.invariants || !file.endsWith('.invariant.t.sol')),
  );
}

function solidityFiles(): string[] {
  return globSync(`contracts/{${FOLDERS.join(',')}}/**/*.sol`, { cwd: ROOT }).sort();
}

#!/usr/bin/env node
// Writes contracts/abis.generated.ts: the ABIs other modules use, as constants that viem can infer types from.
// Compile first (npx hardhat build); the file is committed.
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ArtifactMissingError, loadArtifact } from '#contracts';

const CONTRACTS = [
  'BatchVerifier',
  'BigToken',
  'Bridge',
  'CreateAndCallFactory',
  'DataCommittee',
  'GlobalExitRoot',
  'GlobalExitRootL2',
  'Groth16Verifier',
  'JobMarket',
  'PolTestToken',
  'ProgramRegistry',
  'ProviderRegistry',
  'RollupEtrog',
  'RollupManager',
  'RollupValidium',
  'SettlementProxyAdmin',
  'SettlementTimelock',
  'StakeVault',
  'TokenWrapped',
];
const OUTPUT = resolve(import.meta.dirname, '../contracts/abis.generated.ts');

const key = (item: { type: string; name?: string }): string => `${item.type} ${item.name ?? ''}`;

/** The compiler's own type names are of no use to viem, and a third of the file. */
const toText = (item: unknown): string =>
  JSON.stringify(item, (name, value) => (name === 'internalType' ? undefined : value));

function constant(name: string): string {
  const abi = [...loadArtifact(name).abi]
    .map((item) => ({ sort: `${key(item as { type: string })} ${toText(item)}`, item }))
    .sort((a, b) => (a.sort < b.sort ? -1 : 1))
    .map(({ item }) => `  ${toText(item)},\n`);
  const label = `${name[0]?.toLowerCase()}${name.slice(1)}Abi`;
  return `export const ${label} = [\n${abi.join('')}] as const;\n`;
}

const parts = ['// Made by scripts/generate-abis.ts from the compiled contracts; do not edit.\n'];
for (const name of [...CONTRACTS].sort()) {
  try {
    parts.push(constant(name));
  } catch (error) {
    if (!(error instanceof ArtifactMissingError)) throw error;
    console.warn(`skipped ${name}: ${error.shortMessage}`);
  }
}
writeFileSync(OUTPUT, parts.join('\n'));

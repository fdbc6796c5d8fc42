import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import type { Artifact } from '../../artifact.ts';
import { OfficialContractsMissingError } from '../../errors.ts';
import { wantsGateway } from '../managerDialect.ts';
import {
  isOfOpenZeppelin4,
  OFFICIAL_NAMES,
  type OfficialNaming,
  SETTLEMENT_PARTS,
  type SettlementPart,
  VALIDIUM_PARTS,
  type ValidiumPart,
} from './officialNames.ts';

/** The package that holds the official contracts; it is on GitHub, not on npm. */
export const OFFICIAL_PACKAGE = '@0xpolygonhermez/zkevm-contracts';

/** The artifact of an official contract. */
export interface OfficialArtifact extends Artifact {
  contractName: string;
  /** Path of the artifact's file. */
  file: string;
}

/** The official contracts of one release, as far as a deployment needs them. */
export interface OfficialContracts {
  /** Where they were found. */
  folder: string;
  naming: OfficialNaming;
  /** `gateway` where the release's manager has one; the validium's where they were asked for. */
  parts: Record<SettlementPart, OfficialArtifact> &
    Partial<Record<ValidiumPart | 'gateway', OfficialArtifact>>;
}

const SKIPPED = new Set(['node_modules', '.git', 'cache', 'build-info', 'typechain-types']);

/**
 * Finds the artifacts of the official settlement contracts. One naming is taken whole: contracts of two
 * releases are never mixed. Of several files of a name, one below `artifacts/` is taken before others, then
 * the one that is less deep.
 * @param o.path directory with Hardhat's artifacts anywhere below it; the installed package by default
 * @param o.validium what a validium needs is needed too
 * @param o.from directory whose `node_modules` has the package; the current one by default
 * @throws OfficialContractsMissingError naming what is missing, and how to come by it
 */
export function findOfficialContracts(
  o: { path?: string | undefined; from?: string; validium?: boolean } = {},
): OfficialContracts {
  const folder = o.path ? resolve(o.path) : installedPackage(o.from ?? process.cwd());
  if (!folder || !existsSync(folder)) {
    throw new OfficialContractsMissingError({ folder: folder ?? OFFICIAL_PACKAGE, missing: [] });
  }
  const files = jsonFiles(folder);
  const attempts = (['v12', 'v8'] as const).map((naming) =>
    collect({ ...o, folder, files, naming }),
  );
  const found = attempts.find(({ missing }) => missing.length === 0);
  if (found) return { folder, naming: found.naming, parts: found.parts as never };
  const [nearest] = attempts.sort((a, b) => a.missing.length - b.missing.length);
  throw new OfficialContractsMissingError({ folder, missing: nearest?.missing ?? [] });
}

interface Attempt {
  naming: OfficialNaming;
  parts: Partial<OfficialContracts['parts']>;
  missing: string[];
}

function collect(o: {
  folder: string;
  files: Files;
  naming: OfficialNaming;
  validium?: boolean;
}): Attempt {
  const names = OFFICIAL_NAMES[o.naming];
  const parts: Attempt['parts'] = {};
  const missing: string[] = [];
  const take = (part: keyof OfficialContracts['parts']) => {
    const artifact = firstArtifact({ ...o, names: names[part] });
    if (artifact) parts[part] = artifact;
    else missing.push(names[part][0] as string);
  };
  for (const part of SETTLEMENT_PARTS) take(part);
  if (o.validium) for (const part of VALIDIUM_PARTS) take(part);
  if (parts.rollupManager && wantsGateway(parts.rollupManager.abi)) take('gateway');
  return { naming: o.naming, parts, missing };
}

function firstArtifact(o: {
  folder: string;
  files: Files;
  names: readonly string[];
}): OfficialArtifact | undefined {
  for (const contractName of o.names) {
    for (const file of o.files.get(`${contractName}.json`) ?? []) {
      const artifact = readArtifact(file);
      if (artifact) return { ...artifact, contractName, file };
    }
  }
  return undefined;
}

/** Interfaces and abstract contracts have no code; OpenZeppelin 5 has namesakes. */
function readArtifact(file: string): Artifact | undefined {
  const { abi, bytecode, deployedBytecode } = JSON.parse(readFileSync(file, 'utf8')) as Artifact;
  if (!Array.isArray(abi) || !bytecode || bytecode === '0x' || !isOfOpenZeppelin4(abi))
    return undefined;
  return { abi, bytecode, deployedBytecode };
}

/** Paths by file name, the preferred first. */
type Files = Map<string, string[]>;

function jsonFiles(folder: string): Files {
  const files: Files = new Map();
  const visit = (directory: string) => {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) visit(path);
      if (!entry.isFile() || !entry.name.endsWith('.json')) continue;
      files.set(entry.name, [...(files.get(entry.name) ?? []), path]);
    }
  };
  visit(folder);
  for (const paths of files.values())
    paths.sort((a, b) => compare(rank(folder, a), rank(folder, b)));
  return files;
}

type Rank = readonly [built: number, depth: number, path: string];

function rank(folder: string, path: string): Rank {
  const parts = relative(folder, path).split(sep);
  return [parts.includes('artifacts') ? 0 : 1, parts.length, path];
}

function compare(a: Rank, b: Rank): number {
  return a[0] - b[0] || a[1] - b[1] || (a[2] < b[2] ? -1 : 1);
}

function installedPackage(from: string): string | undefined {
  for (const base of [from, import.meta.dirname]) {
    try {
      const require = createRequire(join(base, 'index.js'));
      return dirname(require.resolve(`${OFFICIAL_PACKAGE}/package.json`));
    } catch {
      // Not installed there.
    }
  }
  return undefined;
}

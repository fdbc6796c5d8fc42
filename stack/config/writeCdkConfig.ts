import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chainFiles } from './chainFiles.ts';
import { settlementFiles } from './settlementFiles.ts';
import type { CdkConfig } from './types.ts';

/**
 * Writes the files that the CDK components read: those of the official deployment scripts
 * (`genesis.json`, `deploy_output.json`, `create_rollup_output.json`), kurtosis-cdk's `combined.json`, and
 * cdk-erigon's `dynamic-<name>-*.json` and `first-batch-config.json`.
 * @param o.directory is made when it is not there
 * @returns the names of the files
 */
export function writeCdkConfig(o: { directory: string; config: CdkConfig }): string[] {
  const { genesisRoot, firstBatch } = o.config.facts;
  const chain = { ...o.config, genesisRoot, timestamp: firstBatch.timestamp };
  const files = { ...settlementFiles(o.config), ...chainFiles(chain) };
  mkdirSync(o.directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    const path = join(o.directory, name);
    writeFileSync(`${path}.new`, `${text}\n`);
    renameSync(`${path}.new`, path);
  }
  return Object.keys(files);
}

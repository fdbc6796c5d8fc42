import { readFileSync } from 'node:fs';
import { isAddress } from 'viem';
import { buildL2Genesis } from '../artifacts/buildL2Genesis.ts';
import { type SyncOptions, type SyncProgress, syncFromL1 } from '../derivation/index.ts';
import { SyncUsageError } from '../errors.ts';
import { genesisFromJson } from '../genesis/genesisJson.ts';
import type { CommandContext } from './CommandContext.ts';

interface SyncFlags {
  fromL1?: boolean;
  l1Rpc?: string;
  l2Rpc?: string;
  rollup?: string;
  genesis?: string;
  l1Depth?: string;
}

/** Rebuilds an L2 from L1 alone and says whether it is what L1, and an L2 node, take it for. */
export async function syncCommand({ options, output }: CommandContext): Promise<number> {
  const started = performance.now();
  const report = await syncFromL1({
    ...parse(options as SyncFlags),
    onProgress: progressPrinter((text) => output.line(text)),
  });
  const seconds = (performance.now() - started) / 1000;
  output.result({ ok: true, seconds, ...report }, () => [
    `Rebuilt ${report.lastBatch} batches, ${report.lastBlock} blocks in ${seconds.toFixed(1)} s, from L1 alone.`,
    `state root  ${report.stateRoot}`,
    `block hash  ${report.hash}`,
    `compared    ${report.rootsCompared} verifications on L1, ${report.blocksCompared} blocks of the L2 node: all the same`,
    ...(report.blocksCompared > 0 && !report.hashesCompared
      ? ['            (but for their hashes: that node has another genesis header)']
      : []),
    ...(report.forcedWaiting > 0
      ? [`waiting     ${report.forcedWaiting} forced batches whose time is not over`]
      : []),
  ]);
  return 0;
}

function parse(flags: SyncFlags): SyncOptions {
  const { fromL1, l1Rpc, l2Rpc, rollup, genesis, l1Depth } = flags;
  if (!fromL1) throw new SyncUsageError({ problem: '--from-l1 is missing' });
  if (!l1Rpc) throw new SyncUsageError({ problem: '--l1-rpc is missing' });
  if (!rollup || !isAddress(rollup, { strict: false })) {
    throw new SyncUsageError({ problem: '--rollup must be an address' });
  }
  return {
    l1RpcUrl: l1Rpc,
    rollup,
    ...(l2Rpc ? { l2RpcUrl: l2Rpc } : {}),
    ...(l1Depth ? { depth: Number(l1Depth) } : {}),
    // The devkit's own genesis follows from the chain id and the admin; any other must be given.
    genesis: genesis
      ? genesisFromJson(JSON.parse(readFileSync(genesis, 'utf8')))
      : async ({ chainId, admin }) => (await buildL2Genesis({ chainId, owner: admin })).genesis,
  };
}

/** One line for each phase and each tenth of it. */
function progressPrinter(print: (text: string) => void): (progress: SyncProgress) => void {
  let last = '';
  return (progress) => {
    const at = progress.phase === 'blocks' ? progress.block : progress.batch;
    const tenth = progress.of === 0n ? 10n : (at * 10n) / progress.of;
    const text = `${progress.phase} ${tenth}`;
    if (text === last) return;
    last = text;
    print(`  ${progress.phase} ${at} of ${progress.of}`);
  };
}

import { type Hex, hexToBigInt, isHex, numberToHex } from 'viem';
import type { DevChain } from '../engine/types.ts';
import type { L1InfoLeaf } from '../l1info/index.ts';
import { RpcError, rpcErrorCode } from '../rpc/RpcError.ts';
import type { RpcMethod } from '../rpc/RpcMethod.ts';
import type { BatchSources } from './describeBatch.ts';

const FOREVER: Hex = '0xffffffffffffffff';
const VERSIONS_KEY = 'l2.versionHistory';

/** Forks, versions and imported exit roots: the methods of `zkevm_` about what has been. */
export function zkevmHistory(o: BatchSources & { forkId: bigint }): Record<string, RpcMethod> {
  const fork = {
    forkId: numberToHex(o.forkId),
    fromBatchNumber: '0x1',
    toBatchNumber: FOREVER,
    version: '',
    blockNumber: '0x1',
  };
  const versions = recordVersion(o.chain);
  return {
    zkevm_getForks: () => [fork],
    zkevm_getForkById: ([id]) => (toBigInt(id) === o.forkId ? fork : null),
    zkevm_getVersionHistory: () =>
      Object.fromEntries(
        Object.entries(versions).map(([version, seconds]) => [
          version,
          new Date(seconds * 1_000).toISOString(),
        ]),
      ),
    zkevm_getExitRootTable: ([range]) => exitRootTable(o, range),
  };
}

/** Version to the time, in seconds, when it first ran on this chain. */
function recordVersion(chain: DevChain): Record<string, number> {
  const known = JSON.parse(chain.journal.get(VERSIONS_KEY) ?? '{}') as Record<string, number>;
  if (known[chain.engineVersion] !== undefined) return known;
  const versions = { ...known, [chain.engineVersion]: Math.floor(Date.now() / 1000) };
  chain.journal.set(VERSIONS_KEY, JSON.stringify(versions));
  return versions;
}

/** From index 1 on: index 0 never reaches the L2. Numbers are decimal here, as in cdk-erigon. */
function exitRootTable(o: BatchSources, range: unknown): unknown[] {
  const { from, to } = (typeof range === 'object' && range !== null ? range : {}) as {
    from?: unknown;
    to?: unknown;
  };
  const last = o.follower.lastLeaf()?.index ?? 0;
  const first = Math.max(1, from === undefined ? 1 : Number(toBigInt(from)));
  const end = Math.min(last, to === undefined ? last : Number(toBigInt(to)));
  const rows: unknown[] = [];
  for (let index = first; index <= end; index += 1) {
    const leaf = o.follower.leaf(index);
    if (leaf) rows.push(row(leaf));
  }
  return rows;
}

function row(leaf: L1InfoLeaf): unknown {
  return {
    index: leaf.index,
    ger: leaf.globalExitRoot,
    info_root: leaf.l1InfoRoot,
    mainnet_exit_root: leaf.mainnetExitRoot,
    rollup_exit_root: leaf.rollupExitRoot,
    parent_hash: leaf.blockHash,
    min_timestamp: Number(leaf.timestamp),
    block_number: Number(leaf.blockNumber),
  };
}

function toBigInt(value: unknown): bigint {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return BigInt(value);
  if (isHex(value) && value.length > 2) return hexToBigInt(value);
  if (typeof value === 'string' && /^[0-9]{1,19}$/.test(value)) return BigInt(value);
  const message = `invalid number ${JSON.stringify(value)}: want a number, hex or decimal text`;
  throw new RpcError({ code: rpcErrorCode.invalidParams, message });
}

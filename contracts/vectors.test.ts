import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Address, type Hex, keccak256 } from 'viem';
import { beforeAll, expect, test } from 'vitest';
import { type HashHarness, openHashHarness } from './test/hashHarness.ts';
import own from './vectors/hashes.json' with { type: 'json' };

/** Conformance vectors of the CDK components, kept outside this repository. */
const folder = process.env['BIGFILE_VECTORS'] ?? join(import.meta.dirname, '../../shared/vectors');
const absent = `no conformance vectors at ${folder}`;

let solidity: HashHarness;

beforeAll(async () => {
  solidity = await openHashHarness();
}, 60_000);

function read<T>(name: string): T[] | undefined {
  const path = join(folder, `${name}.json`);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as T[]) : undefined;
}

interface LeafVector {
  originNetwork: number;
  tokenAddress: Address;
  amount: Hex;
  destinationNetwork: number;
  destinationAddress: Address;
  metadata: Hex;
}

const leafHash = (v: LeafVector): Promise<Hex> =>
  solidity.read('bridgeLeaf', [
    {
      leafType: 0,
      originNetwork: v.originNetwork,
      originAddress: v.tokenAddress,
      destinationNetwork: v.destinationNetwork,
      destinationAddress: v.destinationAddress,
      amount: BigInt(v.amount),
      metadataHash: keccak256(v.metadata),
    },
  ]);

test('own: accumulated input hashes', async () => {
  for (const v of own.accInputHash) {
    const fields = [v.previous, v.transactions, v.l1InfoRoot, v.timestamp, v.coinbase];
    expect(await solidity.read('accInputHash', [...fields, v.forcedBlockHash])).toBe(v.result);
  }
});

test('own: records of forced batches', async () => {
  for (const v of own.forcedBatch) {
    const fields = [v.transactions, v.globalExitRoot, v.timestamp, v.blockHash];
    expect(await solidity.read('forcedBatch', fields)).toBe(v.result);
  }
});

test('own: the 212 bytes of a proof and their reduced hash', async () => {
  for (const { chainId, forkId, bytes, inputSnark, ...rest } of own.snarkInput) {
    const result = await solidity.read('snark', [{ ...rest, chainID: chainId, forkID: forkId }]);
    expect(result).toEqual([bytes, BigInt(inputSnark)]);
  }
});

test('own: rollup exit roots', async () => {
  for (const v of own.rollupExitRoot) {
    expect(await solidity.read('rollupExitRoot', [v.localExitRoots])).toBe(v.root);
  }
});

test('CDK: bridge leaves', async ({ skip }) => {
  const vectors = read<LeafVector & { leafValue: Hex }>('bridge-leaf') ?? skip(absent);
  for (const v of vectors) expect(await leafHash(v)).toBe(v.leafValue);
});

test('CDK: bridge roots', async ({ skip }) => {
  type Vector = {
    previousLeafsValues: Hex[];
    currentRoot: Hex;
    newLeaf: LeafVector & { currentLeafValue: Hex };
    newRoot: Hex;
  };
  for (const v of read<Vector>('bridge-root') ?? skip(absent)) {
    expect(await leafHash(v.newLeaf)).toBe(v.newLeaf.currentLeafValue);
    await checkRoots({ before: v.previousLeafsValues, root: v.currentRoot, ...v.newLeaf, ...v });
  }
});

test('CDK: L1 info tree roots', async ({ skip }) => {
  type Vector = { previousLeafValues: Hex[]; currentRoot: Hex; newLeafValue: Hex; newRoot: Hex };
  for (const v of read<Vector>('l1-info-tree-root') ?? skip(absent)) {
    const leaf = { currentLeafValue: v.newLeafValue };
    await checkRoots({ before: v.previousLeafValues, root: v.currentRoot, ...leaf, ...v });
  }
});

test('CDK: global indexes', async ({ skip }) => {
  type Vector = {
    indexLocal: string;
    indexRollup: string;
    isMainnet: boolean;
    expectedGlobalIndex: string;
  };
  for (const v of read<Vector>('global-index') ?? skip(absent)) {
    const parts = solidity.read('globalIndex', [BigInt(v.expectedGlobalIndex)]);
    // The encoder adds without looking; what no leaf can have, the contract refuses.
    if (BigInt(v.indexLocal) >> 32n) await expect(parts).rejects.toThrow('InvalidGlobalIndex');
    // And it drops a rollup index beside the mainnet flag.
    else {
      const rollup = v.isMainnet ? 0 : Number(v.indexRollup);
      expect(await parts).toEqual([v.isMainnet, rollup, Number(v.indexLocal)]);
    }
  }
});

async function checkRoots(o: {
  before: Hex[];
  root: Hex;
  currentLeafValue: Hex;
  newRoot: Hex;
}): Promise<void> {
  const tree = await openHashHarness();
  for (const leaf of o.before) await tree.write('append', [leaf]);
  expect(await tree.read('root', [])).toBe(o.root);
  expect(await tree.write('append', [o.currentLeafValue])).toEqual([o.newRoot, o.newRoot]);
}

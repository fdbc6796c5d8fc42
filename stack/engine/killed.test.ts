import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type Hex, keccak256 } from 'viem';
import { afterAll, expect, test } from 'vitest';
import { createMempool } from './createMempool.ts';
import { JournalLockedError } from './errors.ts';
import { openDevChain } from './openDevChain.ts';
import { alice, testConfig } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'killed-'));
const journalPath = join(folder, 'journal.sqlite');
afterAll(() => rmSync(folder, { recursive: true }));

const told = { acknowledged: [] as Hex[], hashes: new Map<bigint, Hex>() };

/** Runs the chain in another process, and kills that after some lines of its output. */
async function runAndKill(o: { lines: number; meanwhile?: () => Promise<void> }): Promise<void> {
  const program = fileURLToPath(new URL('./testing.sealForever.ts', import.meta.url));
  const child = spawn(process.execPath, [program, journalPath], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  let lines = 0;
  for await (const line of createInterface({ input: child.stdout })) {
    const [kind, first = '', second = ''] = line.split(' ');
    if (kind === 'ack') told.acknowledged.push(first as Hex);
    else told.hashes.set(BigInt(first), second as Hex);
    lines += 1;
    if (lines === 1) await o.meanwhile?.();
    // What it still printed before it died counts as well.
    if (lines === o.lines) child.kill('SIGKILL');
  }
  expect(await exited).toEqual([null, 'SIGKILL']);
}

test('killed again and again, a chain keeps its hashes and what it acknowledged', async () => {
  await runAndKill({
    lines: 40,
    meanwhile: () =>
      expect(openDevChain({ config: testConfig(), journalPath })).rejects.toThrow(
        JournalLockedError,
      ),
  });
  await runAndKill({ lines: 32 });

  const chain = await openDevChain({ config: testConfig(), journalPath });
  expect(told.hashes.size).toBeGreaterThan(15);
  for (const [number, hash] of told.hashes) expect(chain.block(number)?.hash).toBe(hash);
  const kept = new Set(chain.pending().map((raw) => keccak256(raw)));
  for (let n = 1n; n <= chain.head().number; n += 1n) {
    for (const hash of chain.block(n)!.transactionHashes) {
      expect(kept.has(hash)).toBe(false);
      kept.add(hash);
    }
  }
  expect(told.acknowledged.filter((hash) => !kept.has(hash))).toEqual([]);
  const mempool = await createMempool({ chain });
  expect(await mempool.nonce(alice.address)).toBe(BigInt(kept.size));
  await chain.close();
});

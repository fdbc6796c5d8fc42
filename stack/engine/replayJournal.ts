import type { Engine } from './createEngine.ts';
import { engineVersion } from './createEngine.ts';
import { JournalMismatchError } from './errors.ts';
import type { Journal, JournalEntry } from './openJournal.ts';
import { sealOnEngine } from './sealOnEngine.ts';
import type { EngineConfig, SealedBlock } from './types.ts';

/**
 * Feeds the recorded blocks to a fresh engine and compares every hash.
 * @param o.to last block to replay; absent: all of them
 * @returns the last block
 * @throws JournalMismatchError
 */
export async function replayJournal(o: {
  journal: Journal;
  engine: Engine;
  config: EngineConfig;
  genesis: SealedBlock;
  to?: bigint;
}): Promise<SealedBlock> {
  let head = o.genesis;
  for (let number = 1n; o.to === undefined || number <= o.to; number += 1n) {
    const entry = o.journal.entry(number);
    if (!entry) return head;
    const block = await sealOnEngine({ engine: o.engine, config: o.config, inputs: entry.inputs });
    assertSame({ journal: o.journal, entry, block });
    head = entry.block;
  }
  return head;
}

function assertSame(o: { journal: Journal; entry: JournalEntry; block: SealedBlock }): void {
  for (const field of ['stateRoot', 'hash'] as const) {
    const expected = o.entry.block[field];
    const got = o.block[field];
    if (got === expected) continue;
    throw new JournalMismatchError({
      path: o.journal.path,
      number: o.entry.block.number,
      field,
      expected,
      got,
      recordedEngine: o.journal.recordedEngine,
      runningEngine: engineVersion,
    });
  }
}

import { createEngine, type Engine } from './createEngine.ts';
import type { Journal } from './openJournal.ts';
import { replayJournal } from './replayJournal.ts';
import type { EngineConfig, SealedBlock } from './types.ts';

/**
 * A fresh engine that stands at a block of the journal.
 * @throws JournalMismatchError
 */
export async function rebuildEngine(o: {
  journal: Journal;
  config: EngineConfig;
  genesis: SealedBlock;
  to: bigint;
}): Promise<{ engine: Engine; head: SealedBlock }> {
  const engine = await createEngine(o.config);
  return { engine, head: await replayJournal({ ...o, engine }) };
}

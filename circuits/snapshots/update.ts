// SPDX-License-Identifier: GPL-3.0-or-later
import { writeFileSync } from 'node:fs';
import { circuitNames } from '../pipeline/circuitDefinitions.ts';
import { ensureCircuit } from '../pipeline/ensureCircuit.ts';
import { lockOf } from '../programs/programLock.ts';

// Records the sizes and hashes of all circuits after an intended change.
const record: Record<string, unknown> = {};
for (const name of circuitNames) {
  record[name] = lockOf(await ensureCircuit({ name, cacheDir: '.bigfile/cache/circuits' }));
}
const file = new URL('./constraints.json', import.meta.url);
writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);

#!/usr/bin/env node
// Compiles the circuits that the tests use and makes their DEV keys, where that is not done yet.
import { resolve } from 'node:path';
import { ensureCircuit, typicalCircuits } from '#circuits';

const cacheDir = resolve(import.meta.dirname, '../.bigfile/cache/circuits');
for (const name of typicalCircuits) {
  await ensureCircuit({ name, cacheDir, onProgress: (message) => console.error(message) });
}

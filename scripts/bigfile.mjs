#!/usr/bin/env node
// The `bigfile` command: the same bootstrap as `npm start`, so that it works under any Node.js.
import { fileURLToPath } from 'node:url';

process.argv.splice(1, 1, fileURLToPath(new URL('./run.mjs', import.meta.url)), 'bigfile');
await import('./run.mjs');

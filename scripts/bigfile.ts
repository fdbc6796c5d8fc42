// Entry of the `bigfile` command, run by scripts/run.mjs under a Node.js that is new enough.
import { enableCompileCache } from 'node:module';
import { join, resolve } from 'node:path';

enableCompileCache(join(resolve(import.meta.dirname, '..'), '.bigfile', 'cache', 'node'));
const { runCli } = await import('#stack/cli');
// What an interrupted start still waits for must not keep the command alive.
process.exit(await runCli(process.argv.slice(2)));

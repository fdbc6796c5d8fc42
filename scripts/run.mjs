// The first step of `npm start` and `npm test`: the right Node.js, the dependencies, then the work.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureDependencies } from './install.mjs';
import { ensureNode, environmentFor, ROOT } from './node24.mjs';

const TARGETS = { start: ['bigfile.ts', 'walk'], test: ['test.ts'], bigfile: ['bigfile.ts'] };

export function run(target, args) {
  const [script, ...first] = TARGETS[target];
  const node = ensureNode();
  ensureDependencies(node);
  const child = spawn(
    node,
    ['--disable-warning=ExperimentalWarning', join(ROOT, 'scripts', script), ...first, ...args],
    { stdio: 'inherit', env: environmentFor(node) },
  );
  // The terminal signals the whole group; a signal sent to this process alone is passed on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1);
  });
}

const [target, ...args] = process.argv.slice(2);
if (target in TARGETS) run(target, args);
else {
  console.error(`Usage: node scripts/run.mjs ${Object.keys(TARGETS).join('|')} [arguments]`);
  process.exitCode = 2;
}

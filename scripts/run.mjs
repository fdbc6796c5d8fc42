// The first step of `npm start` and `npm test`: the right Node.js, the dependencies, then the work.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { ensureDependencies } from './install.mjs';
import { ensureNode, environmentFor, ROOT } from './node24.mjs';

const TARGETS = {
  start: ['scripts/bigfile.ts', 'walk'],
  test: ['scripts/test.ts'],
  bigfile: ['scripts/bigfile.ts'],
  // Any file of the project, for the other scripts of package.json.
  node: [],
};

export function run(target, args) {
  const [script, ...rest] = [...TARGETS[target], ...args];
  const node = ensureNode();
  ensureDependencies(node);
  const child = spawn(
    node,
    ['--disable-warning=ExperimentalWarning', join(ROOT, script), ...rest],
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

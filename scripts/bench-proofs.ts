// Measures every circuit from its sources to a proof verified on a chain, against snarkjs' command line.
// Usage: npm run bench:proofs [-- --runs 3 --only heat2d --only batch-k-of-3 --json]
import { parseArgs } from 'node:util';
import { type CircuitName, circuitNames } from '#circuits';
import { benchProofs } from '#stack';

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '3' },
    only: { type: 'string', multiple: true },
    json: { type: 'boolean', default: false },
  },
});
const names = values.only as CircuitName[] | undefined;
const unknown = names?.filter((name) => !circuitNames.includes(name)) ?? [];
if (unknown.length > 0) {
  console.error(`Unknown: ${unknown.join(', ')}. Circuits: ${circuitNames.join(', ')}.`);
  process.exit(2);
}
const figures = await benchProofs({
  runs: Number(values.runs),
  cacheDir: '.bigfile/cache',
  print: (line) => (values.json ? console.error(line) : console.log(line)),
  ...(names ? { names } : {}),
});
if (values.json) console.log(JSON.stringify(figures, null, 2));

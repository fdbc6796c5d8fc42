// Measures the L2's gateway, with its journal, against the bare engine in the same run.
// Usage: npm run bench:tps [-- --transactions 4000 --memory 200000]; --memory 0 leaves that part out.
import { parseArgs } from 'node:util';
import { benchTps } from '#stack';

const { values } = parseArgs({
  options: {
    transactions: { type: 'string', default: '4000' },
    memory: { type: 'string', default: '20000' },
  },
});
await benchTps({
  transactions: Number(values.transactions),
  memoryOver: Number(values.memory),
  print: (line) => console.log(line),
});

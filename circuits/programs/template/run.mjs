// byte-sum as a provider runs it in a sandbox: node run.mjs <input file> <output file>
// Needs only Node. Exit code 2: wrong arguments or input length.
import { readFileSync, writeFileSync } from 'node:fs';

const LENGTH = 32;
const [inputPath, outputPath] = process.argv.slice(2);
if (!inputPath || !outputPath) refuse('usage: run.mjs <input file> <output file>');
const bytes = readFileSync(inputPath);
if (bytes.length !== LENGTH) refuse(`the input has ${bytes.length} bytes, not ${LENGTH}`);

let sum = 0;
for (const byte of bytes) sum += byte;
const output = Buffer.alloc(2);
output.writeUInt16BE(sum);
writeFileSync(outputPath, output);

function refuse(why) {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}

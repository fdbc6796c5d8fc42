import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zeroAddress, zeroHash } from 'viem';
import { afterAll, expect, test } from 'vitest';
import { createHookRunner } from '#hooks';
import { ConfigFileError } from '../errors.ts';
import { findConfigFile, loadConfigFile, loadHooks, withConfigFile } from './loadConfigFile.ts';
import { parseOptions } from './options.ts';

const example = join(import.meta.dirname, 'example.config.ts');
const folder = mkdtempSync(join(tmpdir(), 'bigfile-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const context = { chainId: 1n, bridge: zeroAddress };
const transaction = {
  hash: zeroHash,
  from: zeroAddress,
  nonce: 0n,
  value: 0n,
  gas: 21_000n,
  maxFeePerGas: 1n,
  maxPriorityFeePerGas: 1n,
  data: '0x' as const,
};

test('the example of the documentation does what it says', async () => {
  const hooks = await loadHooks({ path: example, context });
  const { admit } = createHookRunner({ hooks });
  await admit({ ...transaction, to: zeroAddress });
  const large = { ...transaction, to: zeroAddress, data: `0x${'00'.repeat(50_000)}` as const };
  await expect(admit(large)).rejects.toThrow('at most 50 kB');
});

test('the file’s options count where the command line says nothing', async () => {
  const options = parseOptions(await withConfigFile({ config: example }));
  expect(options).toMatchObject({ l2BlockTimeMs: 100, configFile: example, l2Port: 8123 });
  const given = parseOptions(await withConfigFile({ config: example, l2BlockTimeMs: 50 }));
  expect(given.l2BlockTimeMs).toBe(50);
});

test('hooks may depend on the chain', async () => {
  const path = file(
    'function.ts',
    "export default { hooks: (c: { chainId: bigint }) => [{ name: 'on-' + c.chainId, points: {} }] };",
  );
  expect(await loadHooks({ path, context })).toMatchObject([{ name: 'on-1' }]);
});

test.each<[string, string, RegExp]>([
  ['throws.ts', 'throw new Error("boom")', /boom/],
  ['nothing.ts', 'export const a = 1', /default export/],
  ['hooks.ts', 'export default { hooks: 5 }', /neither a list/],
])('%s names the file and what is wrong', async (name, text, reason) => {
  const path = file(name, text);
  const loaded = loadConfigFile(path);
  await expect(loaded).rejects.toThrow(ConfigFileError);
  await expect(loaded).rejects.toMatchObject({
    shortMessage: expect.stringContaining(path),
    details: expect.stringMatching(reason),
  });
});

test('a file that was asked for must be there, the usual one need not', () => {
  expect(() => findConfigFile(join(folder, 'none.ts'))).toThrow(ConfigFileError);
  expect(findConfigFile(example)).toBe(example);
});

test('an unknown option in the file is refused', async () => {
  const path = file('unknown.ts', 'export default { l2Prot: 1 }');
  const options = await withConfigFile({ config: path });
  expect(() => parseOptions(options)).toThrow(/configuration is wrong/);
});

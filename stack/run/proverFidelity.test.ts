import { expect, test } from 'vitest';
import { proverFidelity } from './proverFidelity.ts';

const prover = { name: 'p', id: 'i', version: '', address: 'a', busy: null, connectedAt: 0 };
const door = { address: 'host:1', witness: 'none', connected: [] } as const;

const batchProof = { impl: 'embedded' } as const;

test('an aggregator that proves by itself, and one that need not', () => {
  const engine = 'in the aggregator';
  expect(proverFidelity({ door: undefined, batchProof })).toEqual({ impl: 'embedded', engine });
  const mocked = proverFidelity({ door: undefined, batchProof: { impl: 'mock' } });
  expect(mocked).toEqual({ impl: 'mock', engine });
});

test('nobody there is told as such', () => {
  const { impl, note } = proverFidelity({ door: { ...door, connected: [] }, batchProof });
  expect(impl).toBe('embedded');
  expect(note).toContain('nobody has dialled host:1: batches are not proved');
  expect(note).toContain('without a witness');
});

test('ours, dialled in, is ours', () => {
  const connected = [{ ...prover, version: 'bigfile-devkit' }];
  expect(proverFidelity({ door: { ...door, witness: 'required', connected }, batchProof })).toEqual(
    {
      ...{ impl: 'embedded', engine: 'aggregator.v1, p bigfile-devkit', note: '' },
    },
  );
});

test('anybody else is somebody else', () => {
  const connected = [{ ...prover, version: 'v8' }];
  expect(proverFidelity({ door: { ...door, connected }, batchProof })).toMatchObject({
    impl: 'official',
    engine: 'aggregator.v1, p v8',
    note: expect.stringContaining('another program'),
  });
});

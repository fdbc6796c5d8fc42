import {
  decodeErrorResult,
  decodeFunctionResult,
  encodeFunctionData,
  type Hex,
  keccak256,
  numberToHex,
} from 'viem';
import { generatePrivateKey, privateKeyToAddress, sign } from 'viem/accounts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadArtifact } from '#contracts';
import { snarkInputBytes } from '../batch/index.ts';
import { openDevChain } from '../engine/openDevChain.ts';
import type { DevChain } from '../engine/types.ts';
import { EvidenceError } from './errors.ts';
import { findEquivocations, type SignedStatement } from './findEquivocations.ts';

const JUDGE = '0x00000000000000000000000000000000000000e1';
const liar = generatePrivateKey();
const honest = generatePrivateKey();
const word = (value: number): Hex => numberToHex(value, { size: 32 });

function statement(o: { root: number; exit?: number; last?: bigint; acc?: number }): Hex {
  return snarkInputBytes({
    aggregator: '0x00000000000000000000000000000000000000aa',
    oldStateRoot: word(1),
    oldAccInputHash: word(2),
    initNumBatch: 1n,
    chainId: 424242n,
    forkId: 12n,
    newStateRoot: word(o.root),
    newAccInputHash: word(o.acc ?? 3),
    newLocalExitRoot: word(o.exit ?? 4),
    finalNewBatch: o.last ?? 4n,
  });
}

async function signedBy(privateKey: Hex, bytes: Hex): Promise<SignedStatement> {
  const ecdsa = await sign({ hash: keccak256(bytes), privateKey, to: 'hex' });
  return { statement: bytes, ecdsa };
}

let chain: DevChain;
const { abi, deployedBytecode } = loadArtifact('EquivocationVerifier');

beforeAll(async () => {
  const code = deployedBytecode;
  const genesis = { timestamp: 1n, accounts: { [JUDGE]: { code } } };
  const config = { chainId: 424242n, hardfork: 'shanghai', baseFee: 'free' } as const;
  chain = await openDevChain({ config: { ...config, genesis, blockGasLimit: 30_000_000n } });
});
afterAll(() => chain.close());

/** What the contract says of two statements. */
async function judge(args: readonly [readonly [Hex, Hex], readonly [Hex, Hex]]) {
  const data = encodeFunctionData({ abi, functionName: 'judge', args });
  const result = await chain.request<Hex>('eth_call', [{ to: JUDGE, data }, 'latest']);
  return decodeFunctionResult({ abi, functionName: 'judge', data: result });
}

test('finds who signed two results for one range, and the contract agrees', async () => {
  const signed = [
    await signedBy(honest, statement({ root: 10 })),
    await signedBy(liar, statement({ root: 10 })),
    await signedBy(liar, statement({ root: 11 })),
    await signedBy(liar, statement({ root: 12 })),
    await signedBy(honest, statement({ root: 10 })),
  ];
  const found = await findEquivocations(signed);
  expect(found).toHaveLength(1);
  const [{ statements, signatures, validator, evidenceId }] = found as [(typeof found)[0]];
  expect(validator).toBe(privateKeyToAddress(liar));
  expect(await judge([statements, signatures])).toEqual([validator, evidenceId]);
});

test('another exit root is a contradiction too', async () => {
  const signed = [
    await signedBy(liar, statement({ root: 10, exit: 1 })),
    await signedBy(liar, statement({ root: 10, exit: 2 })),
  ];
  expect(await findEquivocations(signed)).toHaveLength(1);
});

test('other ranges, data or aggregators contradict nothing', async () => {
  const renamed = statement({ root: 10 }).replace('aa', 'bb') as Hex;
  const signed = await Promise.all(
    [
      statement({ root: 10 }),
      renamed,
      statement({ root: 11, last: 5n }),
      statement({ root: 12, acc: 9 }),
    ].map((bytes) => signedBy(honest, bytes)),
  );
  expect(await findEquivocations(signed)).toEqual([]);
  const [a, b] = [signed[0]!, signed[2]!];
  const refused = await judge([
    [a.statement, b.statement],
    [a.ecdsa, b.ecdsa],
  ]).catch((error: { data: Hex }) => decodeErrorResult({ abi, data: error.data }));
  expect(refused).toMatchObject({ errorName: 'DifferentRanges' });
});

test('a statement of another length is refused', async () => {
  const signed = { ...(await signedBy(liar, statement({ root: 1 }))), statement: '0x00' as const };
  await expect(findEquivocations([signed])).rejects.toThrow(EvidenceError);
});

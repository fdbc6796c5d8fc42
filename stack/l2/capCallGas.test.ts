import { expect, test } from 'vitest';
import { capCallGas } from './capCallGas.ts';

const cap = '0x1c9c380';

test.each<[string, unknown[], unknown[]]>([
  ['eth_call', [{ to: '0x1' }, 'latest'], [{ to: '0x1', gas: cap }, 'latest']],
  ['eth_call', [{ gas: '0x4000000000000' }], [{ gas: cap }]],
  ['eth_call', [{ gas: '0x5208' }], [{ gas: '0x5208' }]],
  ['eth_estimateGas', [{ gas: 5 }], [{ gas: cap }]],
  ['debug_traceCall', [{}, 'latest', {}], [{ gas: cap }, 'latest', {}]],
  ['eth_call', [], []],
  ['eth_getBalance', [{}], [{}]],
])('%s of %j is bounded', (method, params, expected) => {
  expect(capCallGas(method, params)).toEqual(expected);
});

import {
  type Abi,
  type AbiEvent,
  type AbiFunction,
  type AbiParameter,
  parseAbiItem,
  toEventSelector,
  toFunctionSelector,
} from 'viem';
import { expect, test } from 'vitest';
import { loadArtifact } from './artifact.ts';
import table from './settlementIds.json' with { type: 'json' };

type AbiEventParameter = AbiEvent['inputs'][number];
type AbiError = Extract<Abi[number], { type: 'error' }>;
type Item = AbiFunction | AbiEvent | AbiError;

/** Selector or topic of an ABI item, as bytes on the wire. */
function idOf(item: Item): string {
  if (item.type === 'event') return toEventSelector(item);
  return toFunctionSelector({ ...item, type: 'function', outputs: [], stateMutability: 'view' });
}

const parse = (text: string): Item => parseAbiItem(text as 'function f()') as Item;

/** Type of an argument, with the types inside a tuple and the mark of an indexed one. */
function shape(parameter: AbiParameter | AbiEventParameter): string {
  const inside = 'components' in parameter ? `(${parameter.components.map(shape).join()})` : '';
  return `${parameter.type}${inside}${'indexed' in parameter && parameter.indexed ? ' indexed' : ''}`;
}

/** Underscores around a name keep it from hiding another; they are not part of it. */
const nameOf = (parameter: AbiParameter): string => (parameter.name ?? '').replace(/^_+|_+$/g, '');

function describe(item: Item): Record<string, unknown> {
  const own = { type: item.type, name: item.name, inputs: item.inputs.map(shape) };
  if (item.type !== 'function') return own;
  // Whether reading is enough does not matter to a caller; whether value may be sent does.
  const payable = item.stateMutability === 'payable';
  const changes = payable || item.stateMutability === 'nonpayable';
  return { ...own, outputs: item.outputs.map(shape), payable, changes };
}

const contracts: Record<string, Record<string, string>> = table.contracts;
const refused: Record<string, Record<string, string>> = table.refused;

function itemsOf(contract: string): Map<string, Item> {
  const items = loadArtifact(contract).abi.filter((item) =>
    ['function', 'event', 'error'].includes(item.type),
  ) as Item[];
  return new Map(items.map((item) => [`${item.type} ${idOf(item)}`, item]));
}

for (const [contract, rows] of Object.entries(contracts)) {
  const entries = Object.entries(rows).map(([id, text]) => ({ id, item: parse(text) }));

  test(`${contract}: every id of the table is that of its signature`, () => {
    expect(entries.map(({ item }) => idOf(item))).toEqual(entries.map(({ id }) => id));
  });

  test(`${contract}: has everything in the table`, () => {
    const ours = itemsOf(contract);
    const missing = entries.filter(({ id, item }) => !ours.has(`${item.type} ${id}`));
    expect(missing.map(({ item }) => item.name)).toEqual([]);
  });

  test(`${contract}: arguments, indexed flags and results are those of the table`, () => {
    const ours = itemsOf(contract);
    for (const { id, item } of entries) {
      const own = ours.get(`${item.type} ${id}`) as Item;
      const expected = describe(item);
      // What only refuses changes nothing, and says so.
      if (item.name in (refused[contract] ?? {})) expected['changes'] = false;
      expect(describe(own)).toEqual(expected);
    }
  });

  test(`${contract}: arguments have the names of the table`, () => {
    const ours = itemsOf(contract);
    for (const { id, item } of entries) {
      const own = ours.get(`${item.type} ${id}`) as Item;
      const pairs = item.inputs.map((input, i) => ({ input, own: own.inputs[i] as AbiParameter }));
      for (const pair of pairs.filter((named) => named.input.name && named.own.name)) {
        expect(`${item.name} ${nameOf(pair.own)}`).toBe(`${item.name} ${nameOf(pair.input)}`);
      }
    }
  });
}

test('what is refused on purpose is in the table, and has a reason that names the error', () => {
  for (const [contract, reasons] of Object.entries(refused)) {
    const items = [...itemsOf(contract).values()];
    const names = Object.values(contracts[contract] ?? {}).map((text) => parse(text).name);
    const errors = items.filter(({ type }) => type === 'error').map(({ name }) => name);
    for (const [name, reason] of Object.entries(reasons)) {
      expect(names).toContain(name);
      expect(errors.some((error) => reason.includes(error))).toBe(true);
    }
  }
});

import { type Hex, numberToHex } from 'viem';
import { toJson } from '#core';
import type { GenesisAccount } from '../engine/types.ts';
import type { ChainConfig } from './types.ts';

/** A block or time that never comes. JSON of JavaScript cannot hold it: the files get it as text. */
const NEVER = '9'.repeat(49);
/** Of mainnet, as all chain files of the CDK have it. */
const TERMINAL_TOTAL_DIFFICULTY = '58750000000000000000000';

/** The three files that cdk-erigon reads for a chain that it does not know. */
export function chainFiles(c: ChainConfig): Record<string, string> {
  const file = (part: string) => `dynamic-${c.name}-${part}.json`;
  return {
    [file('allocs')]: toJson(allocs(c), 2),
    [file('chainspec')]: chainspec(c),
    [file('conf')]: toJson(
      {
        root: c.genesisRoot,
        timestamp: Number(c.timestamp),
        gasLimit: 0,
        difficulty: 0,
      },
      2,
    ),
  };
}

/** An account of the genesis in the form that all these files share: decimals, and slots of 32 bytes. */
export function genesisEntry(account: GenesisAccount): {
  balance: string;
  nonce: string;
  code?: Hex;
  storage?: Record<Hex, Hex>;
} {
  const slots = Object.entries(account.storage ?? {})
    .map(([slot, value]): [Hex, Hex] => [word(slot as Hex), word(value)])
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    balance: String(account.balance ?? 0n),
    nonce: String(account.nonce ?? 0n),
    ...(account.code ? { code: account.code } : {}),
    ...(slots.length > 0 ? { storage: Object.fromEntries(slots) } : {}),
  };
}

function word(value: Hex): Hex {
  return numberToHex(BigInt(value), { size: 32 });
}

function allocs(c: ChainConfig): Record<string, unknown> {
  const entries = Object.entries(c.l2Genesis.accounts).map(([address, account]) => {
    const contractName = c.l2GenesisNames[address as Hex] ?? null;
    return [address, { contractName, code: null, storage: null, ...genesisEntry(account) }];
  });
  return Object.fromEntries(entries);
}

const ALWAYS = ['homestead', 'daoFork', 'eip150', 'eip155', 'byzantium', 'constantinople'].concat([
  ...['petersburg', 'istanbul', 'muirGlacier', 'berlin'],
]);

/**
 * The rules from block 0 on. Type 1: Ethereum's rules and trie, London and Shanghai but not Cancun. zk: the
 * zkEVM's, whose forks the L1 tells, so that none of Ethereum's after Berlin comes.
 */
function chainspec(c: ChainConfig): string {
  const isType1 = c.rules === 'type-1';
  const now = isType1 ? ['london', 'normalcy', 'pmtEnabled'] : [];
  const never = isType1 ? [] : ['london', 'normalcy'];
  const fields: [string, string][] = [
    ['ChainName', JSON.stringify(`dynamic-${c.name}`)],
    ['chainId', String(c.l2ChainId)],
    ['consensus', '"ethash"'],
    ...[...ALWAYS, ...now].map((name): [string, string] => [`${name}Block`, '0']),
    ...never.map((name): [string, string] => [`${name}Block`, NEVER]),
    ['arrowGlacierBlock', NEVER],
    ['grayGlacierBlock', NEVER],
    ['terminalTotalDifficulty', TERMINAL_TOTAL_DIFFICULTY],
    ['terminalTotalDifficultyPassed', 'false'],
    ['shanghaiTime', isType1 ? '0' : NEVER],
    ['cancunTime', NEVER],
    ['pragueTime', NEVER],
    ['ethash', '{}'],
  ];
  return `{\n${fields.map(([name, value]) => `  "${name}": ${value}`).join(',\n')}\n}`;
}

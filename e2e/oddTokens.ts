import {
  type Address,
  encodeAbiParameters,
  encodeFunctionData,
  type Hex,
  maxUint256,
  stringToHex,
} from 'viem';
import { signDaiPermit } from '#bridge';
import { bigTokenAbi } from '#contracts';
import type { BridgeUser } from './bridgeUser.ts';

/** Of each token, all the user's; smallest unit. */
export const SUPPLY = 10n ** 24n;

export interface OddToken {
  address: Address;
  /** What is sent, and what the bridge gets of it. */
  amount: bigint;
  arrives: bigint;
  permit: Hex | false;
  /** Name, symbol and decimals that the bridge understands. */
  metadata: readonly [string, string, number];
}

/** What a token answers when it is asked for its metadata. */
const text = (value: string) => ({
  reverts: false,
  data: encodeAbiParameters([{ type: 'string' }], [value]),
});
const bytes32 = (value: string) => ({ reverts: false, data: stringToHex(value, { size: 32 }) });
const six = { reverts: false, data: encodeAbiParameters([{ type: 'uint8' }], [6]) };
const nothing = { reverts: false, data: '0x' as Hex };
const reverts = { reverts: true, data: '0x' as Hex };
const long = ['ein sehr langer Name '.repeat(20), 'Ünïcødé ⚡'] as const;

/** Tokens on L1 that do not behave like others, each with its own metadata or manner. */
const KINDS = {
  'metadata in bytes32': {
    name: 'MockOddMetadataToken',
    args: [bytes32('Maker'), bytes32('MKR'), six],
    metadata: ['Maker', 'MKR', 6],
  },
  'metadata that reverts': {
    name: 'MockOddMetadataToken',
    args: [reverts, reverts, reverts],
    metadata: ['NO_NAME', 'NO_SYMBOL', 18],
  },
  'metadata of no bytes': {
    name: 'MockOddMetadataToken',
    args: [nothing, nothing, nothing],
    metadata: ['NOT_VALID_ENCODING', 'NOT_VALID_ENCODING', 18],
  },
  'long metadata, not in ASCII': {
    name: 'MockOddMetadataToken',
    args: [text(long[0]), text(long[1]), six],
    metadata: [...long, 6],
  },
  'a fee on transfer': { name: 'MockFeeToken', args: [], metadata: ['Fee', 'FEE', 18] },
  'no return values': { name: 'MockNoReturnToken', args: [], metadata: ['No Return', 'NRT', 6] },
  'the permit of DAI': {
    name: 'MockDaiToken',
    args: [],
    metadata: ['Dai Stablecoin', 'DAI', 18],
  },
} as const satisfies Record<
  string,
  { name: string; args: readonly unknown[]; metadata: OddToken['metadata'] }
>;

/** Creates one token of each kind and lets the bridge take it, by permit or by approval. */
export async function createOddTokens(user: BridgeUser): Promise<Record<string, OddToken>> {
  const tokens: Record<string, OddToken> = {};
  for (const [kind, { name, args, metadata }] of Object.entries(KINDS)) {
    const address = await user.create(0, name, [user.address, SUPPLY, ...args]);
    const isDai = name === 'MockDaiToken';
    const amount = name === 'MockFeeToken' ? 1_000n : SUPPLY;
    const arrives = name === 'MockFeeToken' ? 990n : amount;
    const permit = isDai
      ? await signDaiPermit(user.on(0), { token: address, spender: user.bridge })
      : false;
    if (!isDai) await approve(user, address);
    tokens[kind] = { address, amount, arrives, permit, metadata };
  }
  return tokens;
}

async function approve(user: BridgeUser, to: Address): Promise<void> {
  const data = encodeFunctionData({
    abi: bigTokenAbi,
    functionName: 'approve',
    args: [user.bridge, maxUint256],
  });
  await user.receiptOf(0, await user.on(0).sendTransaction({ to, data }));
}

import type { Account, Chain, Client, Transport } from 'viem';

/** A viem client that can sign: `createWalletClient({ account, transport })`. */
export type ActionClient = Client<Transport, Chain | undefined, Account>;

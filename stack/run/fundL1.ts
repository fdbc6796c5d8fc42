import { type Address, type Hash, numberToHex, type PublicClient, parseEther } from 'viem';
import type { Account } from '../artifacts/accounts.ts';
import { L1FundsError } from '../components/errors.ts';
import { publicClientOf, type StackChain, walletClientOf } from './clients.ts';

/** Wei that an account of a stack gets, and below which it gets it. */
const SHARE = parseEther('100');
const ENOUGH = parseEther('10');
const GAS = 21_000n;

/** Sends ether on L1 and tells the transaction. */
type Payer = (o: { to: Address; value: bigint }) => Promise<Hash>;

/**
 * Gives ether to the accounts of the stack that have too little of it, on an L1 whose genesis is not
 * ours. It comes from the node's own account, where it has one (as `geth --dev` has), or else from
 * the first users of the mnemonic, which anvil and reth fund.
 * @returns how many accounts got some
 * @throws L1FundsError
 */
export async function fundL1(o: {
  chain: StackChain;
  users: readonly Account[];
  accounts: readonly Address[];
}): Promise<number> {
  const client = publicClientOf(o.chain);
  const balances = await Promise.all(
    o.accounts.map((address) => client.getBalance({ address, blockTag: 'latest' })),
  );
  const poor = o.accounts.filter((_, i) => balances[i]! < ENOUGH);
  if (poor.length === 0) return 0;
  const pay = await findPayer({ ...o, client, needed: BigInt(poor.length) * SHARE });
  if (!pay) throw new L1FundsError({ accounts: poor, wei: SHARE });
  // One after the other: the node gives the nonces.
  let last: Hash | undefined;
  for (const to of poor) last = await pay({ to, value: SHARE });
  await client.waitForTransactionReceipt({ hash: last! });
  return poor.length;
}

async function findPayer(o: {
  client: PublicClient;
  chain: StackChain;
  users: readonly Account[];
  needed: bigint;
}): Promise<Payer | undefined> {
  const { client, needed } = o;
  const canPay = async (address: Address) => (await client.getBalance({ address })) > needed;
  for (const account of o.users) {
    if (!(await canPay(account.address))) continue;
    const wallet = walletClientOf({ chain: o.chain, account });
    let nonce = await client.getTransactionCount({ address: account.address });
    return (transfer) => wallet.sendTransaction({ ...transfer, gas: GAS, nonce: nonce++ });
  }
  for (const address of await nodeAccounts(client)) {
    if (await canPay(address))
      return (transfer) => nodePays({ client, from: address, ...transfer });
  }
  return undefined;
}

/** Accounts that the node signs for; most nodes have none. */
async function nodeAccounts(client: PublicClient): Promise<readonly Address[]> {
  const request = client.request as (call: { method: string; params: [] }) => Promise<Address[]>;
  return request({ method: 'eth_accounts', params: [] }).catch(() => []);
}

function nodePays(o: {
  client: PublicClient;
  from: Address;
  to: Address;
  value: bigint;
}): Promise<Hash> {
  const { client, from, to, value } = o;
  const transaction = { from, to, value: numberToHex(value), gas: numberToHex(GAS) };
  return client.request({ method: 'eth_sendTransaction', params: [transaction] } as never);
}

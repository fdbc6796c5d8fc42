import { type Address, createWalletClient, type Hash, http, type Log, publicActions } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { bridgeAsset } from '../actions/bridgeAsset.ts';
import { depositsOf } from '../actions/depositsOf.ts';
import { assertConservation, type Conservation } from '../conservation/checkConservation.ts';
import { checkTokenConservation } from '../conservation/checkTokenConservation.ts';
import { leafHash } from '../tree/leafHash.ts';
import { createBridgeActor, type MadeDeposit } from './createBridgeActor.ts';
import { createRootBook } from './createRootBook.ts';
import { openBridgeNetworks } from './openBridgeNetworks.ts';
import { chainOf, formOn, type TestToken } from './readHoldings.ts';

const MANY_WEI = '0x56bc75e2d63100000';

/**
 * An L1 and one rollup whose coin is BIG, a user with a key who sends with the module's own actions,
 * and everything a claim needs. For tests of tokens and messages.
 */
export async function openTokenBridge() {
  const user = privateKeyToAccount(generatePrivateKey());
  const networks = await openBridgeNetworks({ holder: user.address, gasTokens: ['big'] });
  const book = createRootBook(networks);
  const actor = createBridgeActor({ networks, book });
  const { bridge } = networks.contracts;
  const all = [0, 1].map((network) => ({
    network,
    bridge,
    client: chainOf(networks, network).client,
  }));

  const walletOn = (network: number) =>
    createWalletClient({
      account: user,
      transport: http(chainOf(networks, network).url),
      cacheTime: 0,
      pollingInterval: 10,
    }).extend(publicActions);

  /** Records the deposit that a transaction made, and lets its destination know. */
  async function publish(network: number, hash: Hash): Promise<MadeDeposit> {
    const { client } = chainOf(networks, network);
    const { status, logs } = await client.waitForTransactionReceipt({ hash });
    if (status !== 'success') throw new Error(`${hash} reverted`);
    const [made] = depositsOf({ receipt: { logs: logs as Log<bigint, number, false>[] }, bridge });
    book.append(network, leafHash(made!));
    await book.publish(network);
    if (network === 1) await book.verify(1);
    await book.import(1);
    return { ...made!, network };
  }

  return {
    ...{ user, networks, book, actor, bridge, walletOn, publish },
    big: { name: 'BIG', network: 0, address: networks.big } as TestToken,
    /** Coins for fees on the rollup, which only the bridge has in its genesis. */
    fuel: (network: number, account: Address) =>
      chainOf(networks, network).request('hardhat_setBalance', [account, MANY_WEI]),
    form: (network: number, token: TestToken) => formOn({ networks, network, token }),
    /** Sends an asset with `bridgeAsset` and publishes it. */
    async send(o: {
      from: number;
      token?: Address;
      amount: bigint;
      to?: Address;
      permit?: `0x${string}` | false;
    }): Promise<MadeDeposit> {
      const { from, ...asset } = o;
      const wallet = walletOn(from);
      const hash = await bridgeAsset(wallet, { ...asset, bridge, destinationNetwork: 1 - from });
      return publish(from, hash);
    },
    /** Claims for the receiver, as anybody may. */
    async claim(deposit: MadeDeposit, from: Address = user.address): Promise<void> {
      const network = deposit.destinationNetwork;
      await actor.claim({ network, from, claim: actor.claimOf(deposit, newest(network)) });
    },
    /** Name of the error with which the claim is refused now. */
    refusal(deposit: MadeDeposit): Promise<string | undefined> {
      const network = deposit.destinationNetwork;
      const claim = actor.claimOf(deposit, newest(network));
      return actor.refusal({ network, from: user.address, claim });
    },
    /** Of a token of either network: nothing is missing, nothing is unexplained. */
    conserved: (token: TestToken) => checkTokenConservation({ networks: all, token }),
    bigConserved: (): Promise<Conservation> =>
      assertConservation({
        ...{ l1: all[0]!.client, l2: all[1]!.client, contracts: networks.contracts },
        ...{ rollupId: 1, gasToken: networks.big },
      }),
    stop: () => networks.stop(),
  };

  function newest(network: number) {
    return book.roots(network).at(-1)!;
  }
}

export type TokenBridge = Awaited<ReturnType<typeof openTokenBridge>>;

import { type Address, encodeFunctionData, getAddress, type Hex, keccak256 } from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import type { Logger } from '#core';
import { bridgeAbi } from '../abi.ts';
import { buildClaim } from '../buildClaim.ts';
import type { BridgeStore } from '../store/openStore.ts';
import type { Deposit } from '../types.ts';
import { ClaimLedger } from './ClaimLedger.ts';
import type { Claimability } from './createClaimability.ts';
import { createPurse, isOutOfFunds, type Purse } from './createPurse.ts';
import type { FollowedNetwork } from './FollowedNetwork.ts';
import { inChunks } from './inChunks.ts';

export interface ClaimerOptions {
  /** Network on which it claims: 0 the L1, n the rollup with id n. */
  destination: number;
  /** Private key that pays for the claims. */
  key: Hex;
  /**
   * Wei per gas. Unless told: 0 on a rollup, as a CDK sequencer may let claims in for free, and what
   * the network asks, and a quarter more, on the L1.
   */
  gasPrice?: bigint | 'network';
  /** Wei below which the balance raises an alarm; enough for twenty claims unless told. */
  minBalance?: bigint;
  /** Networks whose deposits are claimed. Unless told: the L1, and for the L1 every rollup. */
  sources?: readonly number[];
  /** Senders whose messages are claimed too; nobody's unless told. */
  messageFrom?: readonly Address[];
  /** Failures after which a deposit is left alone until the service starts again; 8 unless told. */
  maxAttempts?: number;
  /** Transactions out at the same time; 200 unless told. */
  maxInFlight?: number;
}

interface PreparedClaim {
  deposit: Deposit;
  data: Hex;
  gas: bigint;
}

/**
 * Claims deposits for their receivers. Each transaction is recorded, signed, before it is sent, so
 * that a restart sends the same one again and never a second.
 */
export class Claimer {
  readonly #network: FollowedNetwork;
  readonly #store: BridgeStore;
  readonly #claimability: Claimability;
  readonly #account: PrivateKeyAccount;
  readonly #sources: readonly number[];
  readonly #messengers: readonly Address[];
  readonly #maxAttempts: number;
  readonly #maxInFlight: number;
  readonly #ledger: ClaimLedger;
  readonly #purse: Purse;

  constructor(o: {
    /** Where the claims are made. */
    network: FollowedNetwork;
    /** All networks that are followed. */
    known: readonly number[];
    store: BridgeStore;
    claimability: Claimability;
    logger: Logger;
    options: ClaimerOptions;
  }) {
    const { network, logger, options } = o;
    const { client, id: destination } = network;
    this.#network = network;
    this.#store = o.store;
    this.#claimability = o.claimability;
    this.#account = privateKeyToAccount(options.key);
    const others = o.known.filter((id) => id !== destination);
    this.#sources = options.sources ?? (destination === 0 ? others : [0]);
    this.#messengers = (options.messageFrom ?? []).map((sender) => getAddress(sender));
    this.#maxAttempts = options.maxAttempts ?? 8;
    this.#maxInFlight = options.maxInFlight ?? 200;
    const { address } = this.#account;
    const { attempts } = o.store;
    const maxAttempts = this.#maxAttempts;
    this.#ledger = new ClaimLedger({ client, destination, address, attempts, logger, maxAttempts });
    const usual = destination === 0 ? 'network' : 0n;
    const price = options.gasPrice ?? usual;
    const gasPrice = price === 'network' ? undefined : price;
    this.#purse = createPurse({
      client,
      address,
      gasPrice,
      minBalance: options.minBalance,
      logger,
    });
  }

  get destination(): number {
    return this.#network.id;
  }

  get address(): Address {
    return this.#account.address;
  }

  status() {
    const { destination, address } = this;
    const sources = this.#sources;
    return { destination, address, sources, ...this.#purse.status(), ...this.#ledger.status() };
  }

  /** Looks after the transactions that are out, then claims what has become claimable. */
  async run(): Promise<void> {
    await this.#ledger.settle();
    const { gasPrice } = await this.#purse.look(this.#ledger.reserved());
    if (this.#purse.status().alarm?.code === 'CLAIMER_OUT_OF_FUNDS') return;
    const room = this.#maxInFlight - this.#ledger.inFlight();
    const prepared = await inChunks(this.#candidates(room), (deposit) =>
      this.#prepare(deposit, gasPrice),
    );
    const claims = prepared.filter((claim) => claim !== undefined);
    if (claims.length > 0) await this.#sendAll(claims, gasPrice);
  }

  #candidates(room: number): Deposit[] {
    const destination = this.#network.id;
    const found: Deposit[] = [];
    for (const source of this.#sources) {
      const limit = room - found.length;
      if (limit <= 0) break;
      const below = this.#claimability.root({ source, destination })?.leafCount ?? 0;
      found.push(
        ...this.#store.deposits.toClaim({
          ...{ source, destination, below, limit, now: Date.now() },
          ...{ messengers: this.#messengers, maxAttempts: this.#maxAttempts },
        }),
      );
    }
    return found;
  }

  /** The call of a claim and the gas it needs; `undefined` when it would not succeed now. */
  async #prepare(deposit: Deposit, gasPrice: bigint): Promise<PreparedClaim | undefined> {
    const { client, bridge: address } = this.#network;
    const proof = this.#claimability.proof(deposit);
    const leaf = [deposit.depositCount, deposit.network] as const;
    const read = { address, abi: bridgeAbi, functionName: 'isClaimed', args: leaf } as const;
    if (!proof || (await client.readContract(read))) return undefined;
    const data = encodeFunctionData({ abi: bridgeAbi, ...buildClaim({ deposit, proof }) });
    try {
      const gas = await client.estimateGas({ account: this.#account, to: address, data, gasPrice });
      // State may change before the transaction runs, the cost of cold storage with it.
      return { deposit, data, gas: (gas * 12n) / 10n };
    } catch (error) {
      if (!isOutOfFunds(error)) this.#ledger.fail(deposit, error);
      return undefined;
    }
  }

  async #sendAll(claims: readonly PreparedClaim[], gasPrice: bigint): Promise<void> {
    const { client } = this.#network;
    const address = this.#account.address;
    const pending = await client.getTransactionCount({ address, blockTag: 'pending' });
    const chainId = await client.getChainId();
    let nonce = this.#ledger.freeNonce(pending);
    for (const claim of claims) {
      if (!this.#purse.spend(claim.gas * gasPrice)) return;
      const sent = await this.#send({ claim, nonce, chainId, gasPrice });
      if (sent) nonce = this.#ledger.freeNonce(nonce + 1);
    }
  }

  async #send(o: {
    claim: PreparedClaim;
    nonce: number;
    chainId: number;
    gasPrice: bigint;
  }): Promise<boolean> {
    const { deposit, data, gas } = o.claim;
    const { nonce, chainId, gasPrice } = o;
    const to = this.#network.bridge;
    const type = 'legacy';
    const tx = { type, chainId, nonce, gas, gasPrice, to, data } as const;
    const raw = await this.#account.signTransaction(tx);
    return this.#ledger.send({ deposit, nonce, raw, txHash: keccak256(raw) });
  }
}

import { type Address, encodeFunctionData, type Hex, keccak256 } from 'viem';
import { type PrivateKeyAccount, privateKeyToAccount } from 'viem/accounts';
import type { Logger } from '#core';
import { bridgeAbi } from '../abi.ts';
import { buildClaim } from '../buildClaim.ts';
import type { BridgeStore } from '../store/openStore.ts';
import type { Deposit } from '../types.ts';
import { ClaimLedger } from './ClaimLedger.ts';
import type { Claimability } from './createClaimability.ts';
import type { FollowedNetwork } from './createIndexer.ts';
import { inChunks } from './inChunks.ts';

export interface ClaimerOptions {
  /** Private key that pays for the claims. */
  key: Hex;
  /** Wei per gas; 0 unless told: a CDK sequencer may let claims in for free. */
  gasPrice?: bigint;
  /** Networks whose deposits are claimed; the L1 unless told. */
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
  readonly #options: ClaimerOptions;
  readonly #account: PrivateKeyAccount;
  readonly #messengers: ReadonlySet<string>;
  readonly #ledger: ClaimLedger;

  constructor(o: {
    /** Where the claims are made. */
    network: FollowedNetwork;
    store: BridgeStore;
    claimability: Claimability;
    logger: Logger;
    options: ClaimerOptions;
  }) {
    this.#network = o.network;
    this.#store = o.store;
    this.#claimability = o.claimability;
    this.#options = o.options;
    this.#account = privateKeyToAccount(o.options.key);
    this.#messengers = new Set(o.options.messageFrom?.map((address) => address.toLowerCase()));
    this.#ledger = new ClaimLedger({
      client: o.network.client,
      address: this.#account.address,
      attempts: o.store.attempts,
      logger: o.logger,
      maxAttempts: o.options.maxAttempts ?? 8,
    });
  }

  get address(): Address {
    return this.#account.address;
  }

  status() {
    return this.#ledger.status();
  }

  /** Looks after the transactions that are out, then claims what has become claimable. */
  async run(): Promise<void> {
    await this.#ledger.settle();
    const room = (this.#options.maxInFlight ?? 200) - this.#ledger.inFlight();
    const prepared = await inChunks(this.#candidates(room), (deposit) => this.#prepare(deposit));
    const claims = prepared.filter((claim) => claim !== undefined);
    if (claims.length === 0) return;
    const { client } = this.#network;
    const address = this.#account.address;
    const pending = await client.getTransactionCount({ address, blockTag: 'pending' });
    const chainId = await client.getChainId();
    let nonce = this.#ledger.freeNonce(pending);
    for (const claim of claims) {
      if (await this.#send({ claim, nonce, chainId })) nonce = this.#ledger.freeNonce(nonce + 1);
    }
  }

  #candidates(limit: number): Deposit[] {
    const destination = this.#network.id;
    const all = (this.#options.sources ?? [0]).flatMap((source) => {
      const below = this.#claimability.root({ source, destination })?.leafCount ?? 0;
      return this.#store.deposits.unclaimed({ source, destination, below });
    });
    return all.filter((deposit) => this.#isWanted(deposit)).slice(0, Math.max(0, limit));
  }

  #isWanted(deposit: Deposit): boolean {
    const isAllowed =
      deposit.leafType === 0 || this.#messengers.has(deposit.originAddress.toLowerCase());
    return isAllowed && this.#ledger.isDue(deposit);
  }

  /** The call of a claim and the gas it needs; `undefined` when it would not succeed now. */
  async #prepare(deposit: Deposit): Promise<PreparedClaim | undefined> {
    const { client, bridge: address } = this.#network;
    const proof = this.#claimability.proof(deposit);
    const leaf = [deposit.depositCount, deposit.network] as const;
    const read = { address, abi: bridgeAbi, functionName: 'isClaimed', args: leaf } as const;
    if (!proof || (await client.readContract(read))) return undefined;
    const data = encodeFunctionData({ abi: bridgeAbi, ...buildClaim({ deposit, proof }) });
    try {
      const gasPrice = this.#options.gasPrice ?? 0n;
      const gas = await client.estimateGas({ account: this.#account, to: address, data, gasPrice });
      // State may change before the transaction runs, the cost of cold storage with it.
      return { deposit, data, gas: (gas * 12n) / 10n };
    } catch (error) {
      this.#ledger.fail(deposit, error);
      return undefined;
    }
  }

  async #send(o: { claim: PreparedClaim; nonce: number; chainId: number }): Promise<boolean> {
    const { deposit, data, gas } = o.claim;
    const raw = await this.#account.signTransaction({
      type: 'legacy',
      chainId: o.chainId,
      nonce: o.nonce,
      gas,
      gasPrice: this.#options.gasPrice ?? 0n,
      to: this.#network.bridge,
      data,
    });
    return this.#ledger.send({ deposit, nonce: o.nonce, raw, txHash: keccak256(raw) });
  }
}

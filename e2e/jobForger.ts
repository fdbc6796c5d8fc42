import {
  type Address,
  type ContractFunctionArgs,
  encodeFunctionData,
  type Hex,
  padHex,
  parseEther,
  toHex,
} from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { expect } from 'vitest';
import {
  createProver,
  deliveryRandomness,
  deriveUserKey,
  type ProofWords,
  type Prover,
  programs,
} from '#circuits';
import { jobMarketAbi } from '#contracts';
import {
  computeCtx,
  deliveryDigest,
  getCredit,
  getJob,
  getJobInput,
  getStake,
  type Job,
  type MarketClient,
  MarketRevertError,
  signOffer,
  submitJob,
} from '#market/sdk';
import { marketOf, walletClientOf } from '#stack';
import type { TestStack } from './testStack.ts';

export const PROGRAM = programs['mlp-int8']!;
const BOND = parseEther('10');
const PRICE = parseEther('4');

type Account = TestStack['stack']['manifest']['accounts']['roles']['provider1'];

/** Arguments of `fulfil`. */
export interface Delivery {
  jobId: bigint;
  provider: Address;
  outputCommitment: bigint;
  proof: ProofWords;
  /** The result, encrypted to the user. */
  delivery: Uint8Array;
}

/**
 * The market's people in one hand: all provider and scheduler processes are killed, so that nothing
 * but a forgery can move a job.
 */
export class JobForger {
  readonly prover: Prover;
  /** Of the user who submits them. */
  readonly userSecret: Hex;
  /** Gets the jobs. */
  readonly provider: Account;
  /** Would like to be paid for them. */
  readonly rival: Account;
  readonly #its: TestStack;
  readonly #user: Account;
  readonly #scheduler: Account;

  constructor(o: { its: TestStack; prover: Prover }) {
    const { roles, users } = o.its.stack.manifest.accounts;
    this.#its = o.its;
    this.prover = o.prover;
    this.provider = roles.provider1;
    this.rival = roles.provider2;
    this.#scheduler = roles.scheduler;
    this.#user = users[1]!;
    this.userSecret = deriveUserKey(this.#user.key).secret;
  }

  /** A client of the market for one of its people; for reading only without. */
  client(account?: Account): MarketClient {
    return marketOf({ info: this.#its.info, ...(account ? { key: account.key } : {}) });
  }

  async submit(): Promise<bigint> {
    const input = Uint8Array.from({ length: PROGRAM.inputLength }, (_, i) => i * 3);
    const { jobId } = await submitJob(this.client(this.#user), {
      ...{ program: PROGRAM, input, minBond: BOND },
      programId: this.#its.info.programs[PROGRAM.name]!,
      userKey: deriveUserKey(this.#user.key).publicKey,
      maxPrice: parseEther('10'),
      schedulerFee: parseEther('0.1'),
    });
    return jobId;
  }

  /** Proposes a provider's signed offer and makes it final. */
  async assign(o: { jobId: bigint; provider: Account }): Promise<void> {
    const client = this.client(this.#scheduler);
    const job = await getJob(client, o);
    const { jobMarket } = client.contracts;
    const offer = {
      ...{ provider: o.provider.address, jobId: o.jobId, price: PRICE, bond: BOND },
      ...{ programId: job.programId, maxJobs: 1, epoch: 0n, validUntil: job.assignBy },
      salt: padHex(toHex(job.attempt), { size: 32 }),
    };
    const account = privateKeyToAccount(o.provider.key);
    const chainId = await client.chainId();
    const signature = await signOffer({ chainId, jobMarket, offer, account });
    await this.call(this.#scheduler, 'propose', [o.jobId, offer, signature]);
    await this.call(this.#scheduler, 'finalizeAssign', [o.jobId]);
  }

  async ack(o: { jobId: bigint; provider: Account }): Promise<void> {
    const { attempt, inputDigest } = await getJob(this.client(), o);
    await this.call(o.provider, 'ack', [o.jobId, attempt, inputDigest]);
  }

  /** A job that its provider has acked and owes the result of. */
  async ackedJob(): Promise<bigint> {
    const jobId = await this.submit();
    const assignment = { jobId, provider: this.provider };
    await this.assign(assignment);
    await this.ack(assignment);
    return jobId;
  }

  /** A result with a proof that holds, for the job as it stands or in a context as told. */
  async deliver(o: {
    jobId: bigint;
    provider?: Account;
    attempt?: number;
    context?: Partial<Parameters<typeof computeCtx>[0]>;
  }): Promise<Delivery> {
    const { jobId, provider = this.provider } = o;
    const client = this.client();
    const job = await getJob(client, { jobId });
    const given = await getJobInput(client, { jobId });
    const randomness = deliveryRandomness();
    const { userKey } = given;
    const output = PROGRAM.run(given.input);
    const delivery = PROGRAM.seal({ output, userKey, randomness });
    const outputCommitment = PROGRAM.outputCommitment(delivery);
    const ctx = computeCtx({
      ...job,
      chainId: await client.chainId(),
      jobMarket: client.contracts.jobMarket,
      attempt: o.attempt ?? job.attempt,
      provider: provider.address,
      resultDigest: deliveryDigest({ outputCommitment, delivery }),
      ...o.context,
    });
    const proved = await this.prover.prove(PROGRAM.circuitInputs({ ...given, ctx, randomness }));
    expect(await this.prover.verify(proved)).toBe(true);
    return { jobId, provider: provider.address, outputCommitment, proof: proved.proof, delivery };
  }

  async fulfil(delivery: Delivery, by: Account = this.provider): Promise<void> {
    await this.call(by, 'fulfil', fulfilArguments(delivery));
  }

  /** Sends a call of the market to its receipt. */
  async call<N extends 'propose' | 'finalizeAssign' | 'ack' | 'reportInputFault' | 'fulfil'>(
    by: Account,
    functionName: N,
    args: ContractFunctionArgs<typeof jobMarketAbi, 'nonpayable', N>,
  ): Promise<void> {
    const client = this.client(by);
    const data = encodeFunctionData({ abi: jobMarketAbi, functionName, args } as never);
    await client.sender.send({ what: functionName, to: client.contracts.jobMarket, data });
  }

  /**
   * Offers a forged delivery twice: to the node's simulation, for the contract's own error, and
   * mined. Neither may move a wei or a job.
   * @returns what the contract said
   */
  async refused(delivery: Delivery, by: Account = this.provider): Promise<MarketRevertError> {
    const before = await this.escrow(delivery);
    const args = fulfilArguments(delivery);
    const error = await this.call(by, 'fulfil', args).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(MarketRevertError);
    const data = encodeFunctionData({ abi: jobMarketAbi, functionName: 'fulfil', args });
    expect(await this.#mine(by, data)).toBe('reverted');
    expect(await this.escrow(delivery)).toEqual(before);
    return error as MarketRevertError;
  }

  /** Sends the data of `fulfil` changed as told; it is mined, and may not move a wei or a job. */
  async refusedData(delivery: Delivery, change: (data: Hex) => Hex): Promise<void> {
    const before = await this.escrow(delivery);
    const args = fulfilArguments(delivery);
    const data = encodeFunctionData({ abi: jobMarketAbi, functionName: 'fulfil', args });
    expect(await this.#mine(this.provider, change(data))).toBe('reverted');
    expect(await this.escrow(delivery)).toEqual(before);
  }

  /** Everything that a delivery could change: the job, the market's BIG, credits and stakes. */
  async escrow({ jobId }: { jobId: bigint }) {
    const client = this.client();
    const { provider, rival } = this;
    const people = [this.#user, provider, rival, this.#scheduler].map((a) => a.address);
    const stakeOf = (role: 'PROVIDER' | 'SCHEDULER', account: Address) =>
      getStake(client, { role, account });
    const [job, balance, credits, stakes] = await Promise.all([
      getJob(client, { jobId }),
      this.#its.l2.getBalance({ address: client.contracts.jobMarket }),
      Promise.all(people.map((account) => getCredit(client, { account }))),
      Promise.all([
        stakeOf('PROVIDER', provider.address),
        stakeOf('PROVIDER', rival.address),
        stakeOf('SCHEDULER', this.#scheduler.address),
      ]),
    ]);
    return { job: job as Job, balance, credits, stakes };
  }

  async #mine(by: Account, data: Hex): Promise<string> {
    const { stack, info, l2 } = this.#its;
    const hash = await walletClientOf({ chain: stack.l2, account: by }).sendTransaction({
      ...{ chain: stack.l2, data, gas: 1_000_000n, gasPrice: BigInt(info.gasPriceFloorWei) },
      to: this.client().contracts.jobMarket,
    });
    return (await l2.waitForTransactionReceipt({ hash })).status;
  }
}

function fulfilArguments(d: Delivery) {
  return [d.jobId, d.provider, d.outputCommitment, d.proof, toHex(d.delivery)] as const;
}

/** Kills the market's processes and takes their places. */
export async function createJobForger(its: TestStack): Promise<JobForger> {
  const { supervisor, artifacts } = its.stack;
  for (const { name } of its.info.providers) await supervisor.kill(name, 'SIGKILL');
  await supervisor.kill('scheduler', 'SIGKILL');
  return new JobForger({ its, prover: await createProver(artifacts.jobCircuit) });
}

import {
  type ContractFunctionArgs,
  encodeFunctionData,
  type Hex,
  keccak256,
  parseEventLogs,
  toHex,
} from 'viem';
import type { CurvePoint, Program } from '#circuits';
import { jobMarketAbi } from '#contracts';
import { toBytes32 } from './bytes32.ts';
import { chainNow } from './chainNow.ts';
import type { MarketClient } from './createMarketClient.ts';
import { BadInputError } from './errors.ts';
import type { HardwareNeeds } from './types.ts';

export interface SubmitJobOptions {
  program: Pick<Program, 'name' | 'inputLength' | 'inputCommitment'>;
  /** Of the registered program. */
  programId: Hex;
  input: Uint8Array;
  /** BabyJubJub key that is bound into the proof; see deriveUserKey. */
  userKey: CurvePoint;
  /** What is left out does not matter. */
  needs?: Partial<HardwareNeeds>;
  /** Wei of BIG, escrowed; what is not spent comes back as credit. */
  maxPrice: bigint;
  /** Wei of BIG a provider may ask at once; `maxPrice` unless told. */
  minPrice?: bigint;
  /** Seconds in which the ceiling rises from `minPrice` to `maxPrice`; 0 unless told. */
  rampSeconds?: number;
  /** Seconds in which a first proposal can be undercut; 0 unless told. */
  improvementSeconds?: number;
  /** Wei of BIG for the scheduler on success, escrowed on top; 0 unless told. */
  schedulerFee?: bigint;
  /** Least wei of BIG the provider answers with; 0 unless told. */
  minBond?: bigint;
  /** Seconds until a provider must be assigned; 60 unless told. */
  assignSeconds?: number;
  /** Seconds from then until the result must be there; 300 unless told. */
  fulfilSeconds?: number;
  /** Seconds from then in which any provider may rescue the job; 300 unless told. */
  rescueSeconds?: number;
  /** Providers that may be assigned in turn; 3 unless told. */
  maxAttempts?: number;
}

type SubmitArgs = ContractFunctionArgs<typeof jobMarketAbi, 'payable', 'submit'>;

/**
 * Submits a job and escrows `maxPrice + schedulerFee`.
 * @throws BadInputError before anything is sent
 * @throws MarketRevertError
 */
export async function submitJob(
  client: MarketClient,
  o: SubmitJobOptions,
): Promise<{ jobId: bigint; txHash: Hex }> {
  if (o.input.length !== o.program.inputLength) {
    const { name, inputLength } = o.program;
    throw new BadInputError({ program: name, length: o.input.length, wanted: inputLength });
  }
  const request = jobRequest({ ...o, now: await chainNow(client) });
  const args: SubmitArgs = [request, toHex(o.input)];
  const receipt = await client.sender.send({
    what: 'submit a job',
    to: client.contracts.jobMarket,
    data: encodeFunctionData({ abi: jobMarketAbi, functionName: 'submit', args }),
    value: request.maxPrice + request.schedulerFee,
  });
  const [event] = parseEventLogs({
    abi: jobMarketAbi,
    eventName: 'JobSubmitted',
    logs: receipt.logs,
  });
  return { jobId: event!.args.jobId, txHash: receipt.transactionHash };
}

/** The request as the contract takes it. */
export function jobRequest(o: SubmitJobOptions & { now: bigint }): SubmitArgs[0] {
  const assignBy = o.now + BigInt(o.assignSeconds ?? 60);
  const fulfilBy = assignBy + BigInt(o.fulfilSeconds ?? 300);
  return {
    programId: o.programId,
    inputCommitment: o.program.inputCommitment({ input: o.input, userKey: o.userKey }),
    inputDigest: keccak256(o.input),
    needs: {
      hwClass: toBytes32(o.needs?.hwClass ?? ''),
      minVramMiB: o.needs?.minVramMiB ?? 0,
      minMemoryMiB: o.needs?.minMemoryMiB ?? 0,
      minCores: o.needs?.minCores ?? 0,
    },
    maxPrice: o.maxPrice,
    minPrice: o.minPrice ?? o.maxPrice,
    schedulerFee: o.schedulerFee ?? 0n,
    minBond: o.minBond ?? 0n,
    rampSeconds: o.rampSeconds ?? 0,
    improvementSeconds: o.improvementSeconds ?? 0,
    assignBy,
    fulfilBy,
    finalBy: fulfilBy + BigInt(o.rescueSeconds ?? 300),
    maxAttempts: o.maxAttempts ?? 3,
    userKey: [o.userKey[0], o.userKey[1]],
  };
}

import type { Logger } from '#core';
import type { ProofCalldata } from '../services/proveBatchRange.ts';
import type { BatchStatement } from '../services/readBatchStatement.ts';
import type { BatchInputs } from './batchInputs.ts';
import { checkRecursiveProof, readFinalProof } from './checkProofs.ts';
import type { WitnessReader } from './createWitnessReader.ts';
import { ProofContentError } from './errors.ts';
import { orderProof } from './orderProof.ts';
import type { ProverConnection } from './ProverConnection.ts';
import type { ProofAnswer } from './protocol.ts';
import type { ProverServer } from './startProverServer.ts';
import { toStatelessInput } from './toStatelessInput.ts';

export interface ProveRangeOptions {
  server: Pick<ProverServer, 'lease'>;
  statement: BatchStatement;
  /** Of every batch of the statement, in order. */
  inputs: readonly BatchInputs[];
  /** Recursive proofs by what they are about; those of other ranges are dropped from it. */
  made: Map<string, string>;
  readWitness?: WitnessReader;
  pollMs: number;
  proofTimeoutMs: number;
  signal: AbortSignal;
  logger: Logger;
}

/** A proof over consecutive batches. */
interface Part {
  first: bigint;
  last: bigint;
  newAccInputHash: `0x${string}`;
  proof: string;
}

/** How often work is given out anew because its prover left; then the caller hears of it. */
const ATTEMPTS = 3;

/**
 * Proves every batch, as many at once as there are idle provers, then pairs of neighbours until one proof is
 * left, then the final one.
 * @throws ProverUnavailableError, ProofFailedError, ProofTimeoutError, ProofContentError
 * @throws ProverGoneError, ProverSilentError, ProverAnswerError when it happened three times
 * @throws WitnessUnavailableError, AbortedError
 */
export async function proveRange(o: ProveRangeOptions): Promise<ProofCalldata> {
  const group = new AbortController();
  const signal = AbortSignal.any([o.signal, group.signal]);
  const run = { ...o, signal };
  const wanted = new Set<string>();
  const keep = (key: string) => void wanted.add(key);
  try {
    let parts = await all(
      o.inputs.map((inputs) => provenBatch(run, inputs, keep)),
      group,
    );
    while (parts.length > 1) {
      const pairs = parts.filter((_, i) => i % 2 === 0).map((part, i) => [part, parts[2 * i + 1]]);
      parts = await all(
        pairs.map(async ([a, b]) => (b ? aggregated(run, a!, b, keep) : a!)),
        group,
      );
    }
    return await finalProof(run, parts[0]!);
  } finally {
    for (const key of o.made.keys()) if (!wanted.has(key)) o.made.delete(key);
  }
}

/** The first failure ends the others, which are awaited all the same. */
async function all<T>(work: Promise<T>[], group: AbortController): Promise<T[]> {
  try {
    return await Promise.all(work);
  } catch (error) {
    group.abort();
    await Promise.allSettled(work);
    throw error;
  }
}

async function provenBatch(
  o: ProveRangeOptions,
  inputs: BatchInputs,
  keep: (key: string) => void,
): Promise<Part> {
  const { batch, newAccInputHash } = inputs;
  const what = `batch proof of ${batch}`;
  const { aggregator, finalNewBatch, newStateRoot } = o.statement;
  const proof = await remembered(o, keyOf(batch, inputs, aggregator), keep, () =>
    onSomeProver(o, what, async (prover) => {
      const witness = (await o.readWitness?.(batch, o.signal)) ?? '0x';
      const body = toStatelessInput({ inputs, witness, aggregator });
      const answer = await orderProof({
        ...{ ...timing(o), prover, what, body },
        order: 'gen_stateless_batch_proof_request',
      });
      const made = recursiveProof({ prover, what, answer });
      const isLast = batch === finalNewBatch;
      checkRecursiveProof({
        ...{ prover: prover.name, what, proof: made, newAccInputHash },
        ...(isLast ? { newStateRoot } : {}),
      });
      return made;
    }),
  );
  return { first: batch, last: batch, newAccInputHash, proof };
}

async function aggregated(
  o: ProveRangeOptions,
  a: Part,
  b: Part,
  keep: (key: string) => void,
): Promise<Part> {
  const { newAccInputHash, last } = b;
  const what = `aggregated proof of ${a.first} to ${last}`;
  const proof = await remembered(o, keyOf(a.first, b, o.statement.aggregator), keep, () =>
    onSomeProver(o, what, async (prover) => {
      const answer = await orderProof({
        ...{ ...timing(o), prover, what },
        order: 'gen_aggregated_proof_request',
        body: { recursive_proof_1: a.proof, recursive_proof_2: b.proof },
      });
      return recursiveProof({ prover, what, answer });
    }),
  );
  return { first: a.first, last, newAccInputHash, proof };
}

function finalProof(o: ProveRangeOptions, part: Part): Promise<ProofCalldata> {
  const { statement } = o;
  const what = `final proof of ${part.first} to ${part.last}`;
  return onSomeProver(o, what, async (prover) => {
    const answer = await orderProof({
      ...{ ...timing(o), prover, what },
      order: 'gen_final_proof_request',
      body: { recursive_proof: part.proof, aggregator_addr: statement.aggregator },
    });
    const { name } = prover;
    return readFinalProof({ prover: name, what, final: answer.final_proof, statement });
  });
}

/** Gives the work to an idle prover; when that one leaves before it is done, to another. */
async function onSomeProver<T>(
  o: ProveRangeOptions,
  what: string,
  work: (prover: ProverConnection) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const { prover, release } = await o.server.lease({ what, signal: o.signal });
    try {
      return await work(prover);
    } catch (error) {
      if (!prover.ended || o.signal.aborted || attempt === ATTEMPTS) throw error;
      o.logger.warn({ err: error, prover: prover.name }, `the ${what} is given out again`);
    } finally {
      release();
    }
  }
}

async function remembered(
  o: ProveRangeOptions,
  key: string,
  keep: (key: string) => void,
  make: () => Promise<string>,
): Promise<string> {
  keep(key);
  const known = o.made.get(key);
  if (known !== undefined) return known;
  const proof = await make();
  o.made.set(key, proof);
  return proof;
}

/** The hash of inputs stands for the batches up to it; the sender of the verification is in a proof too. */
function keyOf(first: bigint, end: { newAccInputHash: string }, aggregator: string): string {
  return `${first} ${end.newAccInputHash} ${aggregator}`;
}

function timing({ signal, pollMs, proofTimeoutMs: timeoutMs }: ProveRangeOptions) {
  return { signal, pollMs, timeoutMs };
}

function recursiveProof(o: {
  prover: ProverConnection;
  what: string;
  answer: ProofAnswer;
}): string {
  const { recursive_proof: proof } = o.answer;
  if (proof) return proof;
  const reason = 'it is no recursive proof';
  throw new ProofContentError({ prover: o.prover.name, what: o.what, reason });
}

import type { ValidatorSet } from '#circuits';
import type { Logger } from '#core';
import { createBatchDataReader } from '../da/index.ts';
import type { L1Contracts } from '../L1Contracts.ts';
import { createL1Client } from '../l1info/index.ts';
import { createOfficialProver } from '../prover/createOfficialProver.ts';
import { createWitnessReader } from '../prover/createWitnessReader.ts';
import { startProverServer } from '../prover/startProverServer.ts';
import { ValidatorsMissingError } from './errors.ts';
import { mockProver, mockRangeProver } from './mockProver.ts';
import { openSignedProver } from './openSignedProver.ts';
import type { RangeProver } from './RangeProver.ts';
import { readRollupState } from './readRollupState.ts';

/** Where provers of the CDK dial in, and what they get. */
export interface OfficialProverSettings {
  /** 0 takes any free port. */
  port: number;
  /** `none` sends batches without their witness: for provers that do not execute them. */
  witness: 'required' | 'none';
  /** Milliseconds between two questions for a state; 1,000 unless told. */
  pollMs?: number;
  /** Longest time for one proof, milliseconds; an hour unless told. */
  proofTimeoutMs?: number;
}

export interface RangeProverOptions {
  l1RpcUrl: string;
  l2RpcUrl: string;
  contracts: L1Contracts;
  rollupId: number;
  /** Absent with the mock prover alone, which then asks nobody, and with `official`. */
  validators?: readonly string[];
  validatorSet: ValidatorSet;
  nextValidatorSets?: readonly ValidatorSet[];
  circuitsCacheDir: string;
  dataDir?: string;
  signTimeoutMs?: number;
  prover?: 'groth16' | 'mock' | 'official';
  official?: OfficialProverSettings;
  /** Address on which provers are waited for. */
  host: string;
  logger: Logger;
}

/**
 * Ours: the validators' signatures, and Groth16 over them. `mock` has zeros in the place of Groth16.
 * Official: whatever the provers that dial in make.
 * @throws PortInUseError, ValidatorsMissingError
 */
export async function createRangeProver(o: RangeProverOptions): Promise<RangeProver> {
  return o.prover === 'official' ? official(o) : signed(o);
}

async function signed(o: RangeProverOptions): Promise<RangeProver> {
  const { validators } = o;
  if (!validators) {
    if (o.prover === 'mock') return mockRangeProver();
    throw new ValidatorsMissingError();
  }
  const { prover } = await openSignedProver({
    ...{ validatorSet: o.validatorSet, circuitsCacheDir: o.circuitsCacheDir, validators },
    ...(o.nextValidatorSets ? { nextValidatorSets: o.nextValidatorSets } : {}),
    ...(o.dataDir ? { dataDir: o.dataDir } : {}),
    ...(o.signTimeoutMs === undefined ? {} : { signTimeoutMs: o.signTimeoutMs }),
    ...(o.prover === 'mock' ? { prover: mockProver() } : {}),
    client: createL1Client(o.l1RpcUrl),
    batchVerifier: o.contracts.batchVerifier,
  });
  return prover;
}

async function official(o: RangeProverOptions): Promise<RangeProver> {
  const settings: OfficialProverSettings = { port: 0, witness: 'required', ...o.official };
  const client = createL1Client(o.l1RpcUrl);
  const timing = settings.pollMs === undefined ? {} : { pollMs: settings.pollMs };
  const server = await startProverServer({
    ...{ host: o.host, port: settings.port, logger: o.logger, ...timing },
    forkId: async () => (await readRollupState({ ...o, client })).forkId,
  });
  const { rollup } = o.contracts;
  const { proofTimeoutMs } = settings;
  return createOfficialProver({
    ...{ server, client, contracts: o.contracts, rollupId: o.rollupId, logger: o.logger },
    ...timing,
    ...(proofTimeoutMs === undefined ? {} : { proofTimeoutMs }),
    ...(settings.witness === 'none'
      ? {}
      : { readWitness: createWitnessReader({ rpcUrl: o.l2RpcUrl }) }),
    // A rollup has its data in the transaction and never asks.
    dataOf: createBatchDataReader({ client, rollup }),
  });
}

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { type Address, encodeFunctionData, type Hex } from 'viem';
import type { CircuitManifest, Program } from '#circuits';
import { programRegistryAbi } from '#contracts';
import { toBytes32 } from './bytes32.ts';
import type { MarketClient } from './createMarketClient.ts';
import { unless } from './unless.ts';

/** Everything a program's id commits to. */
export interface ProgramSpec {
  r1csSha256: Hex;
  keyHash: Hex;
  sourceHash: Hex;
  compiler: string;
  setupHash: Hex;
  imageDigest: Hex;
  /** bytes32 name. */
  statementClass: Hex;
  ioSchemaHash: Hex;
  verifier: Address;
}

/**
 * The specification of a shipped program, from the program and its built circuit.
 * @param o.verifier contract that holds the circuit's key
 */
export function programSpec(o: {
  program: Program;
  manifest: CircuitManifest;
  verifier: Address;
}): ProgramSpec {
  const { manifest, program } = o;
  return {
    r1csSha256: manifest.r1csSha256,
    keyHash: manifest.keyHash,
    sourceHash: manifest.sourceSha256,
    compiler: [manifest.compiler, ...manifest.flags].join(' '),
    setupHash: manifest.setupTranscript,
    imageDigest: executableDigest(program),
    statementClass: toBytes32(program.statementClass),
    ioSchemaHash: program.ioSchemaHash,
    verifier: o.verifier,
  };
}

/** SHA-256 over name, length and content of every file that a provider runs, in order of name. */
export function executableDigest(program: Pick<Program, 'executableFiles'>): Hex {
  const hash = createHash('sha256');
  for (const path of [...program.executableFiles].sort()) {
    const content = readFileSync(path);
    hash.update(`${basename(path)}\0${content.length}\0`).update(content);
  }
  return `0x${hash.digest('hex')}`;
}

/**
 * Registers a program, unless it is registered already.
 * @returns `txHash` only where a transaction was needed
 * @throws MarketRevertError
 */
export async function registerProgram(
  client: MarketClient,
  o: { spec: ProgramSpec },
): Promise<{ programId: Hex; txHash?: Hex }> {
  const registry = { address: client.contracts.programRegistry, abi: programRegistryAbi } as const;
  const args = [o.spec] as const;
  const programId = await client.read((node) =>
    node.readContract({ ...registry, functionName: 'programIdOf', args }),
  );
  if (await getProgramSpec(client, { programId })) return { programId };
  const { transactionHash } = await client.sender.send({
    what: 'register a program',
    to: registry.address,
    data: encodeFunctionData({ abi: programRegistryAbi, functionName: 'register', args }),
  });
  return { programId, txHash: transactionHash };
}

/** What a registered program commits to; absent where the id is unknown. */
export async function getProgramSpec(
  client: MarketClient,
  o: { programId: Hex },
): Promise<ProgramSpec | undefined> {
  const reading = client.read((node) =>
    node.readContract({
      address: client.contracts.programRegistry,
      abi: programRegistryAbi,
      functionName: 'program',
      args: [o.programId],
    }),
  );
  return (await unless('ProgramUnknown', reading))?.spec;
}

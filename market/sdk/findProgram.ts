import { type Address, getAbiItem, type Hex } from 'viem';
import { programRegistryAbi } from '#contracts';
import type { MarketClient } from './createMarketClient.ts';
import type { ProgramSpec } from './registerProgram.ts';

/**
 * Registrations of a program that differ from the given one at most in their verifier contract, oldest
 * first. Anyone may register anything: look at a verifier's code before trusting it.
 */
export async function findProgram(
  client: MarketClient,
  o: { spec: Omit<ProgramSpec, 'verifier'> },
): Promise<{ programId: Hex; verifier: Address }[]> {
  const { programRegistry: address, deploymentBlock: fromBlock = 0n } = client.contracts;
  const event = getAbiItem({ abi: programRegistryAbi, name: 'ProgramRegistered' });
  const logs = await client.read((node) =>
    node.getLogs({ address, event, fromBlock, strict: true }),
  );
  const same = (spec: ProgramSpec) =>
    Object.entries(o.spec).every(([name, value]) => spec[name as keyof ProgramSpec] === value);
  return logs
    .filter(({ args }) => same(args.spec))
    .map(({ args }) => ({ programId: args.programId, verifier: args.verifier }));
}

import { resolve } from 'node:path';
import type { Hex } from 'viem';
import { isHex, size } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';
import { deployGroth16Verifier } from '#contracts';
import { getProgramSpec, programSpec, registerProgram } from '#market/sdk';
import { ProgramCommandError, StackNotRunningError } from '../../errors.ts';
import { chainOf, publicClientOf, walletClientOf } from '../../run/clients.ts';
import type { StackInfo } from '../../session/StackInfo.ts';
import { requireSession } from '../../session/session.ts';
import { marketOf } from '../../walk/context.ts';
import { openProgram, type ProgramContext } from './ProgramContext.ts';

/**
 * Puts a program's verifier on the running stack's L2 and registers the program, unlisted. The
 * paying account needs BIG on the L2, as the first user has after `walk`. The program's id does not
 * depend on who registers it or where its verifier lies.
 */
export async function register(context: ProgramContext): Promise<number> {
  const { options, output } = context;
  const dataDir = resolve(options.dataDir ?? '.bigfile/stack');
  const { info } = requireSession(dataDir);
  if (!info) throw new StackNotRunningError({ dataDir });
  const key = keyOf(context, info);
  const { from, artifacts } = await openProgram(context);
  const { manifest } = artifacts;
  const account = { address: privateKeyToAddress(key), key };
  const chain = chainOf({ layer: 'l2', id: info.l2.chainId, rpcUrl: info.l2.rpc });
  const verifier = await deployGroth16Verifier({
    publicClient: publicClientOf(chain),
    walletClient: walletClientOf({ chain, account }),
    key: manifest.keyBytes,
    dev: manifest.setup === 'DEV',
    gasPrice: BigInt(info.gasPriceFloorWei),
  });
  const client = marketOf({ info, key });
  const spec = programSpec({ program: from.program, manifest, verifier });
  const { programId, txHash } = await registerProgram(client, { spec });
  const used = (await getProgramSpec(client, { programId }))!.verifier;
  const facts = {
    programId,
    verifier: used,
    setup: manifest.setup,
    registered: txHash !== undefined,
  };
  output.result({ ...facts, txHash }, () => [
    `program  ${programId}${facts.registered ? '' : ' (was registered already)'}`,
    `verifier ${used} (${manifest.setup} key)`,
  ]);
  return 0;
}

function keyOf({ options, command }: ProgramContext, info: StackInfo): Hex {
  const key = options.key ?? info.accounts[0]!.key;
  if (isHex(key) && size(key) === 32) return key;
  throw new ProgramCommandError({ command, details: '--key takes 32 bytes as 0x and hex' });
}

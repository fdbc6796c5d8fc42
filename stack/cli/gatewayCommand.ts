import { type Address, createPublicClient, http, zeroAddress } from 'viem';
import { WrongConfigError } from '../errors.ts';
import { startUpstreamGateway } from '../l2/startUpstreamGateway.ts';
import { findConfigFile, loadHooks } from '../session/loadConfigFile.ts';
import type { CommandContext } from './CommandContext.ts';
import { interruption } from './runningStack.ts';

interface GatewayFlags {
  upstream?: string;
  host?: string;
  port?: string;
  bridge?: string;
  config?: string;
  gasPriceFloorWei?: string;
}

/** Stands in front of a sequencer that is not ours, with the hooks of the configuration file. */
export async function gatewayCommand({ options, output }: CommandContext): Promise<number> {
  const flags = options as GatewayFlags;
  const { upstream } = flags;
  if (!upstream) throw new WrongConfigError({ problems: '--upstream is missing' });
  const signal = interruption();
  const gateway = await startUpstreamGateway({
    upstream,
    host: flags.host ?? '127.0.0.1',
    port: Number(flags.port ?? 8123),
    gasPriceFloorWei: BigInt(flags.gasPriceFloorWei ?? 0),
    hooks: await hooksFor({ flags, upstream }),
  });
  output.result({ ok: true, rpcUrl: gateway.rpcUrl, upstream }, () => [
    `${gateway.rpcUrl} stands in front of ${upstream}`,
  ]);
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  await gateway.stop();
  return 0;
}

async function hooksFor(o: { flags: GatewayFlags; upstream: string }) {
  const path = findConfigFile(o.flags.config);
  if (path === undefined) return [];
  const client = createPublicClient({ transport: http(o.upstream) });
  const bridge = (o.flags.bridge ?? zeroAddress) as Address;
  return loadHooks({ path, context: { chainId: BigInt(await client.getChainId()), bridge } });
}

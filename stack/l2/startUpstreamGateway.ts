import { type Address, type Hex, hexToBigInt, numberToHex } from 'viem';
import { createLogger, type Logger, prometheusText, type Service } from '#core';
import { createHookRunner, gasFloor, type Hook, metrics } from '#hooks';
import { parsePooled } from '../engine/parsePooled.ts';
import { RpcError, rpcErrorCode } from '../rpc/RpcError.ts';
import { startRpcServer } from '../rpc/startRpcServer.ts';
import { createTailLogs } from './createTailLogs.ts';

export interface UpstreamGatewayOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** JSON-RPC endpoint of a sequencer that is not ours, such as cdk-erigon. */
  upstream: string;
  /** wei of BIG per gas; 0 leaves the price to the sequencer. */
  gasPriceFloorWei: bigint;
  /** Who may claim from the bridge for nothing. */
  freeClaims?: { bridge: Address; claimers: readonly Address[] };
  /** Only their `admission` is asked: blocks and batches are made elsewhere. */
  hooks?: readonly Hook[];
  /** Milliseconds an answer may take; 30,000 unless told. */
  timeoutMs?: number;
  logger?: Logger;
}

/**
 * Stands in front of a foreign sequencer: every request is passed on as it is, and a transaction
 * only after the admission hooks have let it in. The prices that it suggests are not below the floor,
 * and logs are complete up to the newest block.
 * @throws PortInUseError
 * @throws RpcError when the sequencer does not tell its chain id
 */
export async function startUpstreamGateway(
  o: UpstreamGatewayOptions,
): Promise<Service & { rpcUrl: string }> {
  const logger = o.logger ?? createLogger('gateway');
  const forward = createForwarder(o);
  const chainId = hexToBigInt((await forward('eth_chainId', [])) as Hex);
  const tailLogs = createTailLogs(forward);
  const { gasPriceFloorWei: floorWei, freeClaims } = o;
  const floor = gasFloor({ floorWei, ...(freeClaims ? { freeClaims } : {}) });
  const hooks = createHookRunner({ hooks: [floor, ...(o.hooks ?? []), metrics()], logger });
  const server = await startRpcServer({
    host: o.host,
    port: o.port,
    handle: async (method, params) => {
      if (method === 'eth_sendRawTransaction') {
        const transaction = await parsePooled({ raw: params[0] });
        assertChain({ chainId, found: transaction.chainId });
        await hooks.admit(transaction);
      }
      if (method === 'eth_getLogs') return tailLogs(params);
      const answer = await forward(method, params);
      return PRICES.has(method) ? atLeast(answer as Hex, floorWei) : answer;
    },
    metrics: () => prometheusText(hooks.metrics()).text,
    logger,
  });
  return { name: 'gateway', rpcUrl: server.url, stop: () => server.stop() };
}

/** What wallets ask before they offer a price: one below the floor would be refused. */
const PRICES = new Set(['eth_gasPrice', 'eth_maxPriorityFeePerGas']);

function atLeast(price: Hex, floorWei: bigint): Hex {
  return hexToBigInt(price) < floorWei ? numberToHex(floorWei) : price;
}

function assertChain(o: { chainId: bigint; found: bigint | undefined }): void {
  if (o.found === undefined || o.found === o.chainId) return;
  const message = `invalid chain id, have ${o.found} want ${o.chainId}`;
  throw new RpcError({ code: rpcErrorCode.server, message });
}

interface Answer {
  result?: unknown;
  error?: { code: number; message: string; data?: unknown };
}

/** Errors of the sequencer keep their code, message and data. */
function createForwarder(
  o: UpstreamGatewayOptions,
): (method: string, params: unknown[]) => Promise<unknown> {
  return async (method, params) => {
    const { result, error } = await ask(
      o,
      JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    );
    if (error) throw new RpcError(error);
    return result;
  };
}

async function ask(o: UpstreamGatewayOptions, body: string): Promise<Answer> {
  try {
    const response = await fetch(o.upstream, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(o.timeoutMs ?? 30_000),
    });
    return (await response.json()) as Answer;
  } catch (cause) {
    throw new RpcError({
      code: rpcErrorCode.server,
      message: `the sequencer at ${new URL(o.upstream).origin} does not answer`,
      cause,
    });
  }
}

import { isHex } from 'viem';
import { z } from 'zod';
import type { Logger } from '#core';
import { RpcError, rpcErrorCode } from '../rpc/RpcError.ts';
import { startRpcServer } from '../rpc/startRpcServer.ts';
import type { L1ReorgReport, L1ReorgRequest } from './reorgL1.ts';

const hash = z.custom<`0x${string}`>((v) => isHex(v) && v.length === 66, 'must be a hash');
const request = z
  .strictObject({
    depth: z.number().int().min(1).optional(),
    forkBlock: z.number().int().min(0).optional(),
    drop: z.union([z.literal('all'), z.array(hash)]).optional(),
    delay: z.number().int().min(0).optional(),
    blocks: z.number().int().min(1).max(10_000).optional(),
  })
  .refine(({ depth, forkBlock }) => (depth === undefined) !== (forkBlock === undefined), {
    message: 'give either depth or forkBlock',
  });

/**
 * What an operator of a development L1 may do to it, on a server of its own that listens on
 * 127.0.0.1 only: `bigfile_reorg({ depth | forkBlock, drop?, delay?, blocks? })` and
 * `bigfile_capabilities()`.
 * @throws PortInUseError
 */
export function startL1Control(o: {
  /** 0 takes any free port. */
  port: number;
  capabilities: readonly string[];
  reorg: (request: L1ReorgRequest) => Promise<L1ReorgReport>;
  logger: Logger;
}): Promise<{ url: string; port: number; stop(): Promise<void> }> {
  return startRpcServer({
    host: '127.0.0.1',
    port: o.port,
    logger: o.logger,
    handle: async (method, params) => {
      if (method === 'bigfile_capabilities') return o.capabilities;
      if (method === 'bigfile_reorg') return o.reorg(parse(params[0]));
      throw new RpcError({
        code: rpcErrorCode.methodNotFound,
        message: `the method ${method} does not exist on the control server`,
      });
    },
  });
}

function parse(value: unknown): L1ReorgRequest {
  const parsed = request.safeParse(value);
  if (parsed.success) return parsed.data as L1ReorgRequest;
  throw new RpcError({
    code: rpcErrorCode.invalidParams,
    message: z.prettifyError(parsed.error),
  });
}

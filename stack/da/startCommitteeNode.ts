import { type Address, type Hex, isAddressEqual, isHash } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';
import { rollupEtrogAbi } from '#contracts';
import { createLogger, type Logger, type Service } from '#core';
import { createL1Client } from '../l1info/index.ts';
import { RpcError, rpcErrorCode } from '../rpc/RpcError.ts';
import { startRpcServer } from '../rpc/startRpcServer.ts';
import { parseRequest, signHash } from './dataSequence.ts';
import { NotTheSequencerError } from './errors.ts';
import { type BatchStore, openBatchStore } from './openBatchStore.ts';

export interface CommitteeNodeOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  l1RpcUrl: string;
  rollup: Address;
  /** Private key of the member. */
  key: Hex;
  /** Holds the batches; in memory when absent. */
  dataDir?: string;
  logger?: Logger;
}

export interface CommitteeNode extends Service {
  url: string;
  address: Address;
}

/** A sequence may hold a thousand batches of 120 kB, in hex. */
const MAX_BODY_BYTES = 256 * 2 ** 20;

interface Context extends CommitteeNodeOptions {
  client: ReturnType<typeof createL1Client>;
  store: BatchStore;
  started: number;
}

/**
 * A member of a data committee: it keeps the batches of a sequence, then signs the sequence. It speaks
 * the JSON-RPC of cdk-data-availability: `datacom_signSequenceBanana`, `sync_getOffChainData`,
 * `sync_listOffChainData`, `status_getStatus`.
 * @throws PortInUseError
 */
export async function startCommitteeNode(o: CommitteeNodeOptions): Promise<CommitteeNode> {
  const logger = o.logger ?? createLogger('committee');
  const store = openBatchStore(o);
  const context: Context = { ...o, store, client: createL1Client(o.l1RpcUrl), started: Date.now() };
  const server = await startRpcServer({
    ...{ host: o.host, port: o.port, maxBodyBytes: MAX_BODY_BYTES, logger },
    handle: (method, params) => answer(context, method, params),
  }).catch((error: unknown) => {
    store.close();
    throw error;
  });
  return {
    name: 'committee',
    url: server.url,
    address: privateKeyToAddress(o.key),
    async stop() {
      await server.stop();
      store.close();
    },
  };
}

async function answer(c: Context, method: string, params: unknown[]): Promise<unknown> {
  switch (method) {
    case 'datacom_signSequenceBanana':
      return keepAndSign(c, params[0]);
    case 'sync_getOffChainData':
      return found(c, params[0]);
    case 'sync_listOffChainData': {
      const hashes = (params[0] ?? []) as unknown[];
      return Object.fromEntries(hashes.map((hash) => [hash, found(c, hash)]));
    }
    case 'status_getStatus': {
      const seconds = Math.round((Date.now() - c.started) / 1_000);
      return { uptime: `${seconds}s`, version: 'bigfile-devkit', key_count: c.store.count() };
    }
    default:
      throw new RpcError({
        code: rpcErrorCode.methodNotFound,
        message: `the method ${method} does not exist`,
      });
  }
}

/** @throws DataRequestError, NotTheSequencerError */
async function keepAndSign(c: Context, request: unknown): Promise<Hex> {
  const { sequence, hash, signer } = await parseRequest(request);
  // Asked every time: the admin may have named another one meanwhile.
  const sequencer = await c.client.readContract({
    address: c.rollup,
    abi: rollupEtrogAbi,
    functionName: 'trustedSequencer',
  });
  if (!isAddressEqual(signer, sequencer)) throw new NotTheSequencerError({ signer, sequencer });
  c.store.put(sequence.batches.map(({ l2Data }) => l2Data));
  return signHash({ hash, key: c.key });
}

function found(c: Context, hash: unknown): Hex {
  const data = isHash(String(hash)) ? c.store.get(hash as Hex) : undefined;
  if (data !== undefined) return data;
  throw new RpcError({
    code: rpcErrorCode.server,
    message: `this member does not have the batch with hash ${hash}`,
  });
}

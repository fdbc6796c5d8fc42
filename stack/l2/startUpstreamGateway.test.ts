import { keccak256 } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import { expect, test } from 'vitest';
import { denyList } from '#hooks';
import { RpcError } from '../rpc/RpcError.ts';
import { startRpcServer } from '../rpc/startRpcServer.ts';
import { startUpstreamGateway } from './startUpstreamGateway.ts';

const account = privateKeyToAccount(`0x${'21'.repeat(32)}`);
const denied = privateKeyToAccount(`0x${'22'.repeat(32)}`);

/** A sequencer of another make. */
function startForeign(received: string[]) {
  return startRpcServer({
    host: '127.0.0.1',
    port: 0,
    handle: async (method, params) => {
      received.push(method);
      if (method === 'eth_chainId') return '0x7';
      if (method === 'eth_gasPrice') return '0x0';
      if (method === 'eth_sendRawTransaction') return keccak256(params[0] as `0x${string}`);
      throw new RpcError({ code: 3, message: 'execution reverted', data: '0x12' });
    },
  });
}

test('asks the hooks, and passes on what they let in and everything else', async () => {
  const received: string[] = [];
  const foreign = await startForeign(received);
  const gateway = await startUpstreamGateway({
    host: '127.0.0.1',
    port: 0,
    upstream: foreign.url,
    gasPriceFloorWei: 10n,
    hooks: [denyList({ senders: [denied.address] })],
  });
  const call = async (method: string, params: unknown[] = []) => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    return (await fetch(gateway.rpcUrl, { method: 'POST', body })).json();
  };
  const send = async (from: typeof account, o: { chainId?: number; gasPrice?: bigint } = {}) => {
    const transaction = { type: 'legacy', chainId: 7, gas: 21_000n, gasPrice: 10n, ...o } as const;
    const raw = await from.signTransaction(transaction);
    return { raw, answer: await call('eth_sendRawTransaction', [raw]) };
  };
  try {
    expect(await call('eth_gasPrice')).toMatchObject({ result: '0xa' });
    const good = await send(account);
    expect(good.answer).toMatchObject({ result: keccak256(good.raw) });
    expect((await send(account, { gasPrice: 9n })).answer).toMatchObject({
      error: {
        code: -32000,
        message: expect.stringMatching(/want 10/),
        data: { details: expect.stringContaining('gas-floor') },
      },
    });
    expect((await send(denied)).answer).toMatchObject({
      error: { message: expect.stringMatching(/deny list/) },
    });
    expect((await send(account, { chainId: 8 })).answer).toMatchObject({
      error: { message: 'invalid chain id, have 8 want 7' },
    });
    expect(received.filter((method) => method === 'eth_sendRawTransaction')).toHaveLength(1);
    expect(await call('eth_call')).toMatchObject({
      error: { code: 3, message: 'execution reverted', data: '0x12' },
    });
    await foreign.stop();
    expect(await call('eth_call')).toMatchObject({
      error: { message: expect.stringMatching(/does not answer/) },
    });
  } finally {
    await gateway.stop();
    await foreign.stop();
  }
});

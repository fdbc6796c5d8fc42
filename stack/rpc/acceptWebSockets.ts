import type { Server } from 'node:http';
import { WebSocket, WebSocketServer } from 'ws';
import type { Responder, RpcHandle } from './createResponder.ts';
import type { Subscriber, Subscriptions } from './createSubscriptions.ts';
import { RpcError, rpcErrorCode } from './RpcError.ts';

/** bytes that may wait for a slow reader before it is cut off */
const MAX_BACKLOG = 32 * 2 ** 20;

/**
 * Serves JSON-RPC over WebSocket on the port of an HTTP server.
 * @returns `stop` cuts all connections
 */
export function acceptWebSockets(o: {
  server: Server;
  responder: Responder;
  handle: RpcHandle;
  maxBytes: number;
  subscriptions?: Subscriptions;
}): { stop(): void } {
  const sockets = new WebSocketServer({ server: o.server, maxPayload: o.maxBytes });
  sockets.on('connection', (socket) => {
    const write = (text: string): void => {
      if (socket.readyState !== WebSocket.OPEN) return;
      if (socket.bufferedAmount > MAX_BACKLOG) socket.terminate();
      else socket.send(text);
    };
    const subscriber = o.subscriptions?.open(write);
    const handle = forConnection(o.handle, subscriber);
    socket.on('message', async (data) => {
      const answer = await o.responder.answer(String(data), handle);
      if (answer !== undefined) write(answer);
    });
    socket.on('close', () => subscriber?.close());
    // A message above the limit, or a broken frame: ws closes the connection itself.
    socket.on('error', () => undefined);
  });
  return {
    stop() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

function forConnection(handle: RpcHandle, subscriber: Subscriber | undefined): RpcHandle {
  if (!subscriber) return handle;
  return async (method, params) => {
    if (method === 'eth_subscribe') return subscriber.subscribe(params);
    if (method !== 'eth_unsubscribe') return handle(method, params);
    if (typeof params[0] === 'string') return subscriber.unsubscribe(params[0]);
    throw new RpcError({
      code: rpcErrorCode.invalidParams,
      message: 'eth_unsubscribe wants the id of a subscription',
    });
  };
}

import { custom, type Hex, numberToHex } from 'viem';
import { createEngine, type Engine, type EngineCall } from '../engine/createEngine.ts';
import type { Genesis } from '../engine/types.ts';
import { l2EngineConfig } from '../l2/l2EngineConfig.ts';
import { BENCH_CHAIN_ID } from './workload.ts';

/** Transactions between two blocks: within the gas of one. */
const PER_BLOCK = 400;

/** The engine alone: no socket, no checks, no journal. */
export function createRawEngine(genesis: Genesis): Promise<Engine> {
  return createEngine(l2EngineConfig({ chainId: BigInt(BENCH_CHAIN_ID), genesis }));
}

/**
 * Submits and mines everything.
 * @param o.together transactions in one crossing into the engine
 * @returns transactions a second
 */
export async function rawSpeed(o: {
  engine: Engine;
  raws: readonly Hex[];
  together: number;
}): Promise<number> {
  const { engine, raws, together } = o;
  const start = performance.now();
  for (let i = 0; i < raws.length; i += PER_BLOCK) {
    const block = raws.slice(i, i + PER_BLOCK);
    for (let j = 0; j < block.length; j += together) {
      const calls = block.slice(j, j + together).map(toCall);
      if (together === 1) await engine.request(...calls[0]!);
      else await engine.batch(calls);
    }
    await engine.request('hardhat_setNextBlockBaseFeePerGas', ['0x0']);
    await engine.request('evm_mine');
  }
  return (raws.length / (performance.now() - start)) * 1000;
}

/** The engine as a chain that makes a block of each transaction, for what is deployed on it. */
export function minedAtOnce(engine: Engine): ReturnType<typeof custom> {
  return custom({
    async request({ method, params }: { method: string; params?: readonly unknown[] }) {
      const answer = await engine.request(method, params);
      if (method === 'eth_sendRawTransaction') {
        await engine.request('hardhat_setNextBlockBaseFeePerGas', ['0x0']);
        await engine.request('evm_mine');
      }
      return answer;
    },
  });
}

/** Milliseconds to mine a block of transfers that are already in the engine. */
export async function sealTime(engine: Engine, raws: readonly Hex[]): Promise<number> {
  await engine.batch(raws.map(toCall));
  await engine.request('hardhat_setNextBlockBaseFeePerGas', [numberToHex(0)]);
  const start = performance.now();
  await engine.request('evm_mine');
  return performance.now() - start;
}

function toCall(raw: Hex): EngineCall {
  return ['eth_sendRawTransaction', [raw]];
}

import { parseEther } from 'viem';
import { type DeathPoint, waitFor } from '#core';
import { createNumbers } from '../engine/testing.ts';
import { depositBig } from '../l2/testingSettlement.ts';
import { type Load, startLoad } from './testingLoad.ts';
import type { ProcessStack } from './testingProcesses.ts';

/** From 0 to below 1, so that a run can be repeated from its seed. */
function createRandom(seed: number): () => number {
  const next = createNumbers(seed);
  return () => next() / 2 ** 32;
}

/** Lets something go on for a while. */
export function during(ms: number): Promise<unknown> {
  const end = Date.now() + ms;
  return waitFor({
    what: 'some time to pass',
    timeoutMs: ms + 60_000,
    intervalMs: 5,
    check: () => Date.now() >= end || undefined,
  });
}

/** How a process is killed: at a named place, while a proof is made, or at a random moment. */
export type Manner = DeathPoint | 'proof.running' | 'random';

/** The places that matter for each process, the first one first. */
function mannersOf(name: string): readonly Manner[] {
  if (name === 'l1') return ['seal.executed', 'random', 'pool.journaled'];
  if (name === 'l2') return ['pool.journaled', 'random', 'seal.executed'];
  if (name === 'sequence-sender') return ['l1.broadcast', 'random'];
  if (name === 'aggregator') return ['proof.running', 'random', 'l1.broadcast'];
  if (name === 'bridge') return ['claim.broadcast', 'random'];
  return name === 'validator1' ? ['seal.executed', 'random'] : ['random', 'seal.executed'];
}

/** Longest time that a process may take to come to a place, milliseconds. */
const PLACE_TIMEOUT_MS = 120_000;

export interface MarathonResult {
  load: Load;
  /** Kills by process. */
  killed: Record<string, number>;
  /** Kills by manner; a place that was not reached in time counts as `random`. */
  manners: Partial<Record<Manner, number>>;
}

interface Marathon {
  stack: ProcessStack;
  random: () => number;
}

/** Kills every process in turn, in a random order, in every manner, and starts each again. */
export async function runMarathon(o: {
  stack: ProcessStack;
  kills: number;
  seed: number;
  onKill?: (o: { name: string; manner: Manner; number: number }) => void;
}): Promise<MarathonResult> {
  const { stack } = o;
  const random = createRandom(o.seed);
  const load = startLoad(stack);
  const killed: Record<string, number> = {};
  const manners: MarathonResult['manners'] = {};
  let round: string[] = [];
  for (let i = 0; i < o.kills; i++) {
    if (round.length === 0) round = [...stack.names];
    const [name] = round.splice(Math.floor(random() * round.length), 1) as [string];
    const choices = mannersOf(name);
    const before = killed[name] ?? 0;
    const wanted = choices[before % choices.length]!;
    if (i % 4 === 0 || wanted === 'claim.broadcast') {
      await depositBig(stack.rollup, parseEther('1')).catch(() => undefined);
    }
    const manner = await kill({ stack, random }, { name, manner: wanted });
    killed[name] = before + 1;
    manners[manner] = (manners[manner] ?? 0) + 1;
    o.onKill?.({ name, manner, number: i + 1 });
    await during(random() * 500);
    await stack.start(name);
  }
  await load.stop();
  return { load, killed, manners };
}

/** @returns how it was killed in the end */
async function kill(o: Marathon, { name, manner }: { name: string; manner: Manner }) {
  const { stack, random } = o;
  if (manner === 'proof.running') {
    const running = await proofRunning(stack);
    await during(random() * 800);
    await stack.kill(name);
    return running ? manner : 'random';
  }
  if (manner === 'random') {
    await during(random() * 1_500);
    await stack.kill(name);
    return manner;
  }
  // A deposit was made for the one claim; the other places are come to all the time.
  const time = manner === 'claim.broadcast' ? 1 : 1 + Math.floor(random() * 2);
  const died = stack.dieAt(name, { point: manner, time });
  await Promise.race([died, during(PLACE_TIMEOUT_MS)]);
  return (await stack.kill(name)) ? 'random' : manner;
}

/** Waits until the aggregator says that it proves. */
function proofRunning(stack: ProcessStack): Promise<boolean> {
  return waitFor({
    what: 'a proof to be made',
    timeoutMs: PLACE_TIMEOUT_MS,
    intervalMs: 20,
    check: async () => {
      const status = await (await fetch(`${stack.aggregatorUrl}/status`)).json();
      return (status as { state: string }).state === 'proving' || undefined;
    },
  }).catch(() => false);
}

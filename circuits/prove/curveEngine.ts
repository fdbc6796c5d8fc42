// SPDX-License-Identifier: GPL-3.0-or-later
import type { Curve } from 'ffjavascript';

interface Engine {
  curve: Promise<Curve>;
  threads: boolean;
}

let users = 0;
let engine: Engine | undefined;

/**
 * The curve engine of this process, shared by all provers; snarkjs picks it up from its global. The
 * first user decides about threads. One thread takes 130 MB less memory than two and cannot keep the
 * process alive; with worker threads a batch proof takes 1.4 s instead of 2.5 s on two cores, so
 * processes that only prove use them.
 * @param o.threads one worker thread for each core; false unless told
 */
export async function acquireCurve(o: { threads?: boolean } = {}): Promise<Curve> {
  users += 1;
  engine ??= start(o.threads ?? false);
  const curve = await engine.curve;
  globalThis.curve_bn128 = curve;
  return curve;
}

/** Gives the engine back; the last one frees it and ends its threads. */
export async function releaseCurve(): Promise<void> {
  users -= 1;
  if (users > 0 || !engine) return;
  const { curve, threads } = engine;
  engine = undefined;
  globalThis.curve_bn128 = null;
  if (threads) await (await curve).terminate();
}

/** Lends the engine to some work. */
export async function withCurve<T>(work: (curve: Curve) => Promise<T>): Promise<T> {
  const curve = await acquireCurve();
  try {
    return await work(curve);
  } finally {
    await releaseCurve();
  }
}

function start(threads: boolean): Engine {
  const curve = import('ffjavascript').then(({ buildBn128 }) => buildBn128(!threads));
  return { curve, threads };
}

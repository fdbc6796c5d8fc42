import { define } from './define.ts';
import type { Hook } from './types.ts';

const MINUTE = 60_000;
/** Senders that are remembered before the idle ones are forgotten. */
const SWEEP_AT = 10_000;

/**
 * Bounds what each sender may send: a bucket that refills steadily, so that short bursts pass.
 * @param o.perMinute transactions of one sender
 * @param o.burst transactions at once; `perMinute` unless told
 * @param o.now milliseconds; the system's clock unless told
 */
export function rateLimit(o: { perMinute: number; burst?: number; now?: () => number }): Hook {
  const now = o.now ?? Date.now;
  const size = o.burst ?? o.perMinute;
  const perMs = o.perMinute / MINUTE;
  const buckets = new Map<string, { left: number; at: number }>();

  const sweep = (time: number): void => {
    for (const [sender, { left, at }] of buckets) {
      if (left + (time - at) * perMs >= size) buckets.delete(sender);
    }
  };
  return define({
    name: 'rate-limit',
    points: {
      admission({ from }) {
        const time = now();
        const bucket = buckets.get(from) ?? { left: size, at: time };
        const left = Math.min(size, bucket.left + (time - bucket.at) * perMs);
        if (left < 1) {
          const wait = Math.ceil((1 - left) / perMs / 1000);
          const reason = `the sender ${from} may send ${o.perMinute} transactions a minute; try again in ${wait} s`;
          return { accept: false, reason };
        }
        if (buckets.size >= SWEEP_AT) sweep(time);
        buckets.set(from, { left: left - 1, at: time });
        return { accept: true };
      },
    },
  });
}

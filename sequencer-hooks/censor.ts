import type { Address } from 'viem';
import { define } from './define.ts';
import type { AdmissionTransaction, Hook } from './types.ts';

/**
 * For drills: a sequencer that says yes and never includes. The victims' transactions are admitted
 * and wait for ever, which is what a forced batch on L1 is the remedy for.
 */
export function censor(o: { senders?: readonly Address[]; recipients?: readonly Address[] }): Hook {
  const victims = new Set([...(o.senders ?? [])].map((address) => address.toLowerCase()));
  const avoided = new Set([...(o.recipients ?? [])].map((address) => address.toLowerCase()));
  const isVictim = ({ from, to }: AdmissionTransaction): boolean =>
    victims.has(from.toLowerCase()) || (to !== undefined && avoided.has(to.toLowerCase()));
  return define({
    name: 'censor',
    points: {
      blockBuilding({ transactions }) {
        // What a sender has after a censored transaction cannot be executed either.
        const silenced = new Set<Address>();
        const kept = transactions.filter((t) => {
          if (isVictim(t)) silenced.add(t.from);
          return !silenced.has(t.from);
        });
        return kept.map(({ hash }) => hash);
      },
    },
  });
}

import type { Address } from 'viem';
import { define } from './define.ts';
import type { Hook } from './types.ts';

/** Lets in only these senders. */
export function allowList(o: { senders: readonly Address[] }): Hook {
  const allowed = lower(o.senders);
  return define({
    name: 'allow-list',
    points: {
      admission: ({ from }) =>
        allowed.has(from.toLowerCase())
          ? { accept: true }
          : { accept: false, reason: `the sender ${from} is not on the allow list` },
    },
  });
}

/** Keeps out these senders, and what goes to these addresses. */
export function denyList(o: {
  senders?: readonly Address[];
  recipients?: readonly Address[];
}): Hook {
  const senders = lower(o.senders ?? []);
  const recipients = lower(o.recipients ?? []);
  return define({
    name: 'deny-list',
    points: {
      admission({ from, to }) {
        if (senders.has(from.toLowerCase())) {
          return { accept: false, reason: `the sender ${from} is on the deny list` };
        }
        const denied = to !== undefined && recipients.has(to.toLowerCase());
        return denied
          ? { accept: false, reason: `the recipient ${to} is on the deny list` }
          : { accept: true };
      },
    },
  });
}

function lower(addresses: readonly Address[]): Set<string> {
  return new Set(addresses.map((address) => address.toLowerCase()));
}

import type { L1SenderStatus } from './L1Sender.ts';

/** What a service's status says while its sender waits for an L1 that does not answer. */
export function troubleOf(l1: L1SenderStatus) {
  if (l1.trouble === null) return {};
  const lastError = { code: 'STACK_L1_UNREACHABLE', message: l1.trouble, reasons: [] };
  return { state: 'failing', lastError } as const;
}

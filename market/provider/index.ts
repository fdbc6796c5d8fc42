export { decideQuote, type QuoteFacts } from './decideQuote.ts';
export * from './errors.ts';
export { runConfined } from './sandbox/runConfined.ts';
export type { ConfinedJob, ConfinedResult, SandboxLimits } from './sandbox/types.ts';
export { startProvider } from './startProvider.ts';
export type {
  Decline,
  DeclineCode,
  ProviderConfig,
  Quote,
  WorkReport,
} from './types.ts';

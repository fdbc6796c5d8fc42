export { collectDataSignatures } from './collectDataSignatures.ts';
export { type BatchDataReader, createBatchDataReader } from './createBatchDataReader.ts';
export type { DataSequence } from './dataSequence.ts';
export * from './errors.ts';
export { type Committee, readCommittee, readDataProtocol } from './readCommittee.ts';
export {
  type CommitteeNode,
  type CommitteeNodeOptions,
  startCommitteeNode,
} from './startCommitteeNode.ts';

/** What a stack can do, by name. A test that needs one that is missing is skipped by that name. */
export const CAPABILITIES = {
  /** The L2 takes EIP-2930 and EIP-1559 transactions, not only legacy ones. */
  typedTransactions: ['l2'],
  /** State roots of the L2 are Merkle-Patricia roots: validators can re-execute its batches. */
  mptRoot: ['l2'],
  /** Batches are proven by validators of ours, who re-execute them and sign. */
  validatorProofs: ['l2', 'settlement'],
  /** The L2 includes batches that were forced on L1, by the zkEVM's rules. */
  forcedBatches: ['l2', 'settlement'],
  /** Hooks may build blocks and batches; without it they are asked about transactions only. */
  blockHooks: ['l2'],
  /** An L2 on which nothing happens puts nothing on L1. */
  silentWhenIdle: ['l2'],
  /** The L2's own endpoint takes transactions that pay nothing for their gas. */
  freeGas: ['l2'],
  /** SELFDESTRUCT and BLOCKHASH do what Ethereum's rules say. */
  ethereumOpcodes: ['l2'],
  /** The L2 tells the part of its state that a batch touches (`zkevm_getBatchWitness`). */
  batchWitness: ['l2'],
  /** Blocks of the L1 can be replaced on demand, and the L2 follows. */
  l1Reorg: ['l1', 'l2'],
  /** The clocks of both chains can be moved. */
  timeTravel: ['l1', 'l2'],
  /** Both chains go on after every process was killed. */
  restart: ['l1', 'l2'],
  /** There can be rollups after the first at the same manager. */
  moreRollups: ['l2', 'bridge', 'da', 'settlement'],
  /** A claim that was refused is tried again in time, without a new exit root. */
  claimRetries: ['bridge'],
  /** Every role is a process of this host, which can be looked at and killed by its number. */
  hostProcesses: ['l1', 'l2', 'bridge', 'da', 'settlement', 'roles'],
} as const satisfies Record<string, readonly Layer[]>;

/** A part of a stack that has more than one implementation. */
export type Layer = 'l1' | 'l2' | 'bridge' | 'da' | 'settlement' | 'roles';
export type Capability = keyof typeof CAPABILITIES;

/** The capabilities of a stack: those that every layer concerned declares. */
export function stackCapabilities(o: Record<Layer, readonly Capability[]>): Capability[] {
  const names = Object.keys(CAPABILITIES) as Capability[];
  return names.filter((name) => CAPABILITIES[name].every((layer) => o[layer].includes(name)));
}

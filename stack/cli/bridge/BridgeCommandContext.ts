import type { Output } from '../output.ts';

/** The flags of all `bigfile bridge` commands, as they stand on the command line. */
export interface BridgeFlags {
  json?: boolean;
  dataDir?: string;
  l1Rpc?: string;
  l2Rpc?: string[];
  bridge?: string;
  l2Bridge?: string;
  bridgeApi?: string;
  l1FromBlock?: string;
  key?: string;
  amount?: string;
  token?: string;
  to?: string;
  data?: string;
  network?: string;
  toNetwork?: string;
  depositCount?: string;
  limit?: string;
  offset?: string;
  wait?: boolean;
  claim?: boolean;
}

export interface BridgeCommandContext {
  /** What stands behind the command's name. */
  argument: string | undefined;
  flags: BridgeFlags;
  output: Output;
}

import { type AccessList, type Address, type Hex, pad, slice } from 'viem';
import type { DevChain } from '../engine/types.ts';

interface Step {
  op: string;
  depth: number;
  stack: Hex[];
}

/** Opcodes that touch an account, and where on the stack its address is. */
const ADDRESS_AT: Record<string, number> = {
  BALANCE: 0,
  EXTCODESIZE: 0,
  EXTCODECOPY: 0,
  EXTCODEHASH: 0,
  CALL: 1,
  CALLCODE: 1,
  DELEGATECALL: 1,
  STATICCALL: 1,
};
/** Those of them whose callee's slots belong to the callee. */
const CALLS = new Set(['CALL', 'STATICCALL']);

/**
 * eth_createAccessList from the opcode trace of the call: every slot and account it touches, save
 * the sender, the callee without slots, and the precompiles, which are warm anyway.
 * @param o.params call and block, as for eth_call
 */
export async function createAccessList(o: {
  chain: DevChain;
  params: unknown[];
}): Promise<{ accessList: AccessList; gasUsed: Hex; error?: string }> {
  const [call, block] = o.params as [{ from?: Address; to?: Address }, unknown];
  const trace = await o.chain.request<{ structLogs: Step[]; failed: boolean }>('debug_traceCall', [
    call,
    block,
    { disableMemory: true },
  ]);
  const accessList = collect({ steps: trace.structLogs, to: call.to, from: call.from });
  const gasUsed = await o.chain.request<Hex>('eth_estimateGas', [{ ...call, accessList }, block]);
  return { accessList, gasUsed };
}

function collect(o: {
  steps: readonly Step[];
  to: Address | undefined;
  from: Address | undefined;
}): AccessList {
  const touched = new Map<string, Set<Hex>>();
  const frames: (string | undefined)[] = [undefined, o.to?.toLowerCase()];
  for (const { op, depth, stack } of o.steps) {
    const top = (index: number): Hex => pad(stack.at(-1 - index) ?? '0x0');
    const self = frames[depth];
    if ((op === 'SLOAD' || op === 'SSTORE') && self) slotsOf(touched, self).add(top(0));
    const position = ADDRESS_AT[op];
    if (position !== undefined) {
      const address = slice(top(position), 12).toLowerCase();
      slotsOf(touched, address);
      frames[depth + 1] = CALLS.has(op) ? address : self;
    }
    // What a contract under construction touches has no address yet that a list could name.
    if (op === 'CREATE' || op === 'CREATE2') frames[depth + 1] = undefined;
  }
  return [...touched]
    .filter(([address, slots]) => slots.size > 0 || !isWarm({ address, to: o.to, from: o.from }))
    .map(([address, slots]) => ({ address: address as Address, storageKeys: [...slots] }));
}

function slotsOf(touched: Map<string, Set<Hex>>, address: string): Set<Hex> {
  const slots = touched.get(address) ?? new Set<Hex>();
  touched.set(address, slots);
  return slots;
}

function isWarm(o: { address: string; to?: Address | undefined; from?: Address | undefined }) {
  const precompile = BigInt(o.address) <= 0xffn;
  return precompile || o.address === o.to?.toLowerCase() || o.address === o.from?.toLowerCase();
}

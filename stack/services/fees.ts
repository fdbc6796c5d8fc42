/** Wei per gas of an EIP-1559 transaction. */
export interface Fees {
  maxFeePerGas: bigint;
  maxPriorityFeePerGas: bigint;
}

/** Nodes want 10 percent more of both fees before they replace a transaction. */
const BUMP_PERCENT = 25n;

/** The two fees, and nothing else that a value may carry. */
export function pickFees({ maxFeePerGas, maxPriorityFeePerGas }: Fees): Fees {
  return { maxFeePerGas, maxPriorityFeePerGas };
}

/** Enough more for a node to take the transaction in the place of the one before. */
export function raised(fees: Fees): Fees {
  const raise = (value: bigint) => (value * (100n + BUMP_PERCENT)) / 100n + 1n;
  return {
    maxFeePerGas: raise(fees.maxFeePerGas),
    maxPriorityFeePerGas: raise(fees.maxPriorityFeePerGas),
  };
}

/** The higher of each. */
export function higherOf(a: Fees, b: Fees): Fees {
  return {
    maxFeePerGas: max(a.maxFeePerGas, b.maxFeePerGas),
    maxPriorityFeePerGas: max(a.maxPriorityFeePerGas, b.maxPriorityFeePerGas),
  };
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** The larger of two amounts; `Math.max` does not take bigint. */
export function maxOf(first: bigint, second: bigint): bigint {
  return [first, second].reduce((a, b) => (b > a ? b : a));
}

/** The meaning of byte-sum: the sum of all bytes, as two bytes, the higher one first. */
export function run(input) {
  const sum = input.reduce((total, byte) => total + byte, 0);
  return Uint8Array.of(sum >> 8, sum & 255);
}

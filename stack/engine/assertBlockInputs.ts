import { isAddress, isHex, size } from 'viem';
import { InvalidBlockInputsError } from './errors.ts';
import type { BlockInputs, EngineConfig, SealedBlock } from './types.ts';

/**
 * Refuses what the engine would refuse half-way, when the state is already touched.
 * @throws InvalidBlockInputsError
 */
export function assertBlockInputs(o: {
  config: EngineConfig;
  head: SealedBlock;
  inputs: BlockInputs;
}): void {
  const { inputs, head } = o;
  const fail = (what: string): never => {
    throw new InvalidBlockInputsError({ number: head.number + 1n, what });
  };
  const earliest = o.config.baseFee === 'free' ? head.timestamp : head.timestamp + 1n;
  if (inputs.timestamp < earliest) {
    fail(`its timestamp ${inputs.timestamp} is before ${earliest}`);
  }
  if (!isAddress(inputs.coinbase, { strict: false })) {
    fail(`its coinbase ${inputs.coinbase} is not an address`);
  }
  if (!isHex(inputs.prevRandao) || size(inputs.prevRandao) !== 32) {
    fail(`its prevRandao ${inputs.prevRandao} is not 32 bytes`);
  }
  for (const { address, slot, value } of inputs.systemWrites) {
    const words = isHex(slot) && isHex(value) && size(slot) <= 32 && size(value) <= 32;
    if (!words || !isAddress(address, { strict: false })) {
      fail(`the system write to ${address} at ${slot} of ${value} is malformed`);
    }
  }
  const bad = inputs.transactions.find((raw) => !isHex(raw) || raw.length < 4);
  if (bad !== undefined) fail(`${bad} is not a raw transaction`);
}

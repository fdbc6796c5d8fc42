// SPDX-License-Identifier: GPL-3.0-or-later
import type { WitnessGenerator } from '../prove/createWitnessGenerator.ts';

/**
 * Copies each slot of some array inputs over each other slot and tries to make a witness: one member
 * that counts twice.
 * @param o.slots names of the inputs that have one element for each slot
 * @param o.complete recomputes what depends on the slots, such as their commitment
 * @returns the copies that the circuit accepts
 */
export async function copySlots(o: {
  generator: WitnessGenerator;
  inputs: Record<string, unknown>;
  slots: readonly string[];
  complete: (inputs: Record<string, unknown>) => Record<string, unknown>;
}): Promise<{ from: number; to: number }[]> {
  const count = (o.inputs[o.slots[0]!] as unknown[]).length;
  const accepted: { from: number; to: number }[] = [];
  for (let from = 0; from < count; from++) {
    for (let to = 0; to < count; to++) {
      if (from === to) continue;
      const copied = o.slots.map((name) => {
        const values = [...(o.inputs[name] as unknown[])];
        values[to] = values[from];
        return [name, values] as const;
      });
      const inputs = o.complete({ ...o.inputs, ...Object.fromEntries(copied) });
      const works = await o.generator.signals(inputs, 1).then(
        () => true,
        () => false,
      );
      if (works) accepted.push({ from, to });
    }
  }
  return accepted;
}

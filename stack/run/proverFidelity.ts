import type { ProverDoor } from '../services/RangeProver.ts';
import type { PartFidelity } from './PartFidelity.ts';

/** As our prover calls its version. */
const OURS = 'bigfile-devkit';

/**
 * Who makes the batch proofs, from the status of the aggregator. Whether L1 checks them is another question:
 * `batchProof` answers it.
 * @param o.door where provers dial in; undefined where the aggregator proves by itself
 * @param o.batchProof what L1 checks
 */
export function proverFidelity(o: {
  door: ProverDoor | undefined;
  batchProof: Pick<PartFidelity, 'impl'>;
}): PartFidelity {
  const { door } = o;
  // What proves to a verifier that accepts everything need not prove anything.
  const impl = o.batchProof.impl === 'mock' ? 'mock' : 'embedded';
  if (!door) return { impl, engine: 'in the aggregator' };
  const { connected, address } = door;
  const others = connected.filter(({ version }) => version !== OURS);
  const who = connected.map(({ name, version }) => [name, version].filter(Boolean).join(' '));
  const notes = [
    connected.length === 0 ? `nobody has dialled ${address}: batches are not proved` : '',
    others.length > 0 ? 'another program: what it proves is its own matter' : '',
    door.witness === 'none' ? 'batches are sent without a witness: who executes them cannot' : '',
  ];
  return {
    impl: others.length > 0 ? 'official' : impl,
    engine: ['aggregator.v1', ...who].join(', '),
    note: notes.filter(Boolean).join('; '),
  };
}

import {
  type Address,
  concat,
  encodeAbiParameters,
  type Hex,
  keccak256,
  recoverAddress,
  size,
  slice,
  stringToHex,
} from 'viem';
import { EvidenceError } from './errors.ts';

/** A public input of a batch proof with a validator's ECDSA signature of keccak256 of it. */
export interface SignedStatement {
  /** 212 bytes. */
  statement: Hex;
  ecdsa: Hex;
}

/** Two results for one range by one validator, as EquivocationVerifier takes them. */
export interface Equivocation {
  validator: Address;
  /** The same for every evidence about this validator and range. */
  evidenceId: Hex;
  statements: [Hex, Hex];
  signatures: [Hex, Hex];
}

const LENGTH = 212;

/**
 * Looks for validators that signed two results for one range of batches, among any collection of
 * signatures, such as those that two aggregators were given. One pair for each validator and range.
 * @throws EvidenceError for a statement that has not 212 bytes
 */
export async function findEquivocations(
  signed: readonly SignedStatement[],
): Promise<Equivocation[]> {
  const first = new Map<Hex, SignedStatement>();
  const found = new Map<Hex, Equivocation>();
  for (const entry of signed) {
    const { statement, ecdsa } = entry;
    if (size(statement) !== LENGTH) throw new EvidenceError({ length: size(statement) });
    const validator = await recoverAddress({ hash: keccak256(statement), signature: ecdsa });
    const evidenceId = evidenceIdOf({ validator, statement });
    const before = first.get(evidenceId);
    if (!before) first.set(evidenceId, entry);
    else if (resultOf(before.statement) !== resultOf(statement) && !found.has(evidenceId)) {
      const statements: [Hex, Hex] = [before.statement, statement];
      found.set(evidenceId, {
        ...{ validator, evidenceId, statements },
        signatures: [before.ecdsa, ecdsa],
      });
    }
  }
  return [...found.values()];
}

/** keccak256(abi.encode(keccak256("BIGEQUIVOCATION/1"), validator, range)), as the contract does. */
function evidenceIdOf(o: { validator: Address; statement: Hex }): Hex {
  const { statement: s } = o;
  const range = keccak256(concat([slice(s, 20, 108), slice(s, 140, 172), slice(s, 204, 212)]));
  const types = [{ type: 'bytes32' }, { type: 'address' }, { type: 'bytes32' }] as const;
  const type = keccak256(stringToHex('BIGEQUIVOCATION/1'));
  return keccak256(encodeAbiParameters(types, [type, o.validator, range]));
}

/** New state root and new local exit root. */
function resultOf(statement: Hex): Hex {
  return concat([slice(statement, 108, 140), slice(statement, 172, 204)]);
}

// SPDX-License-Identifier: GPL-3.0-or-later
// The parts we use of packages that ship no types, and of WebAssembly, which @types/node leaves out.

declare namespace WebAssembly {
  type Imports = Record<string, Record<string, unknown>>;
  class Memory {
    constructor(o: { initial: number; maximum?: number });
    readonly buffer: ArrayBuffer;
  }
  class Module {}
  class Instance {
    constructor(module: Module, imports?: Imports);
    readonly exports: Record<string, unknown>;
  }
  function compile(code: Uint8Array): Promise<Module>;
  function instantiate(module: Module, imports?: Imports): Promise<Instance>;
}

/** The curve engine that snarkjs shares between its calls; it makes one when there is none. */
declare var curve_bn128: import('ffjavascript').Curve | null | undefined;

declare module 'ffjavascript' {
  /** A point in affine or Jacobian Montgomery form, as raw bytes. */
  type RawPoint = Uint8Array;

  interface CurveGroup {
    g: RawPoint;
    F: { n8: number };
    add(a: RawPoint, b: RawPoint): RawPoint;
    timesScalar(point: RawPoint, scalar: bigint): RawPoint;
    toAffine(point: RawPoint): RawPoint;
    toObject(point: RawPoint): unknown[];
    fromObject(point: unknown[]): RawPoint;
    isValid(point: RawPoint): boolean;
    isZero(point: RawPoint): boolean;
  }

  export interface Curve {
    name: string;
    q: bigint;
    r: bigint;
    G1: CurveGroup;
    G2: CurveGroup;
    Gt: {
      toObject(value: Uint8Array): unknown;
      mul(a: Uint8Array, b: Uint8Array): Uint8Array;
      eq(a: Uint8Array, b: Uint8Array): boolean;
    };
    Fr: {
      s: number;
      w: Uint8Array[];
      toObject(value: Uint8Array): bigint;
    };
    /** `code` is the curve's WebAssembly module; present only in a single-threaded engine. */
    tm: { code: Uint8Array };
    pairing(a: RawPoint, b: RawPoint): Uint8Array;
    terminate(): Promise<void>;
  }

  export function buildBn128(singleThread?: boolean): Promise<Curve>;
}

declare module 'snarkjs' {
  interface MemoryFile {
    type: 'mem';
    data: Uint8Array;
  }
  type File = string | MemoryFile;

  export interface SnarkjsProof {
    pi_a: string[];
    pi_b: string[][];
    pi_c: string[];
    protocol: string;
    curve: string;
  }

  export const groth16: {
    prove(zkey: File, wtns: File): Promise<{ proof: SnarkjsProof; publicSignals: string[] }>;
    verify(vkey: unknown, signals: unknown[], proof: SnarkjsProof): Promise<boolean>;
  };
  export const zKey: {
    newZKey(r1cs: File, ptau: File, zkey: File): Promise<Uint8Array | number | false>;
    contribute(from: File, to: File, name: string, entropy: string): Promise<Uint8Array>;
    beacon(
      from: File,
      to: File,
      name: string,
      hash: string,
      iterations: number,
    ): Promise<Uint8Array | false>;
    verifyFromR1cs(r1cs: File, ptau: File, zkey: File): Promise<boolean>;
    exportVerificationKey(zkey: File): Promise<Record<string, unknown>>;
  };
  export const powersOfTau: {
    newAccumulator(curve: unknown, power: number, file: File): Promise<unknown>;
    preparePhase2(from: File, to: File): Promise<unknown>;
    beacon(from: File, to: File, name: string, hash: string, iterations: number): Promise<unknown>;
  };
  export const wtns: {
    check(r1cs: File, wtns: File): Promise<boolean>;
  };
}

declare module 'circom_runtime' {
  export interface WitnessCalculator {
    calculateWitness(inputs: Record<string, unknown>): Promise<bigint[]>;
    calculateWTNSBin(inputs: Record<string, unknown>): Promise<Uint8Array>;
  }
  export function WitnessCalculatorBuilder(
    code: WebAssembly.Instance | Uint8Array,
  ): Promise<WitnessCalculator>;
}

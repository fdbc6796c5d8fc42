/** How much of a part is the real thing. */
export interface PartFidelity {
  impl: 'embedded' | 'official' | 'mock';
  engine?: string;
  version?: string;
  /** Of a proving key: `DEV` keys are forgeable by anyone. */
  setup?: 'DEV' | 'ceremony';
  k?: number;
  n?: number;
  /** What the part does not do, where a reader might expect it. */
  note?: string;
}

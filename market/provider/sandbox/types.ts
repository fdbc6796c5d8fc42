export interface SandboxLimits {
  /** Milliseconds from the start of the room to the end of the job. */
  wallMs: number;
  /** Seconds of processor time, over all threads. */
  cpuSeconds: number;
  /** Heap and buffers. */
  memoryMiB: number;
  outputBytes: number;
  /** Size of the job's temporary directory, its input and output files included; 16 unless told. */
  tmpMiB?: number;
}

export interface ConfinedJob {
  /** Path of an ES module that reads the file `argv[2]` and writes the file `argv[3]`. */
  executable: string;
  /** Paths of files beside the executable that it reads. */
  files?: readonly string[];
  input: Uint8Array;
  limits: SandboxLimits;
  /** Kills the job. */
  signal?: AbortSignal;
}

export interface ConfinedResult {
  /** Content of the file `argv[3]`; empty where the job wrote none. */
  output: Uint8Array;
  /** Wall time of the job itself, in milliseconds. */
  ms: number;
}

/** What the caller of a room sees of it from outside. */
export interface Observed {
  output: Uint8Array;
  tooLarge: boolean;
  timedOut: boolean;
  /** The last of what the room and the job printed. */
  stderr: string;
  /** The room was ready and the job was started. */
  ready: boolean;
  /** As a shell gives it; absent where the room was killed. */
  exitCode: number | undefined;
  ms: number;
}

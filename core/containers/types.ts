import type Dockerode from 'dockerode';
import type { Service } from '../Service.ts';

/** A container engine that answers. */
export interface ContainerEngine {
  docker: Dockerode;
  /** Host name at which this process reaches published ports. */
  host: string;
  version: string;
  /** As the engine calls it: `x86_64`, `aarch64`. */
  architecture: string;
  operatingSystem: string;
  cpus: number;
  memoryBytes: number;
  /** Fetches an image from its registry, with the user's own credentials. */
  pull(image: string): Promise<void>;
}

/** Copied into a container before it starts; keys stand neither in its arguments nor in its environment. */
export interface ContainerFile {
  /** Absolute, inside the container. Missing folders are made. */
  path: string;
  content: string | Uint8Array;
  /** 0o600 unless told. */
  mode?: number;
  /** Number of the user inside that it belongs to; root unless told. */
  owner?: number;
}

export interface ContainerPort {
  /** Port inside the container. */
  inner: number;
  /** Port on the host; any free one unless told (0 is the same). */
  outer?: number;
}

/** One thing that must be true before the container counts as ready. */
export interface ReadyStage {
  /** The end of "waits for …". */
  what: string;
  /** Returns the value once it is there, `undefined` until then. A throw counts as "not yet". */
  check: (container: RunningContainer) => Promise<unknown> | unknown;
  timeoutMs: number;
}

/** A line in a component's log that is known to mean something. */
export interface KnownCause {
  pattern: RegExp;
  /** One sentence. */
  cause: string;
  /** What to do. */
  next: string;
}

export interface ContainerOptions {
  /** Unique in its group: host name for the others, name of the log file. */
  name: string;
  /** Reference of an image that is there; see `ensureImage`. */
  image: string;
  entrypoint?: readonly string[];
  command?: readonly string[];
  env?: Readonly<Record<string, string>>;
  files?: readonly ContainerFile[];
  /** Path inside to the name of a volume of the group, which outlives the container. */
  volumes?: Readonly<Record<string, string>>;
  ports?: Readonly<Record<string, ContainerPort>>;
  user?: string;
  workingDir?: string;
  /** Linux capabilities beyond the engine's usual ones. */
  capabilities?: readonly string[];
  securityOptions?: readonly string[];
  memoryBytes?: number;
  /** Reached one after the other. */
  ready: readonly ReadyStage[];
  /** Asked, in order, why a start failed. */
  causes?: readonly KnownCause[];
  /** Milliseconds between SIGTERM and SIGKILL; 5,000 unless told. */
  graceMs?: number;
  /** Gives the start up. Without effect once it is ready. */
  signal?: AbortSignal;
}

export interface ContainerEnd {
  exitCode: number;
  outOfMemory: boolean;
  /** The last 4 KiB of what it printed. */
  tail: string;
}

/** What a readiness check may ask. */
export interface RunningContainer {
  name: string;
  id: string;
  /** Where this process reaches a port: `http://127.0.0.1:32768`. */
  url(port: string, scheme?: string): string;
  /** Where the other containers of the group reach it: `http://l1:8545`. */
  innerUrl(port: string, scheme?: string): string;
  /** The last 4 KiB of what it printed. */
  tail(): string;
  /** Every complete line it has printed on stdout so far, when `match` accepts it. */
  findLine(match: (line: string) => boolean): string | undefined;
}

export interface StartedContainer extends RunningContainer, Service {
  image: string;
  /** Names of its published ports. */
  portNames: readonly string[];
  /** Its first process as the engine's machine counts; 0 when it does not run. */
  pid: number;
  logFile: string;
  /** What each ready stage returned, in order. */
  ready: readonly unknown[];
  /** Settles when it has ended, whatever the reason. */
  exited: Promise<ContainerEnd>;
  kill(signal: NodeJS.Signals): Promise<void>;
  /** Freezes all its processes; they hold their connections and answer nothing. */
  pause(): Promise<void>;
  unpause(): Promise<void>;
  /** Takes it off the group's network: it reaches nobody, and nobody reaches it. */
  cutOff(): Promise<void>;
  /** Undoes `cutOff`. A port that was left to the engine may have changed: ask `url` again. */
  rejoin(): Promise<void>;
  /** Runs a command inside. */
  exec(command: readonly string[]): Promise<{ exitCode: number; output: string }>;
}

/** What a container gets from the group that it belongs to. */
export interface ContainerPlace {
  engine: ContainerEngine;
  network: string;
  labels: Record<string, string>;
  /** Address of the host on which ports are published. */
  publishOn: string;
  /** Name of the engine's volume behind a volume name of the group. */
  volumeName: (volume: string) => string;
  /** Name in the engine, unique there. */
  containerName: string;
  logFile: string;
  onProgress?: ((message: string) => void) | undefined;
}

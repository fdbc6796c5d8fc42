import { GenericContainer, Wait } from 'testcontainers';
import type { StackInfo } from '../session/StackInfo.ts';
import { BigFileContainerError } from './errors.ts';
import { BIGFILE_PORTS } from './ports.ts';
import { StartedBigFileContainer } from './StartedBigFileContainer.ts';

/** Providers confine jobs in namespaces of their own, which the engine's profiles forbid. */
const MAY_CONFINE = ['seccomp=unconfined', 'apparmor=unconfined'];
/** A machine that is busy takes minutes for what an idle one does in ten seconds. */
const STARTUP_TIMEOUT_MS = 300_000;

/**
 * The whole devkit in one container, for tests: L1, L2 with BIG as its gas token, bridge, roles and
 * marketplace. Ready when everything is deployed and the providers have staked.
 *
 * The image is not in a registry: `npm run images` builds it.
 */
export class BigFileContainer extends GenericContainer {
  /** @param image reference of the devkit image, such as `bigfile/devkit:0.1.0` */
  constructor(image: string) {
    super(image);
    this.withExposedPorts(...Object.values(BIGFILE_PORTS))
      .withSecurityOpt(...MAY_CONFINE)
      .withWaitStrategy(Wait.forHealthCheck())
      .withStartupTimeout(STARTUP_TIMEOUT_MS);
  }

  /** Chain id of the L1; 1337 unless told. */
  withL1ChainId(id: number): this {
    return this.withEnvironment({ BIGFILE_L1_CHAIN_ID: String(id) });
  }

  /** Chain id of the L2; 424242 unless told. */
  withL2ChainId(id: number): this {
    return this.withEnvironment({ BIGFILE_L2_CHAIN_ID: String(id) });
  }

  /** Of all keys; the usual development words unless told. */
  withMnemonic(words: string): this {
    return this.withEnvironment({ BIGFILE_MNEMONIC: words });
  }

  /** Shortest times between blocks, in milliseconds. */
  withBlockTimes(o: { l1Ms?: number; l2Ms?: number }): this {
    if (o.l1Ms) this.withEnvironment({ BIGFILE_L1_BLOCK_TIME_MS: String(o.l1Ms) });
    if (o.l2Ms) this.withEnvironment({ BIGFILE_L2_BLOCK_TIME_MS: String(o.l2Ms) });
    return this;
  }

  /**
   * Starts it and waits until everything is up.
   * @throws BigFileContainerError when the stack inside does not say what it is
   */
  override async start(): Promise<StartedBigFileContainer> {
    const started = await super.start();
    const { output, exitCode } = await started.exec(['cat', '/data/session.json']);
    const info = exitCode === 0 ? (JSON.parse(output) as { info?: StackInfo }).info : undefined;
    if (info) return new StartedBigFileContainer(started, info);
    await started.stop();
    throw new BigFileContainerError({ image: this.imageName.string, output });
  }
}

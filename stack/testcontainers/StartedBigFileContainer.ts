import { AbstractStartedContainer, type StartedTestContainer } from 'testcontainers';
import type { Hex, PublicClient } from 'viem';
import { privateKeyToAccount } from 'viem/accounts';
import type { DeployerClient } from '#contracts';
import { chainOf, publicClientOf, type StackChain, walletClientOf } from '../run/clients.ts';
import type { StackInfo } from '../session/StackInfo.ts';

import { BIGFILE_PORTS } from './ports.ts';

type Layer = 'l1' | 'l2';

/** A running devkit container; its URLs are those of the machine that asks. */
export class StartedBigFileContainer extends AbstractStartedContainer {
  readonly #info: StackInfo;

  constructor(container: StartedTestContainer, info: StackInfo) {
    super(container);
    this.#info = info;
  }

  /** JSON-RPC of the L1. */
  getL1RpcUrl(): string {
    return this.#url('l1');
  }

  /** JSON-RPC of the L2. */
  getL2RpcUrl(): string {
    return this.#url('l2');
  }

  /** REST API of the bridge service. */
  getBridgeUrl(): string {
    return this.#url('bridge');
  }

  /** Ten users with ether and BIG on L1, all but the first with BIG on the L2. */
  getAccounts(): StackInfo['accounts'] {
    return this.#info.accounts;
  }

  /** Addresses by name, on L1 and on the L2. */
  getContracts(): StackInfo['contracts'] {
    return this.#info.contracts;
  }

  /** Everything the stack says of itself; URLs that are not published are those inside. */
  getInfo(): StackInfo {
    const { l1, l2 } = this.#info;
    return {
      ...this.#info,
      l1: { ...l1, rpc: this.getL1RpcUrl() },
      l2: { ...l2, rpc: this.getL2RpcUrl() },
      bridge: { url: this.getBridgeUrl() },
    };
  }

  /** viem’s description of a chain. */
  getChain(layer: Layer): StackChain {
    return chainOf({ layer, id: this.#info[layer].chainId, rpcUrl: this.#url(layer) });
  }

  getPublicClient(layer: Layer): PublicClient {
    return publicClientOf(this.getChain(layer));
  }

  /** @param key of the account that signs; see `getAccounts` */
  getWalletClient(layer: Layer, key: Hex): DeployerClient {
    const account = { key, address: privateKeyToAccount(key).address };
    return walletClientOf({ chain: this.getChain(layer), account });
  }

  #url(name: keyof typeof BIGFILE_PORTS): string {
    return `http://${this.getHost()}:${this.getMappedPort(BIGFILE_PORTS[name])}`;
  }
}

import {
  type Address,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  type Hex,
} from 'viem';
import { settlementProxyAdminAbi } from '../abis.generated.ts';
import { type Artifact, loadArtifact as loadFromDisk } from '../artifact.ts';
import { type FactoryCall, factoryCall, factoryCreation } from './factoryCall.ts';

export type ArtifactLoader = (name: string) => Artifact;

/** The contracts that have the same address on L1 and L2, in the order of their creation. */
export interface BridgeCreation {
  factory: FactoryCall;
  proxyAdmin: FactoryCall;
  bridgeImplementation: FactoryCall;
  bridge: FactoryCall;
  /** Code behind the wrapped tokens; the bridge's implementation creates it. */
  tokenImplementation: Address;
}

/**
 * Describes the creation of the bridge. The addresses depend on the compiled code and the salt alone;
 * the owner and the first call of the bridge do not change them.
 * @param o.owner of the proxies' admin, and manager of the wrapped tokens
 * @param o.bridgeCall first call of the bridge's proxy, in the creating transaction; on L2 there is none,
 * the first batch makes it
 * @throws ArtifactMissingError
 */
export function bridgeCreation(o: {
  salt: Hex;
  owner: Address;
  bridgeCall?: Hex;
  loadArtifact?: ArtifactLoader;
}): BridgeCreation {
  const load = o.loadArtifact ?? loadFromDisk;
  const factory = factoryCreation(load('CreateAndCallFactory').bytecode);
  const common = { factory: factory.address, salt: o.salt };
  // The factory is the first owner, so that the address does not depend on the real one.
  const proxyAdmin = factoryCall({
    ...common,
    initCode: initCode({ artifact: load('SettlementProxyAdmin'), args: [factory.address] }),
    callData: encodeFunctionData({
      abi: settlementProxyAdminAbi,
      functionName: 'transferOwnership',
      args: [o.owner],
    }),
  });
  const bridgeImplementation = factoryCall({ ...common, initCode: load('Bridge').bytecode });
  const bridge = factoryCall({
    ...common,
    initCode: initCode({
      artifact: load('TransparentProxy'),
      args: [bridgeImplementation.address, proxyAdmin.address, '0x'],
    }),
    ...(o.bridgeCall ? { callData: o.bridgeCall } : {}),
  });
  const tokenImplementation = getContractAddress({ from: bridgeImplementation.address, nonce: 1n });
  return { factory, proxyAdmin, bridgeImplementation, bridge, tokenImplementation };
}

/** Creation code with constructor arguments. */
export function initCode(o: { artifact: Artifact; args: readonly unknown[] }): Hex {
  return encodeDeployData({
    abi: o.artifact.abi,
    bytecode: o.artifact.bytecode,
    args: [...o.args],
  });
}

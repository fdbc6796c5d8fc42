import {
  type Address,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  type Hex,
} from 'viem';
import { settlementProxyAdminAbi } from '../abis.generated.ts';
import type { Artifact, ArtifactLoader } from '../artifact.ts';
import { type FactoryCall, factoryCreation } from './factoryCall.ts';
import { type SettlementKit, settlementKit } from './settlementKit.ts';

/** The contracts that a factory puts at the same address on L1 and L2, in the order of their creation. */
export interface SharedCreation {
  proxyAdmin: FactoryCall;
  bridgeImplementation: FactoryCall;
  bridge: FactoryCall;
  /** Code behind the wrapped tokens; the bridge's implementation creates it. */
  tokenImplementation: Address;
}

/** Ours, and the factory itself. */
export interface BridgeCreation extends SharedCreation {
  factory: FactoryCall;
}

/**
 * Describes the creation of our bridge. The addresses depend on the compiled code and the salt alone;
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
  const kit = settlementKit(o);
  const factory = factoryCreation(kit.artifact('factory').bytecode);
  return { factory, ...sharedCreation({ ...o, kit }) };
}

/**
 * The same for any kit of contracts.
 * @throws ArtifactMissingError
 */
export function sharedCreation(o: {
  kit: SettlementKit;
  salt: Hex;
  owner: Address;
  bridgeCall?: Hex;
}): SharedCreation {
  const { kit, salt } = o;
  const proxyAdmin = kit.create({
    salt,
    initCode: initCode({ artifact: kit.artifact('proxyAdmin'), args: kit.proxyAdminArguments }),
    callData: encodeFunctionData({
      abi: settlementProxyAdminAbi,
      functionName: 'transferOwnership',
      args: [o.owner],
    }),
  });
  const bridgeImplementation = kit.create({ salt, initCode: kit.artifact('bridge').bytecode });
  const bridge = kit.create({
    salt,
    initCode: initCode({
      artifact: kit.artifact('proxy'),
      args: [bridgeImplementation.address, proxyAdmin.address, '0x'],
    }),
    ...(o.bridgeCall ? { callData: o.bridgeCall } : {}),
  });
  const tokenImplementation = getContractAddress({ from: bridgeImplementation.address, nonce: 1n });
  return { proxyAdmin, bridgeImplementation, bridge, tokenImplementation };
}

/** Creation code with constructor arguments. */
export function initCode(o: { artifact: Artifact; args: readonly unknown[] }): Hex {
  return encodeDeployData({
    abi: o.artifact.abi,
    bytecode: o.artifact.bytecode,
    args: [...o.args],
  });
}

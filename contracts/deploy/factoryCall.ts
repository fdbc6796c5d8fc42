import { type Address, encodeFunctionData, getContractAddress, type Hex, zeroHash } from 'viem';
import { createAndCallFactoryAbi } from '../abis.generated.ts';
import { CREATE2_DEPLOYER_ADDRESS, create2DeployerInput } from './create2Deployer.ts';

/** A contract that the factory creates. */
export interface FactoryCall {
  /** Where the contract goes. */
  address: Address;
  to: Address;
  data: Hex;
}

/**
 * The creation of our factory through the CREATE2 deployer: at the same address on every chain.
 * @param initCode creation code of CreateAndCallFactory
 */
export function factoryCreation(initCode: Hex): FactoryCall {
  const address = create2Address({ from: CREATE2_DEPLOYER_ADDRESS, salt: zeroHash, initCode });
  return {
    address,
    to: CREATE2_DEPLOYER_ADDRESS,
    data: create2DeployerInput({ salt: zeroHash, initCode }),
  };
}

/**
 * A call of the factory's `deployAndCall`.
 * @param o.initCode creation code with constructor arguments
 * @param o.callData first call of the new contract, in the same transaction; none by default
 */
export function factoryCall(o: {
  factory: Address;
  salt: Hex;
  initCode: Hex;
  callData?: Hex;
}): FactoryCall {
  return {
    address: create2Address({ from: o.factory, salt: o.salt, initCode: o.initCode }),
    to: o.factory,
    data: encodeFunctionData({
      abi: createAndCallFactoryAbi,
      functionName: 'deployAndCall',
      args: [o.salt, o.initCode, o.callData ?? '0x'],
    }),
  };
}

/** Where a factory creates what. */
export function create2Address(o: { from: Address; salt: Hex; initCode: Hex }): Address {
  return getContractAddress({
    opcode: 'CREATE2',
    from: o.from,
    salt: o.salt,
    bytecode: o.initCode,
  });
}

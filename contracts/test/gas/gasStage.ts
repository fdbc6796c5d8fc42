import {
  type Abi,
  type Address,
  encodeAbiParameters,
  encodeDeployData,
  encodeFunctionData,
  getContractAddress,
  type Hex,
  numberToHex,
  parseAbiParameters,
  parseEther,
  zeroAddress,
  zeroHash,
} from 'viem';
import {
  bridgeAbi,
  globalExitRootAbi,
  polTestTokenAbi,
  rollupManagerAbi,
} from '../../abis.generated.ts';
import { loadArtifact } from '../../artifact.ts';
import { type LocalChain, localChain } from '../localChain.ts';

/** Gas of whole transactions by what they do. */
export type GasFigures = Record<string, bigint>;

export interface GasStage {
  l1: LocalChain;
  /** Has every role, and POL and ether. */
  account: Address;
  proxyAdmin: Address;
  pol: Address;
  bridge: Address;
  globalExitRoot: Address;
  manager: Address;
  /** One for each implementation given, with ids from 1. */
  rollups: Address[];
  create(name: string, args?: readonly unknown[]): Promise<Address>;
  /** Sends a call and returns the gas of the whole transaction; fails when the call does. */
  call(o: {
    to: Address;
    abi: Abi;
    functionName: string;
    args: readonly unknown[];
    value?: bigint;
  }): Promise<bigint>;
}

/** Seconds. In the future, because a chain cannot be told a time before the clock's. */
const START = 4_102_444_800n;
const setup = parseAbiParameters('address, address, address, string, string');

/**
 * The L1 contracts behind their proxies with an always-true verifier, on a chain without base fee: the
 * conditions under which the official contracts were measured. One account has every role.
 * @param o.rollups names of the rollups' contracts, in the order of their ids
 */
export async function gasStage(o: { rollups: readonly string[] }): Promise<GasStage> {
  const l1 = await localChain({ date: new Date(Number(START) * 1000) });
  const account = l1.walletClient.account.address;
  const send = sender(l1);
  const create = async (name: string, args: readonly unknown[] = []): Promise<Address> => {
    const { abi, bytecode } = loadArtifact(name);
    const receipt = await send({ data: encodeDeployData({ abi, bytecode, args: [...args] }) });
    return receipt.contractAddress as Address;
  };
  const proxied = (code: Address, admin: Address, data: Hex = '0x') =>
    create('TransparentProxy', [code, admin, data]);
  const call: GasStage['call'] = async ({ to, value, ...c }) => {
    const { gasUsed } = await send({ to, value: value ?? 0n, data: encodeFunctionData(c) });
    return gasUsed;
  };

  const pol = await create('PolTestToken');
  const admin = await create('SettlementProxyAdmin', [account]);
  const nonce = BigInt(await l1.publicClient.getTransactionCount({ address: account }));
  const at = (offset: bigint) => getContractAddress({ from: account, nonce: nonce + offset });
  const [globalExitRoot, manager, bridge] = [at(1n), at(3n), at(5n)];
  const initGer = encodeFunctionData({ abi: globalExitRootAbi, functionName: 'initialize' });
  const initManager = encodeFunctionData({
    abi: rollupManagerAbi,
    functionName: 'initialize',
    args: [account, account, account, account],
  });
  await proxied(await create('GlobalExitRoot', [manager, bridge]), admin, initGer);
  const settlement = [globalExitRoot, pol, bridge];
  await proxied(await create('RollupManager', [...settlement, account]), admin, initManager);
  await proxied(await create('Bridge'), admin);
  await call({
    to: bridge,
    abi: bridgeAbi,
    functionName: 'initialize',
    args: [0, zeroAddress, 0, globalExitRoot, manager, '0x'],
  });
  await call({
    to: pol,
    abi: polTestTokenAbi,
    functionName: 'mint',
    args: [account, parseEther('100000')],
  });

  const stage: GasStage = {
    l1,
    account,
    proxyAdmin: admin,
    pol,
    bridge,
    globalExitRoot,
    manager,
    create,
    call,
    rollups: [],
  };
  const verifier = await create('AlwaysTrueVerifier');
  for (const [i, name] of o.rollups.entries()) {
    stage.rollups.push(
      await attach({
        stage,
        id: i + 1,
        code: await create(name, [...settlement, manager]),
        verifier,
      }),
    );
  }
  return stage;
}

async function attach(o: {
  stage: GasStage;
  id: number;
  code: Address;
  verifier: Address;
}): Promise<Address> {
  const { manager, account, pol, call, l1 } = o.stage;
  await call({
    to: manager,
    abi: rollupManagerAbi,
    functionName: 'addNewRollupType',
    args: [o.code, o.verifier, 12n, 0, `0x${'5'.repeat(64)}`, 'gas', zeroHash],
  });
  const init = encodeAbiParameters(setup, [
    account,
    account,
    zeroAddress,
    'http://sequencer',
    'gas',
  ]);
  await call({
    to: manager,
    abi: rollupManagerAbi,
    functionName: 'attachAggchainToAL',
    args: [o.id, BigInt(1000 + o.id), init],
  });
  const { rollupContract } = await l1.publicClient.readContract({
    address: manager,
    abi: rollupManagerAbi,
    functionName: 'rollupIDToRollupData',
    args: [o.id],
  });
  for (const spender of [rollupContract, o.stage.bridge]) {
    await call({
      to: pol,
      abi: polTestTokenAbi,
      functionName: 'approve',
      args: [spender, parseEther('1000000')],
    });
  }
  return rollupContract;
}

/** Every block has a time of its own, told and not the clock's: hashes then cost the same in every run. */
function sender(l1: LocalChain) {
  let time = START;
  return async (o: { to?: Address; data: Hex; value?: bigint }) => {
    await l1.request('evm_setNextBlockTimestamp', [numberToHex(++time)]);
    const hash = await l1.walletClient.sendTransaction({ ...o, gas: 20_000_000n, gasPrice: 0n });
    const receipt = await l1.publicClient.waitForTransactionReceipt({ hash });
    if (receipt.status !== 'success') throw new Error(`reverted: ${o.to ?? 'a creation'}`);
    return receipt;
  };
}

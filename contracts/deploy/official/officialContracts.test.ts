import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Abi, parseAbi, slice, toFunctionSelector } from 'viem';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OfficialContractsMissingError, UnknownReleaseError } from '../../errors.ts';
import {
  addRollupType,
  createRollup,
  initializeManager,
  managerArguments,
} from '../managerDialect.ts';
import { findOfficialContracts, OFFICIAL_PACKAGE } from './findOfficialContracts.ts';
import { isSameCode } from './identifyManager.ts';
import { keylessDeployer } from './keylessDeployer.ts';

const FOUR = parseAbi(['constructor(address a, address b, address c, address d)']);
const THREE = parseAbi(['constructor(address a, address b, address c)']);
const OZ5 = parseAbi(['error ProxyDeniedAdminAccess()']);
const SHARED = [
  'PolygonZkEVMDeployer',
  'ProxyAdmin',
  'TransparentUpgradeableProxy',
  'PolygonZkEVMTimelock',
  'PolygonZkEVMEtrog',
];
const V8 = [
  ...SHARED,
  'PolygonZkEVMBridgeV2',
  'PolygonZkEVMGlobalExitRootV2',
  'PolygonZkEVMGlobalExitRootL2',
];
const V12 = [...SHARED, 'AgglayerBridge', 'AgglayerGER', 'LegacyAgglayerGERL2', 'AgglayerGateway'];
const A = '0x000000000000000000000000000000000000000A';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bigfile-official-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string, o: { abi?: Abi; bytecode?: string } = {}): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  const { abi = [], bytecode = '0x60' } = o;
  writeFileSync(file, JSON.stringify({ abi, bytecode, deployedBytecode: bytecode }));
}

test('finds the names from v8 on, flat as the official repository keeps them', () => {
  for (const name of V8) put(`compiled-contracts/${name}.json`);
  put('compiled-contracts/PolygonRollupManagerNotUpgraded.json', { abi: THREE });
  const { naming, parts } = findOfficialContracts({ path: folder });
  expect(naming).toBe('v8');
  expect(parts.bridge.contractName).toBe('PolygonZkEVMBridgeV2');
  expect(parts.gateway).toBeUndefined();
});

test('finds the names of v12 in a Hardhat tree, with the gateway that its manager wants', () => {
  for (const name of V12) put(`artifacts/contracts/${name}.sol/${name}.json`);
  put('artifacts/contracts/n/AgglayerManagerNotUpgraded.sol/AgglayerManagerNotUpgraded.json', {
    abi: FOUR,
  });
  const { naming, parts } = findOfficialContracts({ path: folder });
  expect(naming).toBe('v12');
  expect(parts.gateway?.contractName).toBe('AgglayerGateway');
  expect(parts.timelock.contractName).toBe('PolygonZkEVMTimelock');
});

test('takes what was compiled before what was shipped, and OpenZeppelin 4 before 5', () => {
  for (const name of V8) put(`compiled-contracts/${name}.json`);
  for (const name of V8) put(`compiled-contracts/paris/${name}.json`, { bytecode: '0x61' });
  put('artifacts/contracts/PolygonRollupManagerNotUpgraded.json', { abi: THREE });
  put('artifacts/contracts/consensus/PolygonZkEVMEtrog.json', { bytecode: '0x62' });
  put('artifacts/@openzeppelin/contracts5/TransparentUpgradeableProxy.json', { abi: OZ5 });
  put('artifacts/interfaces/PolygonZkEVMBridgeV2.json', { bytecode: '0x' });
  const { parts } = findOfficialContracts({ path: folder });
  expect(parts.bridge.bytecode).toBe('0x60');
  expect(parts.rollup.bytecode).toBe('0x62');
  expect(parts.proxy.file).toContain('compiled-contracts/Trans');
});

test('never mixes two releases: says what the nearer one lacks', () => {
  for (const name of V8) put(`compiled-contracts/${name}.json`);
  put('artifacts/AgglayerManagerNotUpgraded.json', { abi: FOUR });
  const find = () => findOfficialContracts({ path: folder });
  expect(find).toThrow(OfficialContractsMissingError);
  expect(find).toThrow(/No artifact of PolygonRollupManagerNotUpgraded in/);
  expect(find).toThrow(/npm install .*zkevm-contracts/);
});

test('without a path it is the installed package, and its absence says how to install it', () => {
  const absent = () => findOfficialContracts({ from: folder });
  expect(absent).toThrow(OfficialContractsMissingError);
  expect(absent).toThrow(/--contracts-path/);
  put(`node_modules/${OFFICIAL_PACKAGE}/package.json`);
  const inPackage = (name: string) => `node_modules/${OFFICIAL_PACKAGE}/compiled-contracts/${name}`;
  for (const name of V8) put(inPackage(`${name}.json`));
  put(inPackage('PolygonRollupManagerNotUpgraded.json'), { abi: THREE });
  expect(findOfficialContracts({ from: folder }).naming).toBe('v8');
  expect(() => findOfficialContracts({ path: join(folder, 'nowhere') })).toThrow(/nowhere/);
});

test('the manager is spoken to in the form that its release takes', () => {
  const v8 = parseAbi([
    'constructor(address a, address b, address c)',
    'function initialize(address a, uint64 b, uint64 c, address d, address e, address f, address g, address h, uint64 i, uint64 j)',
    'function addNewRollupType(address a, address b, uint64 c, uint8 d, bytes32 e, string f)',
    'function createNewRollup(uint32 a, uint64 b, address c, address d, address e, string f, string g)',
  ]);
  const v12 = parseAbi([
    'constructor(address a, address b, address c, address d)',
    'function initialize()',
    'function initialize(address a, address b, address c, address d)',
    'function addNewRollupType(address a, address b, uint64 c, uint8 d, bytes32 e, string f, bytes32 g)',
    'function attachAggchainToAL(uint32 a, uint64 b, bytes c)',
  ]);
  const roles = { trustedAggregator: A, admin: A, timelock: A, emergencyCouncil: A } as const;
  const accounts = { admin: A, sequencer: A, gasToken: A } as const;
  const rollup = { ...accounts, typeId: 1, chainId: 5n, sequencerUrl: 'u', networkName: 'n' };
  const genesisRoot = `0x${'11'.repeat(32)}` as const;
  const type = {
    implementation: A,
    verifier: A,
    forkId: 12n,
    genesisRoot,
    description: 'd',
  } as const;
  const neighbours = { globalExitRoot: A, pol: A, bridge: A, gateway: A } as const;
  for (const [abi, names] of [
    [v8, [1, 3, 2]],
    [v12, [2, 4, 3]],
  ] as const) {
    const selectors = [
      initializeManager(abi, roles),
      createRollup(abi, rollup),
      addRollupType(abi, type),
    ].map((data) => slice(data, 0, 4));
    expect(selectors).toEqual(names.map((i) => toFunctionSelector(abi[i] as never)));
  }
  expect(managerArguments(v8, neighbours)).toHaveLength(3);
  expect(managerArguments(v12, neighbours)).toHaveLength(4);
  expect(() => initializeManager(FOUR, roles)).toThrow(UnknownReleaseError);
});

test('code is the same whatever its immutables are, and only then', () => {
  const zeros = '00'.repeat(32);
  const value = 'ab'.repeat(32);
  const compiled = `0x6001${'7f'}${zeros}50` as const;
  expect(isSameCode({ compiled, code: `0x60017f${value}50` })).toBe(true);
  expect(isSameCode({ compiled, code: `0x60027f${value}50` })).toBe(false);
  expect(isSameCode({ compiled, code: `0x60017f${value}51` })).toBe(false);
  expect(isSameCode({ compiled, code: '0x' })).toBe(false);
});

test('the address of the keyless factory depends on its owner', async () => {
  const artifact = {
    abi: parseAbi(['constructor(address owner)']),
    bytecode: '0x60',
    deployedBytecode: '0x60',
  } as const;
  const first = await keylessDeployer({ artifact, owner: A });
  const other = await keylessDeployer({ artifact, owner: `0x${'0b'.repeat(20)}` });
  expect(first.address).not.toBe(other.address);
  expect((await keylessDeployer({ artifact, owner: A })).signer).toBe(first.signer);
});

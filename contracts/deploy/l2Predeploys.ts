import { type Address, getContractAddress, type Hex, type PublicClient, zeroHash } from 'viem';
import type { ArtifactLoader } from '../artifact.ts';
import { PredeployMissingError } from '../errors.ts';
import { initCode, sharedCreation } from './bridgeCreation.ts';
import { CREATE2_DEPLOYER_ADDRESS, CREATE2_DEPLOYER_CODE } from './create2Deployer.ts';
import { factoryCreation } from './factoryCall.ts';
import type { DeployStep } from './sendSteps.ts';
import { type OfficialDeployment, type SettlementKit, settlementKit } from './settlementKit.ts';

/** Where every CDK component looks for the global exit roots of L2. */
export const GLOBAL_EXIT_ROOT_L2_ADDRESS: Address = '0xa40D5f56745a118D0906a34E69aeC8C0Db1cB8fA';

/** What the L2 bridge holds in genesis, in wei: more BIG than can ever be deposited. */
export const L2_BRIDGE_BALANCE = 2n ** 128n - 1n;

const IMPLEMENTATION_SLOT: Hex =
  '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc';
const ADMIN_SLOT: Hex = '0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103';
/** OpenZeppelin's Initializable (ERC-7201): locked in the wrapped tokens' implementation. */
const INITIALIZABLE_SLOT: Hex =
  '0xf0c57e16840df040f15088dc2f81fe391c3923bec73e23a9662efc9c229c6a00';

/** A contract of the L2 genesis, and where on the scratch chain its code and storage are. */
export interface Predeploy {
  name: string;
  address: Address;
  source: Address;
  /** Every slot that may not be 0. */
  slots: readonly Hex[];
  /** Wei. */
  balance: bigint;
  /** Not every release has it. */
  optional?: true;
}

/** A transaction for the scratch chain. */
export interface PredeployStep extends DeployStep {
  /** Who must send it; anybody by default. */
  from?: Address;
}

export interface L2Predeploys {
  /** Must be in the genesis of the scratch chain. */
  preset: { address: Address; code: Hex };
  /** To be sent in order by any account with funds. */
  steps: readonly PredeployStep[];
  accounts: readonly Predeploy[];
  bridge: Address;
}

/**
 * Describes the contracts of the L2 genesis. Constructors write immutables into code, so the steps are run
 * on a scratch chain and the outcome is read there with `readPredeploys`.
 * @param o.owner of the proxies' admin on L2, and manager of the wrapped tokens there
 * @param o.official the contracts of L1, when they are not ours: the bridge's address must be the same
 * @throws ArtifactMissingError
 */
export function l2Predeploys(o: {
  owner: Address;
  salt?: Hex;
  loadArtifact?: ArtifactLoader;
  official?: OfficialDeployment;
}): L2Predeploys {
  const kit = settlementKit(o);
  const salt = o.salt ?? zeroHash;
  const parts = sharedCreation({ kit, salt, owner: o.owner });
  const { proxyAdmin, bridgeImplementation, bridge } = parts;
  const gerImplementation = kit.create({
    salt,
    initCode: initCode({ artifact: kit.artifact('globalExitRootL2'), args: [bridge.address] }),
  });
  const ger = kit.create({
    salt,
    initCode: initCode({
      artifact: kit.artifact('proxy'),
      args: [gerImplementation.address, proxyAdmin.address, '0x'],
    }),
  });

  const gas = 15_000_000n;
  const sender = o.official ? { from: o.official.factory.owner } : {};
  const created = { proxyAdmin, bridgeImplementation, bridge, gerImplementation, ger };
  const steps = Object.entries(created).map(
    ([name, { to, data }]): PredeployStep => ({
      ...{ name, to, data, gas },
      ...sender,
    }),
  );
  return {
    preset: { address: CREATE2_DEPLOYER_ADDRESS, code: CREATE2_DEPLOYER_CODE },
    steps: [{ ...factoryStep({ kit, ...o }), gas }, ...steps],
    bridge: bridge.address,
    accounts: [
      predeploy('CREATE2 deployer', CREATE2_DEPLOYER_ADDRESS),
      predeploy(o.official ? 'PolygonZkEVMDeployer' : 'CreateAndCallFactory', kit.factory, {
        slots: o.official ? [zeroHash] : [],
      }),
      predeploy('ProxyAdmin', proxyAdmin.address, { slots: [zeroHash] }),
      predeploy('AgglayerBridge implementation', bridgeImplementation.address, {
        slots: [zeroHash],
      }),
      ...helpersOf({ ...parts, official: o.official !== undefined }),
      predeploy('AgglayerBridge proxy', bridge.address, {
        slots: PROXY_SLOTS,
        balance: L2_BRIDGE_BALANCE,
      }),
      predeploy('LegacyAgglayerGERL2 implementation', gerImplementation.address),
      {
        ...predeploy('LegacyAgglayerGERL2 proxy', ger.address, { slots: PROXY_SLOTS }),
        address: GLOBAL_EXIT_ROOT_L2_ADDRESS,
      },
    ],
  };
}

const PROXY_SLOTS = [IMPLEMENTATION_SLOT, ADMIN_SLOT] as const;
/** What the bridge's implementation of v12 creates, in this order; earlier releases have less or nothing. */
const HELPERS = ['BytecodeStorer', 'TokenWrapped implementation', 'BridgeLib'];

function predeploy(name: string, address: Address, o: Partial<Predeploy> = {}): Predeploy {
  return { name, address, source: address, slots: [], balance: 0n, ...o };
}

function factoryStep(o: {
  kit: SettlementKit;
  official?: OfficialDeployment;
}): Omit<PredeployStep, 'gas'> {
  const name = 'factory';
  if (!o.official) {
    const { to, data } = factoryCreation(o.kit.artifact('factory').bytecode);
    return { name, to, data };
  }
  // A creation by the same account with the same nonce leads to the same address, signed or not.
  const { signer, initCode: data } = o.official.factory;
  return { name, from: signer, data };
}

/** What the constructor of the bridge's implementation creates. */
function helpersOf(o: {
  bridgeImplementation: { address: Address };
  tokenImplementation: Address;
  official: boolean;
}): Predeploy[] {
  const slots = [INITIALIZABLE_SLOT];
  if (!o.official)
    return [predeploy('TokenWrapped implementation', o.tokenImplementation, { slots })];
  return HELPERS.map((name, i) => {
    const from = o.bridgeImplementation.address;
    const address = getContractAddress({ from, nonce: BigInt(i + 1) });
    return predeploy(name, address, { slots, optional: true });
  });
}

/** An account as a genesis holds it. */
export interface PredeployState {
  balance: bigint;
  nonce: bigint;
  code: Hex;
  storage: Record<Hex, Hex>;
}

/**
 * Reads the genesis accounts from the scratch chain on which the steps ran.
 * @throws PredeployMissingError when the steps did not run there
 */
export async function readPredeploys(o: {
  publicClient: PublicClient;
  accounts: readonly Predeploy[];
}): Promise<Record<Address, PredeployState>> {
  const states = await Promise.all(o.accounts.map((account) => readPredeploy({ ...o, account })));
  return Object.fromEntries(states.flat());
}

async function readPredeploy(o: {
  publicClient: PublicClient;
  account: Predeploy;
}): Promise<[Address, PredeployState][]> {
  const { source, slots, balance, address } = o.account;
  const [code, nonce, values] = await Promise.all([
    o.publicClient.getCode({ address: source }),
    o.publicClient.getTransactionCount({ address: source }),
    Promise.all(slots.map((slot) => o.publicClient.getStorageAt({ address: source, slot }))),
  ]);
  if (!code && o.account.optional) return [];
  if (!code) throw new PredeployMissingError({ contract: o.account.name, address: source });
  const storage = Object.fromEntries(
    slots
      .map((slot, i) => [slot, values[i] ?? zeroHash])
      .filter(([, value]) => !isZero(value as Hex)),
  );
  return [[address, { balance, nonce: BigInt(nonce), code, storage }]];
}

function isZero(value: Hex): boolean {
  return BigInt(value) === 0n;
}

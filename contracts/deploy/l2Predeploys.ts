import { type Address, type Hex, type PublicClient, zeroHash } from 'viem';
import { loadArtifact as loadFromDisk } from '../artifact.ts';
import { PredeployMissingError } from '../errors.ts';
import { type ArtifactLoader, bridgeCreation, initCode } from './bridgeCreation.ts';
import { CREATE2_DEPLOYER_ADDRESS, CREATE2_DEPLOYER_CODE } from './create2Deployer.ts';
import { factoryCall } from './factoryCall.ts';
import type { DeployStep } from './sendSteps.ts';

/** Where every CDK component looks for the global exit roots of L2. */
export const GLOBAL_EXIT_ROOT_L2_ADDRESS: Address = '0xa40D5f56745a118D0906a34E69aeC8C0Db1cB8fA';

/** What the L2 bridge holds in genesis, in wei: more BIG than can ever be deposited. */
export const L2_BRIDGE_BALANCE = 2n ** 128n - 1n;

const IMPLEMENTATION_SLOT = '0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc';
const ADMIN_SLOT = '0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103';
/** OpenZeppelin's Initializable (ERC-7201): locked in the wrapped tokens' implementation. */
const INITIALIZABLE_SLOT = '0xf0c57e16840df040f15088dc2f81fe391c3923bec73e23a9662efc9c229c6a00';

/** A contract of the L2 genesis, and where on the scratch chain its code and storage are. */
export interface Predeploy {
  name: string;
  address: Address;
  source: Address;
  /** Every slot that is not 0. */
  slots: readonly Hex[];
  /** Wei. */
  balance: bigint;
}

export interface L2Predeploys {
  /** Must be in the genesis of the scratch chain. */
  preset: { address: Address; code: Hex };
  /** To be sent in order by any account with funds. */
  steps: readonly DeployStep[];
  accounts: readonly Predeploy[];
  bridge: Address;
}

/**
 * Describes the contracts of the L2 genesis. Constructors write immutables into code, so the steps are run
 * on a scratch chain and the outcome is read there with `readPredeploys`.
 * @param o.owner of the proxies' admin on L2, and manager of the wrapped tokens there
 * @throws ArtifactMissingError
 */
export function l2Predeploys(o: {
  owner: Address;
  salt?: Hex;
  loadArtifact?: ArtifactLoader;
}): L2Predeploys {
  const load = o.loadArtifact ?? loadFromDisk;
  const salt = o.salt ?? zeroHash;
  const parts = bridgeCreation({ salt, owner: o.owner, loadArtifact: load });
  const { factory, proxyAdmin, bridgeImplementation, bridge } = parts;
  const gerImplementation = factoryCall({
    factory: factory.address,
    salt,
    initCode: initCode({ artifact: load('GlobalExitRootL2'), args: [bridge.address] }),
  });
  const ger = factoryCall({
    factory: factory.address,
    salt,
    initCode: initCode({
      artifact: load('TransparentProxy'),
      args: [gerImplementation.address, proxyAdmin.address, '0x'],
    }),
  });

  const created = { factory, proxyAdmin, bridgeImplementation, bridge, gerImplementation, ger };
  const steps = Object.entries(created).map(([name, { to, data }]) => ({
    name,
    to,
    data,
    gas: 15_000_000n,
  }));
  const proxySlots = [IMPLEMENTATION_SLOT, ADMIN_SLOT] as const;
  const same = (name: string, address: Address, slots: readonly Hex[] = []): Predeploy => ({
    name,
    address,
    source: address,
    slots,
    balance: 0n,
  });
  return {
    preset: { address: CREATE2_DEPLOYER_ADDRESS, code: CREATE2_DEPLOYER_CODE },
    steps,
    bridge: bridge.address,
    accounts: [
      same('CREATE2 deployer', CREATE2_DEPLOYER_ADDRESS),
      same('CreateAndCallFactory', factory.address),
      same('SettlementProxyAdmin', proxyAdmin.address, [zeroHash]),
      same('Bridge implementation', bridgeImplementation.address, [zeroHash]),
      same('TokenWrapped implementation', parts.tokenImplementation, [INITIALIZABLE_SLOT]),
      { ...same('Bridge', bridge.address, proxySlots), balance: L2_BRIDGE_BALANCE },
      same('GlobalExitRootL2 implementation', gerImplementation.address),
      {
        ...same('GlobalExitRootL2', ger.address, proxySlots),
        address: GLOBAL_EXIT_ROOT_L2_ADDRESS,
      },
    ],
  };
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
  return Object.fromEntries(states);
}

async function readPredeploy(o: {
  publicClient: PublicClient;
  account: Predeploy;
}): Promise<[Address, PredeployState]> {
  const { source, slots, balance, address } = o.account;
  const [code, nonce, values] = await Promise.all([
    o.publicClient.getCode({ address: source }),
    o.publicClient.getTransactionCount({ address: source }),
    Promise.all(slots.map((slot) => o.publicClient.getStorageAt({ address: source, slot }))),
  ]);
  if (!code) throw new PredeployMissingError({ contract: o.account.name, address: source });
  const storage = Object.fromEntries(slots.map((slot, i) => [slot, values[i] ?? zeroHash]));
  return [address, { balance, nonce: BigInt(nonce), code, storage }];
}

import type { Address, Hex } from 'viem';
import type { Genesis, GenesisAccount } from '../engine/types.ts';

/**
 * The deterministic deployment proxy (github.com/Arachnid/deterministic-deployment-proxy) that sits
 * at the same address on nearly every chain: it creates with CREATE2 whatever it is called with.
 */
export const deterministicDeployer: { address: Address; code: Hex } = {
  address: '0x4e59b44847b379578588920cA78FbF26c0B4956C',
  code: '0x7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffe03601600081602082378035828234f58015156039578182fd5b8082525050506014600cf3',
};

/** Fixed, so that the same options always give the same chain. */
const GENESIS_TIME = 1_700_000_000n;

/**
 * Genesis of a development L1: funded accounts and the deterministic deployer.
 * @param o.balance wei each; 10000 ether unless told
 * @param o.accounts more accounts, as they are
 */
export function l1Genesis(o: {
  funded: readonly Address[];
  balance?: bigint;
  timestamp?: bigint;
  accounts?: Record<Address, GenesisAccount>;
}): Genesis {
  const balance = o.balance ?? 10_000n * 10n ** 18n;
  const { address, code } = deterministicDeployer;
  return {
    timestamp: o.timestamp ?? GENESIS_TIME,
    accounts: {
      [address]: { nonce: 1n, code },
      ...Object.fromEntries(o.funded.map((account) => [account, { balance }])),
      ...o.accounts,
    },
  };
}

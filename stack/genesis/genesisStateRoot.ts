import { createMPT, type MerklePatriciaTrie } from '@ethereumjs/mpt';
import { createAccount, hexToBytes, KECCAK256_NULL } from '@ethereumjs/util';
import { bytesToHex, type Hex, hexToBigInt, keccak256, numberToHex, toRlp, trim } from 'viem';
import type { Genesis, GenesisAccount } from '../engine/types.ts';

/** Root of the state trie (Yellow Paper, appendix D) that holds exactly these accounts. */
export async function genesisStateRoot(genesis: Genesis): Promise<Hex> {
  const trie = await createMPT({ useKeyHashing: true });
  for (const [address, account] of Object.entries(genesis.accounts)) {
    const storageRoot = await storageTrieRoot(account);
    if (isEmpty(account)) continue;
    const leaf = createAccount({
      nonce: account.nonce ?? 0n,
      balance: account.balance ?? 0n,
      storageRoot,
      codeHash: codeHash(account.code),
    });
    await trie.put(hexToBytes(address as Hex), leaf.serialize());
  }
  return bytesToHex(trie.root());
}

async function storageTrieRoot(account: GenesisAccount): Promise<Uint8Array> {
  const trie: MerklePatriciaTrie = await createMPT({ useKeyHashing: true });
  for (const [slot, value] of Object.entries(account.storage ?? {})) {
    if (hexToBigInt(value) === 0n) continue;
    const key = hexToBytes(numberToHex(hexToBigInt(slot as Hex), { size: 32 }));
    await trie.put(key, hexToBytes(toRlp(trim(value))));
  }
  return trie.root();
}

function codeHash(code: Hex | undefined): Uint8Array {
  return code === undefined || code === '0x' ? KECCAK256_NULL : hexToBytes(keccak256(code));
}

/** An account without balance, nonce, code and storage is not in the trie (EIP-161). */
function isEmpty(account: GenesisAccount): boolean {
  const storage = Object.values(account.storage ?? {}).some((value) => hexToBigInt(value) !== 0n);
  const code = account.code !== undefined && account.code !== '0x';
  return !account.balance && !account.nonce && !code && !storage;
}

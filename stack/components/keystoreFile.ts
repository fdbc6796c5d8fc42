import { createCipheriv, randomBytes, randomUUID, scryptSync } from 'node:crypto';
import { type Hex, hexToBytes, keccak256 } from 'viem';
import { privateKeyToAddress } from 'viem/accounts';

/** Weak on purpose: keys of a dev chain are known to everybody, and a start should not wait for them. */
const SCRYPT = { n: 2, r: 8, p: 1, dklen: 32 };

/**
 * A private key as a keystore file, version 3 (Web3 Secret Storage), the only form in which the programs
 * of the CDK take one.
 */
export function keystoreFile(o: { key: Hex; password: string }): string {
  const [salt, iv] = [randomBytes(32), randomBytes(16)];
  const { n, r, p, dklen } = SCRYPT;
  const derived = scryptSync(o.password, salt, dklen, { N: n, r, p });
  const cipher = createCipheriv('aes-128-ctr', derived.subarray(0, 16), iv);
  const ciphertext = Buffer.concat([cipher.update(hexToBytes(o.key)), cipher.final()]);
  const mac = keccak256(Buffer.concat([derived.subarray(16, 32), ciphertext]));
  return JSON.stringify({
    version: 3,
    id: randomUUID(),
    address: privateKeyToAddress(o.key).slice(2).toLowerCase(),
    crypto: {
      cipher: 'aes-128-ctr',
      cipherparams: { iv: iv.toString('hex') },
      ciphertext: ciphertext.toString('hex'),
      kdf: 'scrypt',
      kdfparams: { ...SCRYPT, salt: salt.toString('hex') },
      mac: mac.slice(2),
    },
  });
}

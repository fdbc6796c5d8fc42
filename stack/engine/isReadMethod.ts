const OUR_NAMESPACES = /^(eth|net|web3|debug)_/;
const WRITES = /^eth_(send|sign)|^eth_(accounts|coinbase|mining|subscribe|unsubscribe)$/;

/** True for methods that leave the chain as it is; cheats (`hardhat_`, `evm_`, …) never do. */
export function isReadMethod(method: string): boolean {
  return OUR_NAMESPACES.test(method) && !WRITES.test(method);
}

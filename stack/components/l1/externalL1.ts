import { L1UnreachableError, WrongL1ChainError } from '../errors.ts';
import { rpc } from '../rpc.ts';

/**
 * Looks at an L1 that runs already.
 * @throws L1UnreachableError, WrongL1ChainError
 */
export async function externalL1(o: {
  url: string;
  chainId: number;
}): Promise<{ rpcUrl: string; engine: string }> {
  const { url, chainId: wanted } = o;
  const ask = (method: string) =>
    rpc<string>(url, method).catch((cause: unknown) => {
      throw new L1UnreachableError({ url, cause });
    });
  const [found, engine] = [Number(await ask('eth_chainId')), await ask('web3_clientVersion')];
  if (found !== wanted) throw new WrongL1ChainError({ url, found, wanted });
  return { rpcUrl: url, engine };
}

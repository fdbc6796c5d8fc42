import { OtherL1Error } from '../components/errors.ts';
import type { StepRecorder } from '../walk/steps.ts';
import { publicClientOf, type StackChain } from './clients.ts';
import type { Deployment } from './deployment.ts';
import { fundL1 } from './fundL1.ts';
import type { Manifest } from './manifest.ts';

/**
 * Our own L1 has in its genesis what a stack needs; another one is asked first.
 * @throws OtherL1Error, L1FundsError
 */
export async function prepareL1(o: {
  manifest: Manifest;
  earlier: Deployment | undefined;
  chain: StackChain;
  recorder: StepRecorder;
}): Promise<void> {
  const { manifest, earlier, chain, recorder } = o;
  const { options, accounts } = manifest;
  if (options.l1 === 'embedded') return;
  const address = earlier?.l1['rollupManager'];
  if (address && !(await publicClientOf(chain).getCode({ address })))
    throw new OtherL1Error({ address, dataDir: options.dataDir });
  const { users } = accounts;
  const all = [...users, ...Object.values(accounts.roles)].map((account) => account.address);
  await recorder.run(
    'ether for the accounts of the stack',
    () => fundL1({ chain, users, accounts: all }),
    (funded) => ({ chain: 'l1', note: `${funded} of ${all.length} needed some` }),
  );
}

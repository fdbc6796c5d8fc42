import { type Address, type Hex, hexToBigInt } from 'viem';
import type { Engine, EngineCall } from './createEngine.ts';
import type { Gate } from './createGate.ts';
import type { AccountState, SealedBlock } from './types.ts';

interface Question {
  address: Address;
  answer: PromiseWithResolvers<AccountState>;
}

/** Accounts in one crossing into the engine. */
const MOST = 200;

/**
 * Reads nonces and balances for admission. What is asked for together is read together, and what
 * is known of the newest block is not read again. It does not wait while a block is being sealed:
 * until the block is mined its preparations change no account.
 */
export function createAccountReader(o: {
  engine: () => Engine;
  gate: Gate;
  head: () => SealedBlock;
}): (address: Address) => Promise<AccountState> {
  const known = new Map<Address, Promise<AccountState>>();
  let knownAt = '';
  const waiting: Question[] = [];
  let asking = false;

  const pump = async (): Promise<void> => {
    asking = true;
    while (waiting.length) {
      const questions = waiting.splice(0, MOST);
      await answerAll({ ...o, questions });
    }
    asking = false;
  };

  return (address) => {
    const { hash } = o.head();
    if (hash !== knownAt) known.clear();
    knownAt = hash;
    const found = known.get(address);
    if (found) return found;
    const answer = Promise.withResolvers<AccountState>();
    known.set(address, answer.promise);
    answer.promise.catch(() => known.delete(address));
    waiting.push({ address, answer });
    if (!asking && waiting.length === 1) setImmediate(() => void pump());
    return answer.promise;
  };
}

async function answerAll(o: {
  engine: () => Engine;
  gate: Gate;
  head: () => SealedBlock;
  questions: readonly Question[];
}): Promise<void> {
  const { questions } = o;
  try {
    const read = () => readAccounts(o.engine(), questions);
    const first = await read();
    // The engine has just mined and the chain does not know it yet: ask again when it does.
    const { states } = first.height === o.head().number ? first : await o.gate.read(read);
    for (const [i, { answer }] of questions.entries()) answer.resolve(states[i]!);
  } catch (error) {
    for (const { answer } of questions) answer.reject(error);
  }
}

async function readAccounts(
  engine: Engine,
  questions: readonly Question[],
): Promise<{ height: bigint; states: AccountState[] }> {
  const calls = questions.flatMap(({ address }): EngineCall[] => [
    ['eth_getTransactionCount', [address, 'latest']],
    ['eth_getBalance', [address, 'latest']],
  ]);
  const [height, ...answers] = (await engine.batch([['eth_blockNumber'], ...calls])) as Hex[];
  const states = questions.map((_, i) => ({
    nonce: hexToBigInt(answers[2 * i]!),
    balance: hexToBigInt(answers[2 * i + 1]!),
  }));
  return { height: hexToBigInt(height!), states };
}

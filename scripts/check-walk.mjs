// An independent look at a walked job. Knows viem, the JSON that `npm start -- --json` printed and
// the two RPC URLs in it; nothing of the project's code. Every field is derived again from the chains.
// Usage: node scripts/check-walk.mjs [walk.json]; without a file it starts a stack of its own.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createPublicClient, decodeEventLog, http, keccak256, parseAbi, toHex } from 'viem';

const abi = parseAbi([
  'event BridgeEvent(uint8 leafType, uint32 originNetwork, address originAddress, uint32 destinationNetwork, address destinationAddress, uint256 amount, bytes metadata, uint32 depositCount)',
  'event ClaimEvent(uint256 globalIndex, uint32 originNetwork, address originAddress, address destinationAddress, uint256 amount)',
  'event SequenceBatches(uint64 indexed numBatch, bytes32 l1InfoRoot)',
  'event VerifyBatchesTrustedAggregator(uint32 indexed rollupID, uint64 numBatch, bytes32 stateRoot, bytes32 exitRoot, address indexed aggregator)',
  'event Fulfilled(uint256 indexed jobId, address indexed provider, uint256 price, uint256 schedulerFee, uint256 refund)',
  'function getRollupBatchNumToStateRoot(uint32 rollupID, uint64 batchNum) view returns (bytes32)',
  'function getRollupExitRoot() view returns (bytes32)',
  'function rollupIDToRollupData(uint32) view returns ((address rollupContract, uint64 chainID, address verifier, uint64 forkID, bytes32 lastLocalExitRoot, uint64 lastBatchSequenced, uint64 lastVerifiedBatch, uint64 a, uint64 b, uint64 c, uint64 typeId, uint8 verifierType))',
  'function groth16() view returns (address)',
  'function dev() view returns (bool)',
  'function validatorSet() view returns (uint64 epoch, uint256 root, uint32 k, uint32 n)',
  'function symbol() view returns (string)',
  'function balanceOf(address) view returns (uint256)',
  'function gasTokenAddress() view returns (address)',
]);
const PREMINT = 2n ** 128n - 1n;
// Final states of the job market's enumeration, by number.
const JOB_FULFILLED = 6;

const checks = [];
function check(name, ok, detail = '') {
  checks.push({ name, ok });
  console.log(`${ok ? '✔' : '✖'} ${name}${ok ? '' : `: ${detail}`}`);
}
function same(name, have, want) {
  const text = (v) => (typeof v === 'string' ? v.toLowerCase() : String(v));
  check(name, text(have) === text(want), `have ${have}, want ${want}`);
}

async function checkWalk(walk) {
  const l1 = createPublicClient({ transport: http(walk.l1.rpc) });
  const l2 = createPublicClient({ transport: http(walk.l2.rpc) });
  const clients = { l1, l2 };
  const c1 = walk.contracts.l1;
  const c2 = walk.contracts.l2;
  const read = (client, address, functionName, args = []) =>
    client.readContract({ abi, address, functionName, args });
  const events = (receipt, address, eventName) =>
    receipt.logs.flatMap((log) => {
      if (log.address.toLowerCase() !== address.toLowerCase()) return [];
      try {
        const event = decodeEventLog({ abi, topics: log.topics, data: log.data });
        return event.eventName === eventName ? [event.args] : [];
      } catch {
        return [];
      }
    });

  check('ok', walk.ok === true);
  same('l1.chainId', await l1.getChainId(), walk.l1.chainId);
  same('l2.chainId', await l2.getChainId(), walk.l2.chainId);
  for (const chain of ['l1', 'l2']) {
    for (const [name, address] of Object.entries(walk.contracts[chain])) {
      const code = await clients[chain].getCode({ address });
      check(`contracts.${chain}.${name} has code`, code !== undefined && code !== '0x');
    }
  }
  same('the bridge has one address', c1.bridge, c2.bridge);
  same(
    'the gas token of the L2 is BIG of the L1',
    await read(l2, c2.bridge, 'gasTokenAddress'),
    c1.big,
  );
  same('l2.nativeCurrency.symbol', await read(l1, c1.big, 'symbol'), walk.l2.nativeCurrency.symbol);

  for (const step of walk.steps) {
    check(`step ${step.name} has a name and a time`, typeof step.name === 'string' && step.ms >= 0);
    if (!step.txHash) continue;
    const receipt = await clients[step.chain].getTransactionReceipt({ hash: step.txHash });
    same(`step ${step.name}: its transaction succeeded`, receipt.status, 'success');
  }

  // The job: state, price and provider as the market and its event tell them.
  const proof = await l2.getTransactionReceipt({ hash: walk.job.proofTx });
  const fulfilled = events(proof, c2.jobMarket, 'Fulfilled').find(
    (e) => String(e.jobId) === String(walk.job.id),
  );
  check('job.proofTx fulfilled the job', fulfilled !== undefined);
  same('job.provider', fulfilled?.provider, walk.job.provider);
  same('job.price', fulfilled?.price, walk.job.price);
  const selector = keccak256(toHex('job(uint256)')).slice(0, 10);
  const raw = await l2.call({
    to: c2.jobMarket,
    data: `${selector}${BigInt(walk.job.id).toString(16).padStart(64, '0')}`,
  });
  const state = Number(BigInt(`0x${raw.data.slice(2 + 64, 2 + 128)}`));
  same('job.state on the chain', state, JOB_FULFILLED);
  same('job.state', walk.job.state, 'FULFILLED');
  check(
    'job.program was used by the job',
    raw.data.includes(walk.job.program.slice(2).toLowerCase()),
  );

  // The batch: sequenced, proven, and its root is the L2 block's.
  const sequence = await l1.getTransactionReceipt({ hash: walk.batch.sequenceTx });
  const sequenced = events(sequence, c1.rollup, 'SequenceBatches')[0];
  const verify = await l1.getTransactionReceipt({ hash: walk.batch.verifyTx });
  const verified = events(verify, c1.rollupManager, 'VerifyBatchesTrustedAggregator')[0];
  same('batch.number', verified?.numBatch, walk.batch.number);
  same('batch.stateRoot', verified?.stateRoot, walk.batch.stateRoot);
  const stored = await read(l1, c1.rollupManager, 'getRollupBatchNumToStateRoot', [
    1,
    BigInt(walk.batch.number),
  ]);
  same('the rollup manager keeps that root', stored, walk.batch.stateRoot);
  const block = await l2.getBlock({ blockNumber: BigInt(walk.batch.l2Block) });
  same('batch.l2StateRoot is the header of batch.l2Block', block.stateRoot, walk.batch.l2StateRoot);
  same('the state root on L1 is the L2 header', walk.batch.l2StateRoot, walk.batch.stateRoot);
  const batchOfProof = BigInt(
    await l2.request({
      method: 'zkevm_batchNumberByBlockNumber',
      params: [toHex(proof.blockNumber)],
    }),
  );
  // A later sequence may be verified with it.
  check(
    'batch.sequenceTx sequenced the batch of the job, and nothing after the range',
    sequenced !== undefined &&
      sequenced.numBatch >= batchOfProof &&
      sequenced.numBatch <= BigInt(walk.batch.number),
  );
  check(
    'the batch range holds the job',
    batchOfProof <= BigInt(walk.batch.number) && proof.blockNumber <= block.number,
  );

  // Fidelity: what the verifier on L1 says of itself.
  const rollup = await read(l1, c1.rollupManager, 'rollupIDToRollupData', [1]);
  same('the verifier in use', rollup.verifier, c1.batchVerifier);
  const set = await read(l1, c1.batchVerifier, 'validatorSet');
  same('fidelity.batchProof.k', set[2], walk.fidelity.batchProof.k);
  same('fidelity.batchProof.n', set[3], walk.fidelity.batchProof.n);
  const groth16 = await read(l1, c1.batchVerifier, 'groth16');
  same(
    'fidelity.batchProof.setup',
    (await read(l1, groth16, 'dev')) ? 'DEV' : 'ceremony',
    walk.fidelity.batchProof.setup,
  );
  for (const [part, facts] of Object.entries(walk.fidelity)) {
    check(
      `fidelity.${part}.impl`,
      ['embedded', 'official', 'mock'].includes(facts.impl),
      facts.impl,
    );
  }

  // The withdrawal: BIG left the bridge on L1 for that amount.
  const claim = await l1.getTransactionReceipt({ hash: walk.withdrawal.claimTx });
  const claimed = events(claim, c1.bridge, 'ClaimEvent')[0];
  same('withdrawal.amount', claimed?.amount, walk.withdrawal.amount);
  same('withdrawal claimed BIG', claimed?.originAddress, c1.big);

  await checkConservation({ l1, l2, c1, c2, read });
  for (const name of ['ready', 'job', 'settled', 'total'])
    check(`timings.${name}`, walk.timings[name] > 0);
  const sum = Object.values(walk.memory.byProcess).reduce((a, b) => a + b, 0);
  check(
    'memory adds up',
    process.platform !== 'linux' || (sum > 0 && sum === walk.memory.peakPssBytes),
  );
}

/** BIG locked on L1 = BIG circulating on L2 + deposits and exits on their way. */
async function checkConservation({ l1, l2, c1, c2, read }) {
  const logs = async (client, address, name) => {
    const event = abi.find((item) => item.type === 'event' && item.name === name);
    return client.getLogs({ address, event, fromBlock: 0n });
  };
  const isBig = (log) =>
    log.args.originAddress.toLowerCase() === c1.big.toLowerCase() && log.args.originNetwork === 0;
  const sum = (list) => list.filter(isBig).reduce((total, log) => total + log.args.amount, 0n);
  const deposits = sum(await logs(l1, c1.bridge, 'BridgeEvent'));
  const claimsOnL2 = sum(await logs(l2, c2.bridge, 'ClaimEvent'));
  const exits = sum(await logs(l2, c2.bridge, 'BridgeEvent'));
  const claimsOnL1 = sum(await logs(l1, c1.bridge, 'ClaimEvent'));
  const locked = await read(l1, c1.big, 'balanceOf', [c1.bridge]);
  const circulating = PREMINT - (await l2.getBalance({ address: c2.bridge }));
  same('conservation of BIG', locked, circulating + (deposits - claimsOnL2) + (exits - claimsOnL1));
}

/** Starts a stack, waits for the walk's JSON, and leaves it up for the checks. */
async function walkOwnStack() {
  // Ports and folder of its own: a stack that somebody uses is left alone.
  const dataDir = mkdtempSync(join(tmpdir(), 'bigfile-check-'));
  const ports = ['--l1-port', '0', '--l2-port', '0', '--bridge-port', '0'];
  const args = ['scripts/run.mjs', 'start', '--json', '--data-dir', dataDir, ...ports];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  child.on('exit', () => rmSync(dataDir, { recursive: true, force: true }));
  for await (const line of createInterface({ input: child.stdout })) {
    if (line.startsWith('{')) return { child, walk: JSON.parse(line) };
  }
  throw new Error('The stack ended before it printed its JSON line.');
}

const file = process.argv[2];
const { child, walk } = file
  ? { walk: JSON.parse(readFileSync(file, 'utf8')) }
  : await walkOwnStack();
try {
  await checkWalk(walk);
} finally {
  child?.kill('SIGTERM');
}
const failed = checks.filter((c) => !c.ok).length;
console.log(`${checks.length - failed} checks hold, ${failed} do not`);
process.exitCode = failed ? 1 : 0;

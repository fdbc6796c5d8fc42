import type { StackInfo } from '../session/StackInfo.ts';

/** Endpoints, contracts and accounts of a stack, for people. */
export function describeStack(info: StackInfo): string[] {
  const row = (name: string, value: string) => `  ${name.padEnd(22)} ${value}`;
  return [
    '',
    'Endpoints',
    row('L1 JSON-RPC', `${info.l1.rpc}  (chain id ${info.l1.chainId})`),
    row('L2 JSON-RPC', `${info.l2.rpc}  (${aboutL2(info)})`),
    ...info.rollups.map((rollup) => {
      const { chainId, nativeCurrency } = rollup;
      const about = `(chain id ${chainId}, gas is paid in ${nativeCurrency.symbol})`;
      return row(`rollup ${rollup.rollupId} JSON-RPC`, `${rollup.rpc}  ${about}`);
    }),
    row('bridge API', info.bridge.url),
    row('scheduler', info.scheduler.url),
    ...(info.aggregator ? [row('aggregator', info.aggregator.url)] : []),
    ...(info.proverEndpoint ? [row('gRPC for provers', info.proverEndpoint.url)] : []),
    ...(info.committee ? [row('data committee', info.committee.url)] : []),
    ...info.providers.map((p) => row(p.name, p.url)),
    ...info.validators.map((v) => row(v.name, v.url)),
    '',
    'Contracts on L1',
    ...Object.entries(info.contracts.l1).map(([name, address]) => row(name, address)),
    ...info.rollups.flatMap(({ rollupId, contracts }) =>
      Object.entries(contracts.l1).map(([name, address]) =>
        row(`rollup ${rollupId} ${name}`, address),
      ),
    ),
    '',
    'Contracts on L2',
    ...Object.entries(info.contracts.l2).map(([name, address]) => row(name, address)),
    '',
    'Accounts (development keys, known to everybody)',
    ...info.accounts.map(({ address, key }) => row(address, key)),
  ];
}

/** What a wallet has to be told. */
function aboutL2({ l2, capabilities }: StackInfo): string {
  const types = capabilities.includes('typedTransactions') ? '' : ', legacy transactions only';
  return `chain id ${l2.chainId}, gas is paid in BIG${types}`;
}

/** What to try next. */
export function nextCommands(info: StackInfo): string[] {
  return [
    '',
    'Try next, in another terminal:',
    '  npx bigfile status          heights and processes',
    '  npx bigfile fidelity        what is real in this stack',
    `  curl -s ${info.bridge.url}/bridges/${info.accounts[0]?.address}`,
    `  curl -s ${info.l2.rpc} -H 'content-type: application/json' -d '{"jsonrpc":"2.0","id":1,"method":"zkevm_verifiedBatchNumber","params":[]}'`,
    '  npx bigfile down            stop everything (or Ctrl-C here)',
  ];
}

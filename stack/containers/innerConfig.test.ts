import { expect, test } from 'vitest';
import { innerConfig, outerReady } from './innerConfig.ts';

const options = {
  ...{ dataDir: '/home/me/stack', cacheDir: '/home/me/cache' },
  programs: ['/home/me/word-count', '/home/me/other/word-count'],
};
const fromInside = async (url: string) => url.replace('127.0.0.1:8545', 'l1:8545');

test('a role listens where the container publishes, keeps its state in the volume, and finds others', async () => {
  const config = {
    ...{ host: '127.0.0.1', port: 0, l1RpcUrl: 'http://127.0.0.1:8545' },
    validators: ['http://127.0.0.1:8545/x', 'https://example.org'],
    journalPath: '/home/me/stack/state/validator1/journal.sqlite',
    dataDir: '/home/me/stack/state/validator1',
    circuitsCacheDir: '/home/me/cache/circuits',
    other: '/home/me/stack/state/validator10',
    programs: ['mlp-int8', '/home/me/other/word-count'],
    genesis: { timestamp: 5n, accounts: {} },
  };
  const inner = await innerConfig({ config, name: 'validator1', port: 9000, options, fromInside });
  expect(inner).toEqual({
    ...{ host: '0.0.0.0', port: 9000, l1RpcUrl: 'http://l1:8545' },
    validators: ['http://l1:8545/x', 'https://example.org'],
    journalPath: '/data/journal.sqlite',
    dataDir: '/data',
    circuitsCacheDir: '/app/.bigfile/cache/circuits',
    other: '/home/me/stack/state/validator10',
    programs: ['mlp-int8', '/app/programs/1-word-count'],
    genesis: { timestamp: 5n, accounts: {} },
  });
});

test('an API below the configuration listens too', async () => {
  const config = { api: { host: '127.0.0.1', port: 0 } };
  const inner = await innerConfig({ config, name: 'x', port: 9000, options, fromInside });
  expect(inner).toEqual({ api: { host: '0.0.0.0', port: 9000 } });
});

test('what a role says is told with the published port', () => {
  const ready = { rpcUrl: 'http://0.0.0.0:8545', engine: 'edr/1' };
  expect(outerReady({ ready, port: 8545, url: 'http://127.0.0.1:32768' })).toEqual({
    rpcUrl: 'http://127.0.0.1:32768',
    engine: 'edr/1',
  });
});

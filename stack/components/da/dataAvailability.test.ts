import { expect, test } from 'vitest';
import { WrongConfigError } from '../../errors.ts';
import { parseOptions } from '../../session/options.ts';
import { usesContainers } from '../engines.ts';
import { dataAvailability } from './dataAvailability.ts';

const at = (digit: string) => `0x${digit.repeat(40)}` as const;

test('the member gets its contracts, a keystore and a database, and reads the L1 over HTTP', () => {
  const { files, ports, ready, causes } = dataAvailability.container({
    ...{ l1RpcUrl: 'http://l1:8545', rollup: at('f'), committee: at('d'), deploymentBlock: 7n },
    ...{ key: `0x${'11'.repeat(32)}`, port: 8484 },
  });
  const [config, keystore] = files!;
  const lines = String(config!.content).split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'PrivateKey = {Path = "/etc/cdk-data-availability/member.keystore", Password = "dev"}',
      'RpcURL = "http://l1:8545"',
      `PolygonValidiumAddress = "${at('f')}"`,
      `DataCommitteeAddress = "${at('d')}"`,
      'GenesisBlock = 7',
      'Host = "committee-db"',
      'SSLMode = "disable"',
    ]),
  );
  // The address of that key.
  expect(JSON.parse(String(keystore!.content)).address).toBe(
    '19e7e376e7c213b7e7e7e46cc70a5dd086daff2a',
  );
  expect(ports).toEqual({ http: { inner: 8444, outer: 8484 } });
  expect(ready.map(({ what }) => what)).toEqual([
    'its JSON-RPC to answer',
    'it to have read the L1 beyond block 7',
  ]);
  const found = causes!.find(({ pattern }) => pattern.test('failed to get sequencer addr: EOF'));
  expect(found?.cause).toMatch(/rollup contract/);
});

test('the official member is one of a validium, and is reached from processes of this host', () => {
  const official = { da: 'validium', committee: 'official' } as const;
  expect(usesContainers(parseOptions(official))).toBe(true);
  expect(() => parseOptions({ ...official, da: 'rollup' })).toThrow(WrongConfigError);
  expect(() => parseOptions({ ...official, in: 'containers' })).toThrow(/in "processes"/);
});

import type { Address, Hex } from 'viem';
import type { RunningContainer } from '#core';
import type { Component } from '../Component.ts';
import { keystoreFile } from '../keystoreFile.ts';
import { databaseCause, databaseLines, type PostgresInput } from '../postgres/postgres.ts';
import { rpc } from '../rpc.ts';
import { toml, tomlLines } from '../toml.ts';

const HTTP_PORT = 8444;
const TIMEOUT_MS = 180_000;
const FILES = {
  config: '/etc/cdk-data-availability/config.toml',
  keystore: '/etc/cdk-data-availability/member.keystore',
  password: 'dev',
};

/** The database of the member. */
export const COMMITTEE_DATABASE: PostgresInput = { host: 'committee-db', name: 'committee' };

/** What a cdk-data-availability is made from. */
export interface DataAvailabilityInput {
  /** JSON-RPC of the L1, as the container reaches it. */
  l1RpcUrl: string;
  rollup: Address;
  /** The committee's contract on L1. */
  committee: Address;
  /** Block of the L1 before which the rollup has no event. */
  deploymentBlock: bigint;
  /** Private key of the member. */
  key: Hex;
  /** Port of its JSON-RPC on the host; 0 takes any free one. */
  port: number;
}

/** A member of a validium's data committee, by the CDK. */
export const dataAvailability: Component<DataAvailabilityInput> = {
  image: 'cdk-data-availability',
  container: (input) => ({
    name: 'committee',
    entrypoint: ['/app/cdk-data-availability'],
    command: ['run', '--cfg', FILES.config],
    user: '0:0',
    files: [
      { path: FILES.config, content: dataAvailabilityConfig(input) },
      {
        path: FILES.keystore,
        content: keystoreFile({ key: input.key, password: FILES.password }),
      },
    ],
    ports: { http: { inner: HTTP_PORT, outer: input.port } },
    ready: [
      {
        what: 'its JSON-RPC to answer',
        timeoutMs: TIMEOUT_MS,
        check: async (c) => (await status(c)).version,
      },
      {
        what: `it to have read the L1 beyond block ${input.deploymentBlock}`,
        timeoutMs: TIMEOUT_MS,
        check: async (c) =>
          BigInt((await status(c)).last_synchronized_block) > input.deploymentBlock || undefined,
      },
    ],
    causes: [
      databaseCause(COMMITTEE_DATABASE),
      {
        pattern: /failed to get sequencer addr/i,
        cause: 'the rollup contract does not answer on the L1 that it asks.',
        next: 'Check that the L1 is the one with the contracts; after a reset of it: `npx bigfile up --reset`.',
      },
      {
        pattern: /could not decrypt key/i,
        cause: 'it cannot read its keystore.',
        next: 'Begin anew: `npx bigfile up --reset`.',
      },
    ],
  }),
};

/** The TOML that cdk-data-availability 0.0.13 reads. */
export function dataAvailabilityConfig(o: DataAvailabilityInput): string {
  const { keystore, password } = FILES;
  const key = `{Path = ${JSON.stringify(keystore)}, Password = ${JSON.stringify(password)}}`;
  return toml({
    top: [`PrivateKey = ${key}`],
    sections: {
      // Over HTTP it asks for the sequencer again and again; over a WebSocket it would wait for an event.
      L1: tomlLines({
        RpcURL: o.l1RpcUrl,
        PolygonValidiumAddress: o.rollup,
        DataCommitteeAddress: o.committee,
        Timeout: '1m',
        RetryPeriod: '1s',
        BlockBatchSize: 1_000,
        GenesisBlock: o.deploymentBlock,
        TrackSequencer: true,
        TrackSequencerPollInterval: '5s',
      }),
      Log: ['Environment = "production"', 'Level = "info"', 'Outputs = ["stderr"]'],
      DB: [
        ...databaseLines({ ...COMMITTEE_DATABASE, connections: 20 }),
        'EnableLog = false',
        'SSLMode = "disable"',
      ],
      RPC: tomlLines({
        Host: '0.0.0.0',
        Port: HTTP_PORT,
        ReadTimeout: '60s',
        WriteTimeout: '60s',
        MaxRequestsPerIPAndSecond: 500,
      }),
    },
  });
}

interface Status {
  version: string;
  last_synchronized_block: number;
}

function status(c: RunningContainer): Promise<Status> {
  return rpc<Status>(c.url('http'), 'status_getStatus');
}

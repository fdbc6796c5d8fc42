import type { RunningContainer } from '#core';
import type { Component } from '../Component.ts';
import { keystoreFile } from '../keystoreFile.ts';
import { databaseCause } from '../postgres/postgres.ts';
import type { BridgeInput } from './BridgeInput.ts';
import {
  BRIDGE_DATABASE,
  BRIDGE_FILES,
  BRIDGE_HTTP_PORT,
  bridgeServiceConfig,
} from './bridgeServiceConfig.ts';

const TIMEOUT_MS = 180_000;

/** The bridge service of the CDK: API, proofs, and claims on the L2. */
export const bridgeService: Component<BridgeInput> = {
  image: 'zkevm-bridge-service',
  container: (input) => ({
    name: 'bridge',
    entrypoint: ['/app/zkevm-bridge'],
    command: ['run', '--cfg', BRIDGE_FILES.config],
    files: [
      { path: BRIDGE_FILES.config, content: bridgeServiceConfig(input) },
      {
        path: BRIDGE_FILES.keystore,
        content: keystoreFile({ key: input.claimerKey, password: BRIDGE_FILES.password }),
      },
    ],
    user: '0:0',
    ports: { http: { inner: BRIDGE_HTTP_PORT, outer: input.port } },
    ready: [
      {
        what: 'its API to answer',
        timeoutMs: TIMEOUT_MS,
        check: async (c) => (await get<{ api: string }>(c, '/api')).api || undefined,
      },
      {
        what: 'both chains to be read to their heads',
        timeoutMs: TIMEOUT_MS,
        check: async (c) => {
          const { sync } = await get<{ sync: { synced: boolean }[] }>(c, '/sync');
          return (sync.length > 1 && sync.every(({ synced }) => synced)) || undefined;
        },
      },
    ],
    causes: [databaseCause(BRIDGE_DATABASE)],
  }),
};

async function get<T>(c: RunningContainer, path: string): Promise<T> {
  return (await (await fetch(`${c.url('http')}${path}`)).json()) as T;
}

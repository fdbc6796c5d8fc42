import type { Component, ComponentContainer } from '../Component.ts';
import type { CdkErigonInput } from './CdkErigonInput.ts';
import { cdkErigonCauses } from './cdkErigonCauses.ts';
import { CDK_ERIGON_HTTP_PORT, cdkErigonConfig } from './cdkErigonConfig.ts';
import { cdkErigonReady } from './cdkErigonReady.ts';

/** It looks for the chain files beside its configuration. */
const FOLDER = '/etc/cdk-erigon';

/** The sequencer of the CDK as a type-1 chain: L2 engine, transaction pool and JSON-RPC in one. */
export const cdkErigon: Component<CdkErigonInput> = {
  image: 'cdk-erigon',
  container: (input) => ({
    ...cdkErigonContainer({ input, config: cdkErigonConfig(input) }),
    ready: cdkErigonReady(input),
  }),
};

/** What a cdk-erigon has whatever the rules of its chain are. */
export function cdkErigonContainer(o: {
  input: CdkErigonInput;
  /** The YAML. */
  config: string;
}): Omit<ComponentContainer, 'ready'> {
  const { input, config } = o;
  return {
    name: 'cdk-erigon',
    entrypoint: ['cdk-erigon'],
    command: ['--config', `${FOLDER}/config.yaml`],
    // Any other value makes it a node that follows a sequencer.
    env: { CDK_ERIGON_SEQUENCER: '1' },
    // The user of the image may not write to a volume that the engine makes.
    user: '0:0',
    files: [
      { path: `${FOLDER}/config.yaml`, content: config },
      ...Object.entries(input.chainFiles).map(([name, content]) => ({
        path: `${FOLDER}/${name}`,
        content,
      })),
    ],
    volumes: { '/home/erigon/data': 'cdk-erigon' },
    ports: { http: { inner: CDK_ERIGON_HTTP_PORT, outer: input.port } },
    causes: cdkErigonCauses,
    // It flushes its database when it is told to stop.
    graceMs: 20_000,
  };
}

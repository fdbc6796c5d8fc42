import { expect, test } from 'vitest';
import { composeFile } from './composeFile.ts';
import type { StackContainer } from './readContainers.ts';

function container(name: string, order: number, more: object, config = '{}'): StackContainer {
  return {
    ...{ name, order },
    files: [{ path: '/etc/bigfile/role.json', content: config, mode: 0o600, owner: 1000 }],
    info: {
      Config: { Image: `bigfile/${name}:1`, Entrypoint: ['node'], Cmd: ['role'], Env: ['A=$b'] },
      HostConfig: { Binds: [`bigfile-x-${name}:/data`], ...more },
      NetworkSettings: { Ports: { '8545/tcp': [{ HostIp: '127.0.0.1', HostPort: '32768' }] } },
    } as unknown as StackContainer['info'],
  };
}

const file = composeFile({
  containers: [
    container('l1', 0, {}),
    container('provider', 1, { SecurityOpt: ['seccomp=unconfined'] }, '{"l1":"http://l1:8545"}'),
  ],
  fileOf: (name, path) => `./files/${name}${path}`,
});

test('a container is written as it runs, with its files and its volume', () => {
  expect(file.services['l1']).toEqual({
    ...{ image: 'bigfile/l1:1', hostname: 'l1', entrypoint: ['node'], command: ['role'] },
    environment: ['A=$$b'],
    ports: ['127.0.0.1:32768:8545'],
    volumes: ['bigfile-x-l1:/data', './files/l1/etc/bigfile/role.json:/etc/bigfile/role.json:ro'],
    ...{ init: true, restart: 'on-failure', networks: ['stack'] },
  });
  expect(file.volumes['bigfile-x-l1']).toEqual({ external: true, name: 'bigfile-x-l1' });
});

test('who names another one starts after it, and keeps what it may', () => {
  expect(file.services['provider']).toMatchObject({
    depends_on: ['l1'],
    security_opt: ['seccomp=unconfined'],
  });
});

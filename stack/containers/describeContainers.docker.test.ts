import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { createContainerGroup, removeLeftovers } from '#core';
import { describeContainers } from './describeContainers.ts';
import { sessionId } from './sessionId.ts';
import { containerTest } from './testing.ts';

containerTest('the program of a container is told by the file that it executes', async (engine) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'bigfile-describe-'));
  const session = sessionId(dataDir);
  const group = await createContainerGroup({ engine, session, logDir: dataDir });
  try {
    const image = 'node:24-bookworm-slim';
    const command = ['node', '-e', 'setInterval(() => undefined, 1_000)'];
    const it = await group.start({ name: 'it', image, command, ready: [] });
    const path = '/usr/local/bin/node';
    const { output: sum } = await it.exec(['sha256sum', path]);
    const { Id: imageId } = await engine.docker.getImage(image).inspect();

    const { it: facts } = await describeContainers({ dataDir, pids: { it: it.pid } });
    // Not the engine's init, which is the first process of all containers.
    const program = { path, sha256: sum.split(' ')[0] };
    expect(facts).toMatchObject({ image, imageId, program });
    // A process that is not there, or not ours, costs the record its program only.
    const unseen = await describeContainers({ dataDir, pids: { it: 2 ** 30 } });
    expect(unseen['it']).toMatchObject({ image, imageId });
    expect(unseen['it']).not.toHaveProperty('program');
  } finally {
    await group.stop();
    await removeLeftovers({ engine, session, volumes: true });
    rmSync(dataDir, { recursive: true });
  }
});

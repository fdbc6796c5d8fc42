import { chmodSync, chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { findEngine } from '#core';
import { composeFile } from '../compose/composeFile.ts';
import { readContainers, type StackContainer } from '../compose/readContainers.ts';
import { sessionId } from '../containers/sessionId.ts';
import { NotInContainersError, StackNotRunningError, UnknownExportError } from '../errors.ts';
import { requireSession } from '../session/session.ts';
import type { CommandContext } from './CommandContext.ts';

const NAME = 'docker-compose.yml';

/**
 * `bigfile export compose`: writes a Compose file of the running stack, and the files that its
 * containers read, into a directory. Keys are in them.
 * @throws UnknownExportError, StackNotRunningError, NotInContainersError, DockerMissingError
 */
export async function exportCommand(context: CommandContext): Promise<number> {
  const { options, flags, output } = context;
  if (flags.argument !== 'compose') throw new UnknownExportError({ what: flags.argument ?? '' });
  const dataDir = resolve(options.dataDir ?? '.bigfile/stack');
  const { info } = requireSession(dataDir);
  if (!info) throw new StackNotRunningError({ dataDir });
  const processes = Object.keys(info.processes);
  if (processes.length) throw new NotInContainersError({ processes });

  const engine = await findEngine();
  const containers = await readContainers({ engine, session: sessionId(dataDir) });
  const out = resolve((options as { out?: string }).out ?? 'compose');
  const file = writeExport({ out, containers });
  output.result({ ok: true, file, services: containers.map(({ name }) => name) }, () => [
    `Written: ${file} (${containers.length} services).`,
    'Stop this stack first, then start that one; it continues the same chains:',
    `  npx bigfile down && docker-compose -f ${file} up -d`,
  ]);
  return 0;
}

function writeExport(o: { out: string; containers: readonly StackContainer[] }): string {
  const relative = (container: string, path: string) => `./files/${container}${path}`;
  for (const { name, files } of o.containers) {
    for (const { path, content, mode, owner } of files) {
      const target = join(o.out, relative(name, path));
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, content);
      // Its reader is a user of the container; who may not give it away opens it to all.
      if (process.getuid?.() === 0) chownSync(target, owner, owner);
      chmodSync(target, process.getuid?.() === 0 ? mode & 0o777 : 0o644);
    }
  }
  const file = join(o.out, NAME);
  mkdirSync(o.out, { recursive: true, mode: 0o700 });
  writeFileSync(file, JSON.stringify(composeFile({ ...o, fileOf: relative }), null, 2));
  return file;
}

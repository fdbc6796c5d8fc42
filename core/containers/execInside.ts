import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import type Dockerode from 'dockerode';

/** Runs a command in a running container, to its end. */
export async function execInside(o: {
  docker: Dockerode;
  container: Dockerode.Container;
  command: readonly string[];
}): Promise<{ exitCode: number; output: string }> {
  const exec = await o.container.exec({
    Cmd: [...o.command],
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({});
  const both = new PassThrough();
  let output = '';
  both.on('data', (chunk: Buffer) => {
    output += chunk.toString();
  });
  o.docker.modem.demuxStream(stream, both, both);
  await finished(stream, { writable: false });
  const { ExitCode } = await exec.inspect();
  return { exitCode: ExitCode ?? -1, output };
}

import { PassThrough } from 'node:stream';
import { finished } from 'node:stream/promises';
import type Dockerode from 'dockerode';
import { openLogFile } from '../openLogFile.ts';

const TAIL_BYTES = 4_096;
/** More than any start prints; what comes later is only in the file. */
const KEPT_LINES = 10_000;

export interface FollowedLog {
  tail(): string;
  findLine(match: (line: string) => boolean): string | undefined;
  /** Settles when everything it printed has been read. */
  ended: Promise<void>;
}

/** Appends what a container prints to a file, and keeps its end. */
export async function followLog(o: {
  docker: Dockerode;
  container: Dockerode.Container;
  logFile: string;
}): Promise<FollowedLog> {
  const stream = await o.container.logs({ follow: true, stdout: true, stderr: true });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  o.docker.modem.demuxStream(stream, stdout, stderr);
  const file = openLogFile(o.logFile);
  let tail = '';
  let partial = '';
  const lines: string[] = [];
  const take = (chunk: Buffer) => {
    file.write(chunk);
    tail = (tail + chunk.toString()).slice(-TAIL_BYTES);
  };
  stdout.on('data', (chunk: Buffer) => {
    take(chunk);
    const parts = (partial + chunk.toString()).split('\n');
    partial = parts.pop() ?? '';
    if (lines.length < KEPT_LINES) lines.push(...parts);
  });
  stderr.on('data', take);
  const ended = finished(stream as NodeJS.ReadableStream)
    .catch(() => undefined)
    .then(() => void file.end());
  return { tail: () => tail, findLine: (match) => lines.find(match), ended };
}

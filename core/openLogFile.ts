import { createWriteStream } from 'node:fs';

/** A file that output is kept in. */
export interface LogFile {
  write(chunk: Uint8Array): void;
  end(): void;
}

/**
 * Opens a log file at its end. A log that cannot be written is no reason to stop what it is about: the first
 * error is told as a warning of Node.js, and what comes later is lost.
 */
export function openLogFile(path: string): LogFile {
  const file = createWriteStream(path, { flags: 'a' });
  file.on('error', ({ message }) => {
    process.emitWarning(`${path} is not written any more: ${message}`, 'LogFileWarning');
  });
  return {
    write: (chunk) => void (file.destroyed || file.write(chunk)),
    end: () => void file.end(),
  };
}

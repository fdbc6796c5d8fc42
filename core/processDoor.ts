import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { environment } from './config.ts';
import { fromConfigJson, toConfigJson } from './configJson.ts';
import { ConfigUnreadableError } from './errors.ts';
import type { FromChild, RemoteFailure } from './startProcess.ts';

/** How a process of ours gets its configuration, and where it reports. */
export interface Door {
  hasParent: boolean;
  /** @throws ConfigUnreadableError */
  config(): Promise<unknown>;
  tell(message: FromChild): Promise<void>;
}

/** The parent's IPC channel, where there is one; else a file and stdout. */
export function openDoor(): Door {
  return process.send ? parentDoor() : fileDoor();
}

function parentDoor(): Door {
  // Listened for at once: the message must not come before somebody does.
  const first = once(process, 'message');
  return {
    hasParent: true,
    config: async () => ((await first)[0] as { value: unknown }).value,
    tell: (message) =>
      new Promise((resolve) => {
        process.send?.(message, undefined, undefined, () => resolve());
      }),
  };
}

function fileDoor(): Door {
  return {
    hasParent: false,
    async config() {
      const path = configPath();
      try {
        return fromConfigJson(readFileSync(path, 'utf8'));
      } catch (cause) {
        throw new ConfigUnreadableError({ path, cause });
      }
    },
    tell: (message) =>
      new Promise((resolve) => {
        if (message.type === 'failed') process.stderr.write(forPeople(message.failure));
        process.stdout.write(`${toConfigJson({ [KEY]: message })}\n`, () => resolve());
      }),
  };
}

function configPath(): string {
  const { values } = parseArgs({
    options: { config: { type: 'string' } },
    strict: false,
    allowPositionals: true,
  });
  const { config } = values;
  if (typeof config === 'string') return config;
  return environment('BIGFILE_ROLE_CONFIG') ?? '/etc/bigfile/role.json';
}

/** Told apart from the log by its one key. */
const KEY = 'bigfile';

/** What a role without a parent says of itself: one line of JSON among those of its log. */
export type RoleReport = FromChild;

function forPeople({ message, metaMessages, details, code }: RemoteFailure): string {
  const lines = [message, ...metaMessages, details ? `Details: ${details}` : '', `Code: ${code}`];
  return `${lines.filter(Boolean).join('\n')}\n`;
}

/** The report in a line, if it is one. */
export function parseReport(line: string): RoleReport | undefined {
  if (!line.startsWith(`{"${KEY}":`)) return undefined;
  try {
    return (fromConfigJson(line) as { [KEY]: RoleReport })[KEY];
  } catch {
    return undefined;
  }
}

import { readFileSync } from 'node:fs';
import {
  type ContainerFile,
  type ContainerOptions,
  ProcessFailedError,
  parseReport,
  type RoleReport,
  toConfigJson,
} from '#core';
import { INNER_CONFIG_FILE, INNER_DATA } from './innerConfig.ts';

/** User of the images. */
const NODE_USER = 1000;
const READY_TIMEOUT_MS = 180_000;
/** A provider confines jobs in namespaces of its own, which the engine's profiles forbid. */
const MAY_CONFINE = ['seccomp=unconfined', 'apparmor=unconfined'];

/**
 * A role of ours as a container: its configuration in a file, its state in a volume, one port.
 * @param o.config as it is inside; see `innerConfig`
 * @param o.outer port on the host; 0 takes any free one
 */
export function roleContainer(o: {
  name: string;
  component: string;
  config: unknown;
  port: number;
  outer: number;
  configFile?: string | undefined;
  /** What else it reads. */
  files?: readonly ContainerFile[];
}): Omit<ContainerOptions, 'image'> {
  const config = { path: '/etc/bigfile/role.json', content: toConfigJson(o.config) };
  const files: ContainerFile[] = [{ ...config, owner: NODE_USER }];
  if (o.configFile) {
    const content = readFileSync(o.configFile, 'utf8');
    files.push({ path: INNER_CONFIG_FILE, content, owner: NODE_USER });
  }
  files.push(...(o.files ?? []));
  return {
    name: o.name,
    files,
    volumes: { [INNER_DATA]: o.name },
    ports: { main: { inner: o.port, outer: o.outer } },
    ...(o.component === 'provider' ? { securityOptions: MAY_CONFINE } : {}),
    ready: [
      {
        what: 'its own word that it is ready',
        timeoutMs: READY_TIMEOUT_MS,
        check: (container) => {
          const line = container.findLine((text) => settles(parseReport(text)));
          return line === undefined ? undefined : parseReport(line);
        },
      },
    ],
  };
}

function settles(report: RoleReport | undefined): boolean {
  return report?.type === 'ready' || report?.type === 'failed';
}

/**
 * What a role said when it was ready.
 * @throws ProcessFailedError when it said why it cannot start
 */
export function readyOf(o: { name: string; report: RoleReport }): unknown {
  const { name, report } = o;
  if (report.type === 'failed') throw new ProcessFailedError({ name, ...report.failure });
  return report.type === 'ready' ? report.value : undefined;
}

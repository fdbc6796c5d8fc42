import type { StackContainer } from './readContainers.ts';

/** The part of the Compose format that is written; JSON is YAML. */
export interface ComposeFile {
  /** docker-compose 1.29 wants to know; Compose v2 ignores it. */
  version: string;
  services: Record<string, ComposeService>;
  networks: Record<string, object>;
  volumes: Record<string, { external: true; name: string } | object>;
}

export interface ComposeService {
  image: string;
  hostname: string;
  entrypoint?: string[];
  command?: string[];
  environment?: string[];
  user?: string;
  working_dir?: string;
  ports?: string[];
  volumes?: string[];
  cap_add?: string[];
  security_opt?: string[];
  depends_on?: string[];
  init: true;
  restart: 'on-failure';
  networks: string[];
}

/** The network that all of them are on. */
const NETWORK = 'stack';

/**
 * A Compose file of containers as they run. It continues their chains: the volumes are theirs.
 * @param o.fileOf where a copied file is kept beside the Compose file
 */
export function composeFile(o: {
  containers: readonly StackContainer[];
  fileOf: (container: string, path: string) => string;
}): ComposeFile {
  const volumes = o.containers.flatMap(({ info }) => volumeNames(info));
  return {
    version: '3.8',
    services: Object.fromEntries(
      o.containers.map((container, i) => [
        container.name,
        service({ container, before: o.containers.slice(0, i), fileOf: o.fileOf }),
      ]),
    ),
    networks: { [NETWORK]: {} },
    // Kept by `docker-compose down -v` too: they belong to the stack that made them.
    volumes: Object.fromEntries(volumes.map((name) => [name, { external: true, name }])),
  };
}

function service(o: {
  container: StackContainer;
  before: readonly StackContainer[];
  fileOf: (container: string, path: string) => string;
}): ComposeService {
  const { name, info, files } = o.container;
  const { Config: c, HostConfig: h } = info;
  const mounts = [
    ...(h.Binds ?? []),
    ...files.map(({ path }) => `${o.fileOf(name, path)}:${path}:ro`),
  ];
  const some = (key: keyof ComposeService, value: string | string[] | null | undefined) =>
    value && value.length > 0 ? { [key]: escapeDollars(value) } : {};
  return {
    image: c.Image,
    hostname: name,
    ...some('entrypoint', list(c.Entrypoint)),
    ...some('command', c.Cmd),
    ...some('environment', c.Env),
    ...some('user', c.User),
    ...some('working_dir', c.WorkingDir),
    ...some('ports', ports(info)),
    ...some('volumes', mounts),
    ...some('cap_add', h.CapAdd),
    ...some('security_opt', h.SecurityOpt),
    ...some('depends_on', dependencies(o)),
    init: true,
    // A part that is up before what it needs ends, and is started again.
    restart: 'on-failure',
    networks: [NETWORK],
  };
}

/** A part waits for those started before it that its files or its command name. */
function dependencies(o: { container: StackContainer; before: readonly StackContainer[] }) {
  const { info, files } = o.container;
  const texts = files.map(({ content }) => (typeof content === 'string' ? content : ''));
  const said = [...(info.Config.Cmd ?? []), ...texts].join('\n');
  return o.before.map(({ name }) => name).filter((name) => new RegExp(`//${name}:\\d`).test(said));
}

function ports(info: StackContainer['info']): string[] {
  return Object.entries(info.NetworkSettings.Ports).flatMap(([inner, published]) =>
    (published ?? [])
      .slice(0, 1)
      .map(({ HostIp, HostPort }) => `${HostIp}:${HostPort}:${inner.split('/')[0]}`),
  );
}

function volumeNames(info: StackContainer['info']): string[] {
  return (info.HostConfig.Binds ?? []).map((bind) => bind.split(':')[0] as string);
}

function list(value: string | string[] | null | undefined): string[] {
  return typeof value === 'string' ? [value] : (value ?? []);
}

/** Compose replaces what follows a dollar sign. */
function escapeDollars(value: string | string[]): string | string[] {
  const one = (text: string) => text.replaceAll('$', () => '$$');
  return Array.isArray(value) ? value.map(one) : one(value);
}

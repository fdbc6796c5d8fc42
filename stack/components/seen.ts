/** What was seen of a component in a container of the image's name; absent: it was not run. */
export interface Seen {
  /** The build that ran. */
  build: string;
  /** How far. */
  reached: string;
}

/**
 * Every component with a driver, by its name in `versions.json`. The one place that says what was run:
 * the line at a start comes from it, and the table of `docs/official-components.md` must equal it.
 */
export const SEEN = {
  geth: {
    build: '1.17.5, of the Go module proxy',
    reached:
      'the walk and all stories of `e2e/` but forced batches, with cdk-erigon and the official contracts',
  },
  reth: undefined,
  anvil: {
    build: '1.7.1, of npm',
    reached: 'the walk to its end, with our L2',
  },
  'cdk-erigon': {
    build: '2.65, commit 080a7c37',
    reached:
      'all stories of `e2e/` but forced batches; the walk, with geth and the official contracts',
  },
  'cdk-erigon-zk': {
    build: '2.61.24, tag v2.61.24',
    reached:
      'the walk to its end, with the mock prover, and with cdk-node, to which it gave real witnesses',
  },
  'cdk-node': {
    build: '0.5.4, of the Go module proxy',
    reached:
      'the walk to its end, with geth, cdk-erigon-zk, the official contracts and a scripted prover in the place of zkevm-prover',
  },
  'zkevm-prover': undefined,
  'cdk-data-availability': {
    build: '0.0.13, tag v0.0.13',
    reached: 'the walk to its end; then the L2 rebuilt from L1 and the data that it keeps',
  },
  'zkevm-bridge-service': {
    build: '0.6.4-RC2, commit 44fd962',
    reached:
      'the walk and the stories of `e2e/` for one rollup, with cdk-erigon: every claim on the L2 was its own',
  },
  postgres: {
    build: '15.18 of Debian, in an image of the name',
    reached: 'as the database of zkevm-bridge-service and of cdk-data-availability',
  },
} as const satisfies Record<string, Seen | undefined>;

export type SeenComponent = keyof typeof SEEN;

/** What a user is told when the component starts. */
export function seenLine(component: SeenComponent): string {
  const seen: Seen | undefined = SEEN[component];
  if (seen) return `${component}: was run as ${seen.build}; ${seen.reached}`;
  return `${component}: not run; the devkit has driver and configuration of it, and no run of any build`;
}

/** The same of all, as a table in Markdown. */
export function seenTable(): string {
  const rows = Object.entries<Seen | undefined>(SEEN).map(([name, seen]) =>
    seen ? `| ${name} | ${seen.build} | ${seen.reached} |` : `| ${name} | – | **not run** |`,
  );
  return ['| component | build | seen |', '|---|---|---|', ...rows].join('\n');
}

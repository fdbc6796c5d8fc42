import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  type CeremonyTranscript,
  contributeToCeremony,
  ensureCircuit,
  finishCeremony,
  readTranscript,
  startCeremony,
} from '#circuits';
import { ProgramCommandError } from '../../errors.ts';
import { build } from './build.ts';
import {
  circuitsCacheOf,
  type ProgramContext,
  packageOf,
  required,
  tell,
} from './ProgramContext.ts';

const ENTROPY_BYTES = 64;
const ITERATIONS_POWER = 10;

/**
 * Makes a key: a DEV one without `--ptau`; with it, phase 2 of a ceremony in the program's key
 * folder. That folder can go from hand to hand: one call starts it, each party calls with
 * `--contribute`, the last call with `--beacon` closes it. Contributions made on one machine are one
 * party's.
 */
export async function setup(context: ProgramContext): Promise<number> {
  const { options, output } = context;
  const isCeremony = ['ptau', 'contribute', 'beacon'].some((name) => name in options);
  if (!isCeremony) return build(context);
  const from = await packageOf(context);
  const dir = from.keyDir ?? required(context, 'keyDir');
  const cacheDir = circuitsCacheOf(context);
  const beacon = options.beacon === undefined ? undefined : beaconOf(context);
  const sources = async () => {
    const definition = from.circuit;
    const { r1csPath } = await ensureCircuit({ definition, cacheDir, onProgress: tell });
    const allowUnpublished = options.unpublishedPtau === true;
    return { r1csPath, ptauPath: resolve(required(context, 'ptau')), allowUnpublished };
  };

  if (!existsSync(join(dir, 'transcript.json'))) {
    tell('starting phase 2');
    const given = await sources();
    await mkdir(dir, { recursive: true });
    await startCeremony({ ...given, dir, circuit: from.circuit.name });
  }
  for (const name of options.contribute ?? []) {
    tell(`contribution of ${name}`);
    // Forgotten with this process: whoever knows all parties' entropy can forge proofs.
    const entropy = randomBytes(ENTROPY_BYTES).toString('hex');
    await contributeToCeremony({ dir, name, entropy });
  }
  if (beacon) {
    tell('beacon and verification');
    await finishCeremony({ ...(await sources()), dir, beacon });
  }
  const transcript = await readTranscript(dir);
  output.result({ dir, closed: transcript.beacon !== undefined, transcript }, () =>
    describe(dir, transcript),
  );
  return 0;
}

function beaconOf(context: ProgramContext): { hash: string; iterationsPower: number } {
  const { command, options } = context;
  const hash = required(context, 'beacon').replace(/^0x/, '').toLowerCase();
  const iterationsPower = Number(options.iterationsPower ?? ITERATIONS_POWER);
  if (!/^([0-9a-f]{2}){8,255}$/.test(hash)) {
    throw new ProgramCommandError({ command, details: '--beacon takes 8 to 255 bytes as hex' });
  }
  if (!Number.isInteger(iterationsPower) || iterationsPower < 10 || iterationsPower > 63) {
    throw new ProgramCommandError({ command, details: '--iterations-power takes 10 to 63' });
  }
  return { hash, iterationsPower };
}

function describe(dir: string, transcript: CeremonyTranscript): string[] {
  const { beacon, contributions, ptau } = transcript;
  return [
    `folder        ${dir}`,
    `powers of tau ${ptau.published === undefined ? 'unpublished' : `published, 2^${ptau.published}`}`,
    ...contributions.map(({ name, hash }) => `contribution  ${name} ${hash.slice(0, 32)}…`),
    beacon
      ? `beacon        ${beacon.hash}, 2^${beacon.iterationsPower} rounds; verified`
      : 'open: --contribute adds one, --beacon closes it',
  ];
}

import { BaseError } from '../BaseError.ts';
import type { ContainerEnd } from './types.ts';

export class DockerMissingError extends BaseError {
  constructor(o: { reason: string; next: readonly string[]; cause?: unknown }) {
    super(`No container engine answers: ${o.reason}.`, {
      code: 'CORE_DOCKER_MISSING',
      cause: o.cause,
      metaMessages: [...o.next, '`npx bigfile doctor` looks again and says what is still missing.'],
      docsPath: 'containers.md',
    });
  }
}

export class ImageMissingError extends BaseError {
  constructor(o: { image: string; component?: string; build?: string; cause?: unknown }) {
    const name = o.component ?? 'NAME';
    super(
      `The image ${o.image}${o.component ? ` for ${o.component}` : ''} is neither here nor can it be pulled.`,
      {
        code: 'CORE_IMAGE_MISSING',
        cause: o.cause,
        metaMessages: [
          o.build
            ? `Build it: ${o.build}.`
            : `Pull it where a registry answers: docker pull ${o.image}.`,
          `Or take another one: --image ${name}=<reference>, or ${imageVariable(name)}.`,
        ],
        docsPath: 'containers.md',
      },
    );
  }
}

/** Environment variable that overrides a component's image. */
export function imageVariable(component: string): `BIGFILE_IMAGE_${string}` {
  return `BIGFILE_IMAGE_${component.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}

export class ContainerFailedError extends BaseError {
  constructor(o: {
    name: string;
    image: string;
    /** What it had not reached. */
    what: string;
    /** Absent when it still ran, and time was up. */
    end?: ContainerEnd | undefined;
    tail: string;
    logFile: string;
    likely?: { cause: string; next: string } | undefined;
    cause?: unknown;
  }) {
    const how = o.end
      ? `ended (${o.end.outOfMemory ? 'out of memory' : `exit code ${o.end.exitCode}`}) before it was ready`
      : 'did not get ready in time';
    super(`The container ${o.name} (${o.image}) ${how}; it waited for ${o.what}.`, {
      code: 'CORE_CONTAINER_FAILED',
      cause: o.cause,
      details: o.tail.trim() || 'it printed nothing',
      metaMessages: [
        ...(o.likely ? [`Likely cause: ${o.likely.cause}`, o.likely.next] : []),
        `The last lines it printed are in the details; all of them in ${o.logFile}.`,
      ],
      docsPath: 'containers.md',
    });
  }
}

export class EngineRefusedError extends BaseError {
  constructor(o: { what: string; cause: unknown }) {
    super(`The container engine could not ${o.what}.`, {
      code: 'CORE_ENGINE_REFUSED',
      cause: o.cause,
      metaMessages: ['Its reason is in the details. `npx bigfile doctor` checks the engine.'],
      docsPath: 'containers.md',
    });
  }
}

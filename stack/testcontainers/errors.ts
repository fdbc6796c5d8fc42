import { BaseError } from '#core';

export class BigFileContainerError extends BaseError {
  constructor(o: { image: string; output: string }) {
    super(`The stack in ${o.image} does not say what it is.`, {
      code: 'STACK_BIGFILE_CONTAINER',
      details: o.output,
      metaMessages: ['Is it the devkit image? `npm run images` builds bigfile/devkit.'],
      docsPath: 'containers.md',
    });
  }
}

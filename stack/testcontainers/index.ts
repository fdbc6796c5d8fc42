export { BigFileContainer } from './BigFileContainer.ts';
export { BigFileContainerError } from './errors.ts';
export { StartedBigFileContainer } from './StartedBigFileContainer.ts';

import { afterEach, expect, test, vi } from 'vitest';
import { UnknownComponentError } from '../errors.ts';
import { COMPONENTS, componentImage } from './componentImage.ts';

afterEach(() => vi.unstubAllEnvs());

test('the version file names an image with a tag for every component', () => {
  for (const component of COMPONENTS) {
    expect(componentImage({ component }).image).toMatch(/^[\w./-]+:[\w.-]+$/);
  }
});

test('the flag counts more than the environment, and that more than the version file', () => {
  const component = 'cdk-erigon';
  vi.stubEnv('BIGFILE_IMAGE_CDK_ERIGON', 'mine:env');
  expect(componentImage({ component }).image).toBe('mine:env');
  expect(componentImage({ component, images: { [component]: 'mine:flag' } }).image).toBe(
    'mine:flag',
  );
});

test('error: a component that there is not', () => {
  expect(() => componentImage({ component: 'nethermind' })).toThrow(UnknownComponentError);
});

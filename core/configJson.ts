import { BadConfigValueError } from './errors.ts';

const BIGINT = /^-?\d+n$/;

/**
 * A role's configuration as JSON: a bigint is its digits and an `n`, as in the language. Functions
 * and absent values are left out.
 * @throws BadConfigValueError when a string looks like a bigint: it would come back as one
 */
export function toConfigJson(config: unknown, indent?: number): string {
  const write = (key: string, value: unknown) => {
    if (typeof value === 'bigint') return `${value}n`;
    if (typeof value === 'string' && BIGINT.test(value)) {
      throw new BadConfigValueError({ key, value });
    }
    return value;
  };
  return JSON.stringify(config, write, indent);
}

/** The inverse of `toConfigJson`. */
export function fromConfigJson(text: string): unknown {
  return JSON.parse(text, (_key, value) =>
    typeof value === 'string' && BIGINT.test(value) ? BigInt(value.slice(0, -1)) : value,
  );
}

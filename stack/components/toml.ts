type Scalar = string | number | bigint | boolean;

/** Lines before the first section, and sections by name; a line is TOML already. */
export interface Toml {
  top?: readonly string[];
  sections: Readonly<Record<string, readonly string[]>>;
}

/** A TOML document, sections in the order given. */
export function toml({ top = [], sections }: Toml): string {
  const blocks = Object.entries(sections).map(([name, lines]) => [`[${name}]`, ...lines]);
  return [...(top.length > 0 ? [top] : []), ...blocks]
    .map((lines) => `${lines.join('\n')}\n`)
    .join('\n');
}

/** `key = value` of each; texts are quoted. */
export function tomlLines(values: Readonly<Record<string, Scalar>>): string[] {
  return Object.entries(values).map(
    ([key, value]) => `${key} = ${typeof value === 'bigint' ? value : JSON.stringify(value)}`,
  );
}

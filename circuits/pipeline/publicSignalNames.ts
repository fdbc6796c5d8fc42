// SPDX-License-Identifier: GPL-3.0-or-later

/**
 * Names of the public signals from the compiler's symbol file, whose lines are
 * `label,wire,component,name`; public signals are the wires 1 to `publics`.
 */
export function publicSignalNames(o: { sym: string; publics: number }): string[] {
  const names = new Map<number, string>();
  for (const line of o.sym.split('\n')) {
    const [, wire, , name] = line.split(',');
    if (name && /^main\.[^.]+$/.test(name)) names.set(Number(wire), name.slice('main.'.length));
  }
  return Array.from({ length: o.publics }, (_, i) => names.get(i + 1) ?? `wire ${i + 1}`);
}

import { BaseError, plainOutput, toJson } from '#core';
import type { Step } from '../walk/steps.ts';

/** stdout carries data, stderr everything else. */
export interface Output {
  /** A line for people. */
  line(text: string): void;
  /** The one result: JSON where it was asked for, the given lines otherwise. */
  result(value: unknown, lines: () => readonly string[]): void;
  error(error: unknown): void;
  step(step: Step): void;
}

export function createOutput(o: { json: boolean }): Output {
  const people = o.json ? process.stderr : process.stdout;
  const paint = (code: string, text: string) =>
    plainOutput() ? text : `\u001b[${code}m${text}\u001b[0m`;
  return {
    line: (text) => void people.write(`${text}\n`),
    result(value, lines) {
      process.stdout.write(o.json ? `${toJson(value)}\n` : `${lines().join('\n')}\n`);
    },
    step(step) {
      const seconds = `${(step.ms / 1000).toFixed(2)} s`.padStart(9);
      const where = step.chain ? ` ${step.chain.toUpperCase()}` : '';
      const facts = [step.note, step.txHash && `tx ${step.txHash}`].filter(Boolean).join('  ');
      people.write(
        `${paint('32', '✔')} ${step.name.padEnd(34)}${seconds}${where.padEnd(4)} ${paint('2', facts)}\n`,
      );
    },
    error(error) {
      if (o.json) process.stdout.write(`${toJson({ ok: false, error: describeError(error) })}\n`);
      process.stderr.write(`${paint('31', '✖')} ${messageOf(error)}\n`);
    },
  };
}

/** Code, sentence and next steps of any failure, as plain data. */
export function describeError(error: unknown): {
  code: string;
  message: string;
  next: readonly string[];
} {
  if (error instanceof BaseError) {
    const deepest = error.walk();
    const cause = deepest instanceof BaseError && deepest !== error ? deepest : undefined;
    return {
      code: cause?.code ?? error.code,
      message: cause ? `${error.shortMessage} ${cause.shortMessage}` : error.shortMessage,
      next: [...(cause?.metaMessages ?? []), ...error.metaMessages],
    };
  }
  return {
    code: 'UNEXPECTED',
    message: error instanceof Error ? error.message : String(error),
    next: [],
  };
}

function messageOf(error: unknown): string {
  if (error instanceof BaseError) return `${error.message}\n\nCode: ${describeError(error).code}`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

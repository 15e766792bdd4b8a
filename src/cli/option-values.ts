/** Values of options: durations, NAME=VALUE, reporters with their files. */
import { reporters } from '../report';
import { UsageError } from './usage-error';

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

/** `200ms`, `5s`, `2m` in milliseconds. */
export function durationOption(text: string): number {
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m)$/.exec(text) ?? [];
  if (number === undefined) throw new UsageError(`“${text}” is no duration: write 200ms, 5s or 2m`);
  return Number(number) * (units[unit] ?? 1);
}

/** Adds `name=value` to those before. */
export function variableOption(text: string, before: Readonly<Record<string, string>> = {}): Record<string, string> {
  const equals = text.indexOf('=');
  if (equals < 1) throw new UsageError(`--var ${text}: write name=value`);
  return { ...before, [text.slice(0, equals)]: text.slice(equals + 1) };
}

/** Keeps each, for an option that may come more than once. */
export const eachOption = (text: string, before: readonly string[] = []): string[] => [...before, text];

export interface ReporterChoice {
  readonly name: string;
  /** Where it goes; undefined: standard output. */
  readonly file?: string;
}

/** `junit` or `junit=report.xml`; several reporters may go to files, one to standard output. */
export function reporterOption(text: string, before: readonly ReporterChoice[] = []): ReporterChoice[] {
  const [name = '', ...rest] = text.split('=');
  if (!(name in reporters)) {
    throw new UsageError(
      `--reporter ${name}: there is no such reporter; write one of ${Object.keys(reporters).join(', ')}`,
    );
  }
  const file = rest.join('=');
  if (file === '' && before.some((choice) => choice.file === undefined)) {
    throw new UsageError(`--reporter ${text}: only one reporter can go to standard output; write ${name}=FILE`);
  }
  return [...before, { name, ...(file === '' ? {} : { file }) }];
}

export function countOption(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new UsageError(`“${text}” is no number of at least 1`);
  return count;
}

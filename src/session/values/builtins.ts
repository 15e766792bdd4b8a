/** The values that are built in: `{{$uuid}}`, `{{$now}}`, `{{$secret NAME}}` (language.md §5). */
import { err, nearest, ok, type Result, toHex } from '../../base';
import { imapDate, mailDate } from './dates';
import { plain, type Value } from './value';

/** Where built-in values come from. Secrets and prompts have been asked for before anything is sent. */
export interface ValueSources {
  /** Cryptographically strong random octets. */
  readonly random: (count: number) => Uint8Array;
  readonly clock: {
    now(): number;
    zone(at: number): number;
  };
  readonly variable: (name: string) => string | undefined;
  readonly hostname: string;
  readonly secret: (name: string) => string | undefined;
  readonly prompt: (text: string) => string | undefined;
}

/** What is only known where a value is used. */
export interface Moment {
  /** The tag of the command that is being made or answered. */
  readonly tag?: string | undefined;
  /** How often the innermost `repeat` has run before, from 0. */
  readonly index?: number | undefined;
}

/** Why there is no value, and what to do. */
export interface NoValue {
  readonly message: string;
  readonly advice?: string;
}

type Make = (sources: ValueSources, moment: Moment, argument: string | undefined) => Result<Value, NoValue>;

const text = (value: string): Result<Value, NoValue> => ok(plain(value));

/** How each is made; what each is for is said in script/names. */
const makers: Readonly<Record<string, Make>> = {
  uuid: ({ random }) => text(uuid(random(16))),
  tag: (_, moment) => tag(moment),
  now: ({ clock }) => text(mailDate(clock.now(), clock.zone(clock.now()))),
  today: ({ clock }) => text(imapDate(clock.now(), clock.zone(clock.now()))),
  timestamp: ({ clock }) => text(String(Math.floor(clock.now() / 1000))),
  random: randomText,
  env: environment,
  secret,
  prompt,
  hostname: ({ hostname }) => text(hostname),
  index: (_, { index }) => text(String(index ?? 0)),
};

export const builtinNames: readonly string[] = Object.keys(makers);

/** The value of `{{$name argument}}`. */
export function builtin(
  name: string,
  argument: string | undefined,
  sources: ValueSources,
  moment: Moment,
): Result<Value, NoValue> {
  const make = Object.hasOwn(makers, name) ? makers[name] : undefined;
  return make ? make(sources, moment, argument) : err(noBuiltin(name));
}

export function noBuiltin(name: string): NoValue {
  const near = nearest(name, builtinNames);
  const advice = near ? `Did you mean {{$${near}}}?` : `There are: ${builtinNames.map((one) => `$${one}`).join(' ')}`;
  return { message: `There is no built-in value $${name}`, advice };
}

function uuid(octets: Uint8Array): string {
  const bytes = Uint8Array.from(octets);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return toHex(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function tag({ tag: known }: Moment): Result<Value, NoValue> {
  return known === undefined
    ? err({ message: 'There is no tag here: no IMAP command is being sent or answered' })
    : text(known);
}

const alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789';

function randomText({ random }: ValueSources, _: Moment, argument = '8'): Result<Value, NoValue> {
  const count = /^\d{1,4}$/.test(argument) ? Number(argument) : 0;
  if (count === 0) {
    return err({
      message: `$random ${argument} is no length`,
      advice: 'Write a number of characters, such as {{$random 8}}',
    });
  }
  let made = '';
  // Octets from 252 are dropped, so that every character is as likely as every other.
  while (made.length < count) {
    for (const octet of random(count)) if (octet < 252 && made.length < count) made += alphabet[octet % 36];
  }
  return text(made);
}

function environment({ variable }: ValueSources, _: Moment, argument = ''): Result<Value, NoValue> {
  const value = variable(argument);
  return value === undefined
    ? err({
        message: `The environment variable ${argument} is not set`,
        advice: `Set ${argument}, or define a variable in the script`,
      })
    : text(value);
}

function secret(sources: ValueSources, _: Moment, argument = ''): Result<Value, NoValue> {
  const value = sources.secret(argument);
  if (value !== undefined) return ok({ text: value, secrets: [argument] });
  const variable = `MAILWRIGHT_SECRET_${argument.toUpperCase().replace(/[^A-Z0-9]/g, '_')}`;
  return err({
    message: `There is no secret "${argument}"`,
    advice: `Store it in the editor, set ${variable}, or name a file with --secrets-file`,
  });
}

function prompt(sources: ValueSources, _: Moment, argument = ''): Result<Value, NoValue> {
  const value = sources.prompt(argument);
  if (value !== undefined) return ok({ text: value, secrets: [argument] });
  return err({
    message: `Nobody answered the prompt "${argument}"`,
    advice: 'Run it where somebody can be asked, or use {{$secret NAME}}',
  });
}

/** One line of text → a fault: the same on the command line, in the environment file and in a script's `fault` line. */
import { err, nearest, ok, type Range, type Result, range } from '../../base';
import { type Fault, type FaultService, faultServices } from './fault';
import { type FaultInfo, type FaultParameter, type FaultValue, type FaultWords, faultNamed, faults } from './table';
import { faultVerbs, servicesOfReply } from './verbs';
import { type FaultWord, faultWords } from './words';

export interface FaultProblem {
  readonly message: string;
  readonly advice: string;
  /** In the text. */
  readonly range: Range;
}

/** `none`: all faults are to be taken off. */
export type FaultOrder = Fault | 'none';

/** Reads what a script may say: a fault, or `none`. */
export function parseFaultOrder(text: string): Result<FaultOrder, FaultProblem> {
  return text.trim() === 'none' ? ok('none') : parseFault(text, ['none']);
}

/** Reads a fault as docs/sandbox.md has it, such as `refuse RCPT 450 4.7.1 greylisted times=2 on=smtp`. */
export function parseFault(text: string, others: readonly string[] = []): Result<Fault, FaultProblem> {
  const [name, ...rest] = faultWords(text);
  const names = [...faults.map(({ kind }) => kind), ...others];
  if (!name) return problem('a fault is missing', `write one of ${names.join(', ')}`, range(0, text.length));
  const info = faultNamed(name.text);
  if (!info) {
    const near = nearest(name.text, names);
    const advice = near ? `did you mean \`${near}\`?` : `write one of ${names.join(', ')}`;
    return problem(`there is no fault \`${name.text}\``, advice, name.range);
  }
  return readWords(info, rest, name.range);
}

function readWords(info: FaultInfo, rest: readonly FaultWord[], at: Range): Result<Fault, FaultProblem> {
  const found: Record<string, unknown> = {};
  const positional: FaultWord[] = [];
  for (const word of rest) {
    const split = word.quoted ? undefined : /^([a-z]+)=(.*)$/s.exec(word.text);
    const option = split ? info.options.find((one) => one.name === split[1]) : undefined;
    if (!split || !option) {
      const near = split && !takesText(info) ? optionNear(info, split[1] ?? '') : undefined;
      if (near !== undefined) return problem(`\`${info.kind}\` has no option \`${split?.[1]}\``, near, word.range);
      positional.push(word);
      continue;
    }
    const value = readers[option.value]([{ ...word, text: split[2] ?? '' }]);
    if (typeof value === 'string') return problem(value, form(info), word.range);
    found[option.name] = value.value;
  }
  for (const parameter of info.words) {
    const [first] = positional;
    const all = ['reply', 'text', 'capabilities'].includes(parameter.value);
    if (!first || !fits(parameter, first)) {
      if (parameter.required) return problem(lacks(parameter), form(info), first?.range ?? at);
      continue;
    }
    const taken = all ? positional.splice(0) : positional.splice(0, 1);
    const value = readers[parameter.value](taken);
    if (typeof value === 'string') {
      // Of two words the first was meant as a command.
      return positional.length > 0 && takesVerb(info) && found.verb === undefined
        ? noCommand(info, first)
        : problem(value, adviceFor(parameter, first) ?? form(info), first.range);
    }
    found[parameter.name] = value.value;
  }
  const [extra] = positional;
  if (extra) {
    return takesVerb(info) && found.verb === undefined
      ? noCommand(info, extra)
      : problem(`\`${extra.text}\` is too much`, form(info), extra.range);
  }
  const missing = info.options.find(({ name, required }) => required && found[name] === undefined);
  if (missing) return problem(`\`${missing.name}=\` is missing`, form(info), at);
  const made = info.make(withServices(found));
  return typeof made === 'string' ? problem(made, form(info), at) : ok(made);
}

/** A reply shows whose it is: `refuse AUTH 454 …` is not for POP3. */
function withServices(words: FaultWords): FaultWords {
  if (words.on || words.reply === undefined) return words;
  const on = servicesOfReply(words.reply);
  return on ? { ...words, on } : words;
}

type Read = string | { readonly value: unknown };

const readers: Readonly<Record<FaultValue, (words: readonly FaultWord[]) => Read>> = {
  verb([word]) {
    const verb = (word?.text ?? '').toUpperCase();
    return faultVerbs.includes(verb) ? { value: verb } : `\`${word?.text}\` is no command`;
  },
  reply(words) {
    const reply = joined(words);
    if (servicesOfReply(reply) || words[0]?.quoted) return { value: reply };
    return 'a reply begins with a code (450), with NO or BAD (IMAP), or with -ERR (POP3)';
  },
  text: (words) => ({ value: joined(words) }),
  duration([word]) {
    const [, number, unit = ''] = /^(\d{1,9})(ms|s|m)$/.exec(word?.text ?? '') ?? [];
    const factor = { ms: 1, s: 1_000, m: 60_000 }[unit];
    return number === undefined || factor === undefined
      ? `\`${word?.text}\` is no duration: write 200ms, 5s or 2m`
      : { value: Number(number) * factor };
  },
  count([word]) {
    const text = word?.text ?? '';
    return /^[1-9]\d{0,8}$/.test(text) ? { value: Number(text) } : `\`${text}\` is no number from 1 to 999999999`;
  },
  signed([word]) {
    const text = word?.text ?? '';
    return /^[+-]?\d{1,9}$/.test(text) ? { value: Number(text) } : `\`${text}\` is no number`;
  },
  capabilities: (words) => ({
    value: words.flatMap(({ text }) => text.split(',')).flatMap((name) => (name === '' ? [] : name.toUpperCase())),
  }),
  services([word]) {
    const names = (word?.text ?? '').split(',');
    const wrong = names.find((name) => !isService(name));
    if (wrong === undefined) return { value: names };
    const near = nearest(wrong, faultServices);
    return `\`${wrong}\` is no service: ${near ? `did you mean \`${near}\`?` : `write ${faultServices.join(', ')}`}`;
  },
  tls: ([word]) => (word?.text === 'tls' ? { value: 'tls' } : '`after=` knows `tls` alone'),
};

const isService = (name: string): name is FaultService => faultServices.some((known) => known === name);
const joined = (words: readonly FaultWord[]): string => words.map(({ text }) => text).join(' ');
const takesVerb = ({ words }: FaultInfo): boolean => words.some(({ value }) => value === 'verb');
const takesText = ({ words }: FaultInfo): boolean =>
  words.some(({ value }) => value === 'reply' || value === 'text' || value === 'capabilities');

/** Whether a word is what an optional place takes; a required one takes what comes, and complains. */
function fits({ value, required }: FaultParameter, word: FaultWord): boolean {
  if (required) return true;
  return value === 'verb' ? faultVerbs.includes(word.text.toUpperCase()) : value !== 'text' || word.quoted;
}

function lacks({ name, value }: FaultParameter): string {
  if (value === 'verb') return 'a command is missing';
  if (value === 'duration') return 'a duration is missing';
  return `${name === 'capabilities' ? 'a capability' : `a ${name}`} is missing`;
}

function adviceFor({ value }: Pick<FaultParameter, 'value'>, word: FaultWord): string | undefined {
  const near = value === 'verb' ? nearest(word.text, faultVerbs) : undefined;
  return near === undefined ? undefined : `did you mean \`${near}\`?`;
}

function optionNear(info: FaultInfo, name: string): string | undefined {
  const names = info.options.map((option) => option.name);
  const near = nearest(name, names);
  return near === undefined ? form(info) : `did you mean \`${near}=\`?`;
}

const noCommand = (info: FaultInfo, word: FaultWord): Result<never, FaultProblem> =>
  problem(`\`${word.text}\` is no command`, adviceFor({ value: 'verb' }, word) ?? form(info), word.range);

const form = ({ syntax, example }: FaultInfo): string => `the form is \`${syntax}\`, as in \`${example}\``;

const problem = (message: string, advice: string, where: Range): Result<never, FaultProblem> =>
  err({ message, advice, range: where });

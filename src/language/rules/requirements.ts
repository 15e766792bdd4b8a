/** What a command needs beyond what every server has, from the tables of commands, parameters, items and keys. */
import { type Range, range } from '../../base';
import { commandNamed } from '../../protocol/imap/commands';
import { fetchItems } from '../../protocol/imap/fetch-items';
import { searchKeys } from '../../protocol/imap/search-keys';
import { commandInfo as pop3Command } from '../../protocol/pop3/commands';
import { commandInfo as smtpCommand } from '../../protocol/smtp/commands';
import { parameterInfo, type SmtpParameterInfo } from '../../protocol/smtp/parameters';
import type { Template } from '../../script';
import type { CommandMoment, StepMoment } from '../dialogue/walk';

export interface Requirement {
  /** Of what: for people. */
  readonly what: string;
  /** One of these must be there, in upper case. */
  readonly anyOf: readonly string[];
  /** The same for people. */
  readonly shown: string;
  readonly at: Range;
}

const requirement = (what: string, anyOf: readonly string[], at: Range): Requirement => ({
  what,
  anyOf,
  shown: anyOf.join(' or '),
  at,
});

export function requirementsOf(moment: CommandMoment | StepMoment): readonly Requirement[] {
  if (moment.kind === 'step') return stepRequirements(moment);
  const { connection, line } = moment;
  if (line.name === undefined || (line.as !== 'command' && line.as !== 'message')) return [];
  if (connection.protocol === 'imap') return imapRequirements(moment, line.name);
  return connection.protocol === 'pop3' ? pop3Requirements(moment, line.name) : smtpRequirements(moment, line.name);
}

function stepRequirements({ step, connection }: StepMoment): readonly Requirement[] {
  if (step.kind === 'starttls') {
    const name = connection?.protocol === 'pop3' ? 'STLS' : 'STARTTLS';
    return [requirement('`starttls`', [name], step.place.range)];
  }
  if (step.kind !== 'auth' || step.mechanism === undefined) return [];
  const mechanism = plain(step.mechanism);
  if (mechanism === undefined || /^(?:APOP|USER|LOGIN)$/.test(mechanism)) return [];
  return [requirement(`\`auth ${mechanism}\``, [`AUTH=${mechanism}`], step.place.range)];
}

const plain = (template: Template): string | undefined => {
  const [only] = template;
  return template.length === 1 && only?.kind === 'text' ? only.text : undefined;
};

/** The words of a line outside quotes that are plain text, with their places: the verb and the tag too. */
function wordsOf({ command }: CommandMoment): readonly { readonly text: string; readonly at: Range }[] {
  const words: { text: string; at: Range }[] = [];
  for (const part of command.payload) {
    if (part.kind !== 'text') continue;
    for (const piece of part.template) {
      if (piece.kind !== 'text') continue;
      for (const match of piece.text.slice(0, 4_000).matchAll(/"(?:[^"\\]|\\.)*"?|[^ \t"()]+/g)) {
        const start = piece.range.start + match.index;
        words.push({ text: match[0], at: range(start, start + match[0].length) });
      }
    }
  }
  return words;
}

// ---- SMTP ---------------------------------------------------------------------------------------------------------

function smtpRequirements(moment: CommandMoment, verb: string): readonly Requirement[] {
  const words = wordsOf(moment);
  const info = smtpCommand(verb);
  const found: Requirement[] = [];
  const [first, second] = words;
  if (moment.pipeline?.before.length === 0 && !moment.pipeline.last && first)
    found.push(requirement('`pipeline`', ['PIPELINING'], first.at));
  if (!info || !first) return found;
  if (verb === 'AUTH') {
    if (second && /^[A-Za-z0-9_-]+$/.test(second.text))
      found.push(requirement(`AUTH ${second.text.toUpperCase()}`, [`AUTH=${second.text.toUpperCase()}`], second.at));
  } else if (info.extension !== undefined && verb !== 'VRFY' && verb !== 'EXPN' && verb !== 'HELP')
    found.push(requirement(verb, [info.extension], first.at));
  if (verb !== 'MAIL' && verb !== 'RCPT') return found;
  for (const word of words.slice(1)) {
    const [name = '', value] = word.text.split('=', 2);
    const row: SmtpParameterInfo | undefined = /[<>@:]/.test(name) ? undefined : parameterInfo(verb, name);
    if (!row || row.command !== verb) continue;
    const needed: string = value?.toUpperCase() === 'BINARYMIME' ? 'BINARYMIME' : row.extension;
    const at = range(word.at.start, word.at.start + name.length);
    found.push(requirement(`${name.toUpperCase()} of ${verb}`, [needed.toUpperCase()], at));
  }
  return found;
}

// ---- POP3 ---------------------------------------------------------------------------------------------------------

function pop3Requirements(moment: CommandMoment, name: string): readonly Requirement[] {
  const [first, second] = wordsOf(moment);
  const info = pop3Command(name);
  if (!info || !first) return [];
  if (name === 'AUTH' && second) {
    const mechanism = second.text.toUpperCase();
    return [requirement(`AUTH ${mechanism}`, [`SASL=${mechanism}`], second.at)];
  }
  // Servers that announce nothing of the kind have USER and PASS all the same (RFC 1939 §7).
  if (info.capability === undefined || info.capability === 'USER') return [];
  return [requirement(name, [info.capability], first.at)];
}

// ---- IMAP ---------------------------------------------------------------------------------------------------------

const itemRows = new Map(fetchItems.map((row) => [row.name, row]));
const keyRows = new Map(searchKeys.map((row) => [row.name, row]));

function imapRequirements(moment: CommandMoment, name: string): readonly Requirement[] {
  const row = commandNamed(name);
  const words = wordsOf(moment).slice(moment.line.tag === undefined ? 0 : 1);
  const [first] = words;
  if (!row || !first) return [];
  const found: Requirement[] = [];
  const rest = words.slice(name.split(' ').length);
  const [argument, initial] = rest;
  if (name === 'AUTHENTICATE' && argument) {
    const mechanism = argument.text.toUpperCase();
    found.push(requirement(`AUTHENTICATE ${mechanism}`, [`AUTH=${mechanism}`], argument.at));
    if (initial) found.push(requirement('an initial response', ['SASL-IR'], initial.at));
  } else if (row.capabilities.length > 0) found.push(requirement(name, row.capabilities, first.at));
  if (name === 'FETCH' || name === 'UID FETCH') found.push(...items(rest.slice(1)));
  else if (/(?:^| )(?:SEARCH|SORT|THREAD)$/.test(name)) found.push(...keys(rest));
  const last = words.at(-1);
  if (last && /\{[0-9]+\+\}$/.test(last.text))
    found.push(requirement('a literal without waiting', ['LITERAL+', 'LITERAL-'], last.at));
  return found;
}

type Words = ReturnType<typeof wordsOf>;

function items(words: Words): readonly Requirement[] {
  return words.flatMap(({ text, at }) => {
    const name = text.toUpperCase().replace(/[[<].*$/, '');
    const row = itemRows.get(name);
    if (!row || row.capabilities.length === 0) return [];
    return requirement(name, row.capabilities, range(at.start, at.start + name.length));
  });
}

function keys(words: Words): readonly Requirement[] {
  const found: Requirement[] = [];
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    const row = word && keyRows.get(word.text.toUpperCase());
    if (!word || !row) continue;
    if (row.capabilities.length > 0) found.push(requirement(row.name, row.capabilities, word.at));
    // What a key takes may look like a key.
    i += row.arguments.filter((argument) => argument !== 'key').length;
  }
  return found;
}

/** What a served script announces: what its steps need from a server, beside what its lines say. */
import type { Protocol } from '../../protocol/finding';
import { commandOf } from '../../protocol/imap/commands';
import { isExplicitTag } from '../../protocol/imap/tags';
import { commandInfo as pop3Command } from '../../protocol/pop3/commands';
import { commandInfo as smtpCommand } from '../../protocol/smtp/commands';
import type { Condition, SessionProgram, Step } from '../../script/program';
import { everyCommand, everyStep } from '../../session/walk';

/** Keywords with their parameters, in upper case: `AUTH` → `PLAIN`, `LOGIN`. */
export type Announced = ReadonlyMap<string, readonly string[]>;

interface Signing {
  /** Mechanisms that `auth` of this session can be carried out by. */
  readonly mechanisms: readonly string[];
}

/** What a server without lines of its own announces. */
export const usual: Readonly<Record<Protocol, readonly string[]>> = {
  smtp: ['PIPELINING', 'SIZE=10485760', '8BITMIME', 'ENHANCEDSTATUSCODES', 'SMTPUTF8', 'DSN', 'CHUNKING'],
  lmtp: ['PIPELINING', 'SIZE=10485760', '8BITMIME', 'ENHANCEDSTATUSCODES', 'SMTPUTF8', 'DSN', 'CHUNKING'],
  imap: ['IMAP4REV1', 'SASL-IR', 'LITERAL+'],
  pop3: ['TOP', 'UIDL', 'USER', 'RESP-CODES', 'PIPELINING', 'AUTH-RESP-CODE'],
};

/** What a server must announce for a command to be sent at all. */
function capabilityFor(words: readonly string[], protocol: Protocol): string | undefined {
  const [verb = ''] = words;
  switch (protocol) {
    case 'imap':
      return commandOf(words.map((word) => word.toUpperCase()))?.capabilities[0];
    case 'pop3':
      return pop3Command(verb.toUpperCase())?.capability;
    default:
      return smtpCommand(verb.toUpperCase())?.extension;
  }
}

/** What this session's steps need. `tls`: whether the connection is on TLS, where STARTTLS is no longer offered. */
export function neededBy(
  session: SessionProgram,
  protocol: Protocol,
  tls: boolean,
  { mechanisms }: Signing,
): Announced {
  const found = new Map<string, string[]>();
  const add = (name: string): void => {
    const [keyword = '', parameter] = keywordOf(name, protocol);
    if (/^(?:STARTTLS|STLS)$/.test(keyword) && tls) return;
    const known = found.get(keyword) ?? [];
    found.set(keyword, parameter === undefined || known.includes(parameter) ? known : [...known, parameter]);
  };
  const steps = [...everyStep([...session.steps, ...session.cleanup])];
  for (const step of steps) wanted(step, protocol).forEach(add);
  if (steps.some((step) => step.kind === 'auth')) {
    for (const mechanism of mechanisms) add(`${protocol === 'pop3' ? 'SASL' : 'AUTH'}=${mechanism}`);
  }
  for (const command of everyCommand(steps)) {
    const [first] = command.payload;
    const text = first?.kind === 'text' && first.template[0]?.kind === 'text' ? first.template[0].text : '';
    const words = text.trim().split(/\s+/);
    if (protocol === 'imap' && isExplicitTag(words[0] ?? '', words[1])) words.shift();
    const capability = capabilityFor(words, protocol);
    if (capability !== undefined && capability !== 'AUTH' && capability !== 'SASL') add(capability);
  }
  return found;
}

function wanted(step: Step, protocol: Protocol): readonly string[] {
  switch (step.kind) {
    case 'needs':
      return step.capabilities;
    case 'starttls':
      return [protocol === 'pop3' ? 'STLS' : 'STARTTLS'];
    case 'assert':
      return contained(step.condition);
    default:
      return [];
  }
}

function contained({ left, operator, right }: Condition): readonly string[] {
  if (left.kind !== 'fact' || left.path !== 'capabilities' || operator !== 'contains') return [];
  const [term] = right ?? [];
  const [part] = term?.template ?? [];
  return part?.kind === 'text' ? [part.text.trim()] : [];
}

/** `AUTH=PLAIN`, `AUTH PLAIN`, `SASL=PLAIN`: in the form of the protocol; IMAP has whole names. */
function keywordOf(name: string, protocol: Protocol): readonly [string, string?] {
  const upper = name
    .trim()
    .toUpperCase()
    .replace(/[ \t]+/, '=');
  if (protocol === 'imap') return [upper];
  const [keyword = '', ...rest] = upper.split('=');
  const named = protocol === 'pop3' && keyword === 'AUTH' ? 'SASL' : keyword;
  return rest.length === 0 ? [named] : [named, rest.join('=')];
}

/** The announcement with what is usual, unless lines of the script are the announcement. */
export function withUsual(needed: Announced, protocol: Protocol): Announced {
  const all = new Map<string, readonly string[]>();
  for (const name of usual[protocol]) {
    const [keyword = '', parameter] = keywordOf(name, protocol);
    all.set(keyword, parameter === undefined ? [] : [parameter]);
  }
  for (const [keyword, parameters] of needed)
    all.set(keyword, parameters.length > 0 ? parameters : (all.get(keyword) ?? []));
  return all;
}

/** One line for each keyword. */
export const announcedLines = (announced: Announced): readonly string[] =>
  [...announced].map(([keyword, parameters]) =>
    [keyword === 'IMAP4REV1' ? 'IMAP4rev1' : keyword, ...parameters].join(' '),
  );

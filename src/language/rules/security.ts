/** Passwords in the file, and on the wire before TLS (RFC 8314 §3, RFC 4616 §6). */
import { type Range, range } from '../../base';
import { mechanismFacts } from '../../protocol/sasl/mechanism-facts';
import type { Template } from '../../script';
import type { Connection } from '../dialogue/connection';
import { isPlain } from '../dialogue/line';
import { mayFail } from '../dialogue/outcomes';
import type { CommandMoment, StepMoment } from '../dialogue/walk';
import { type Fix, quickFix } from '../found';
import { nameRange } from './command-word';
import { hasPassword, quotedOrAtom, secretName } from './passwords';
import { type Judge, lineBefore, lineName, type Rule } from './rule';

export const security: Rule = (moment, judge) => {
  if (moment.kind === 'reply') return;
  if (moment.kind === 'step') return step(moment, judge);
  if (mayFail(moment.outcomes)) return;
  const { line, connection } = moment;
  const { name } = line;
  if (line.as === 'response') response(moment, judge);
  else if (line.as !== 'command') return;
  else if (name === 'AUTH' || name === 'AUTHENTICATE') authenticate(moment, judge);
  else if (name === 'LOGIN' && connection.protocol === 'imap') login(moment, judge);
  else if (name === 'PASS' && connection.protocol === 'pop3') pass(moment, judge);
};

const clearTextMechanisms: ReadonlySet<string> = new Set(
  mechanismFacts.filter((row) => row.clearText).map((row): string => row.name),
);

/** Whether what is said can be overheard, as far as the script and its environment tell. */
const isOpen = ({ tls, peer }: Connection): boolean =>
  tls !== 'yes' && !/^[a-z0-9]+:\/\/(?:localhost|127\.|\[?::1\]?)|^unix:/i.test(peer.url ?? '');

function beforeTls(connection: Connection, at: Range, start: number, command: string, judge: Judge): void {
  if (!isOpen(connection)) return;
  const name = lineName(connection);
  const hello = { smtp: 'EHLO', lmtp: 'LHLO', imap: undefined, pop3: undefined }[connection.protocol];
  const tls = lineBefore(judge.text, start, 'Start TLS before it', `${name}starttls`);
  const again =
    hello === undefined ? undefined : lineBefore(judge.text, start, '', `${name}C: ${hello} client.example`);
  const [first] = tls.edits;
  const edits = first && again?.edits[0] ? [{ range: first.range, text: first.text + again.edits[0].text }] : tls.edits;
  judge.report('sign-in-before-tls', at, [command], [{ ...tls, edits }]);
}

// ---- directives ---------------------------------------------------------------------------------------------------

function step({ step: one, connection }: StepMoment, judge: Judge): void {
  if (one.kind === 'raw') rawBytes(one.bytes, one.place.range, judge);
  if (one.kind !== 'auth' || !connection) return;
  const failing = one.expected?.lines.some((line) =>
    line.pattern.some((part) => part.kind === 'text' && /^\s*(?:[45x]|NO|BAD|-ERR)/.test(part.text)),
  );
  if (failing) return;
  const user = one.user === undefined ? undefined : plainText(one.user);
  for (const secret of [one.password, one.options.find((option) => option.name === 'token')?.value]) {
    const [only] = secret ?? [];
    if (secret?.length !== 1 || only?.kind !== 'text' || only.text === '') continue;
    judge.report('clear-text-password', only.range, [], [asSecret(only.range, user)]);
  }
  const mechanism = one.mechanism && plainText(one.mechanism);
  if (mechanism !== undefined && (clearTextMechanisms.has(mechanism) || mechanism === 'USER'))
    beforeTls(connection, one.place.range, one.place.range.start, `auth ${mechanism}`, judge);
}

const plainText = (template: Template): string | undefined => {
  const [only] = template;
  return template.length === 1 && only?.kind === 'text' ? only.text : undefined;
};

const asSecret = (at: Range, user: string | undefined, filter = ''): Fix =>
  quickFix(`Take it from the secret \`${secretName(user)}\``, at, `{{$secret ${secretName(user)}${filter}}}`);

/** Line ends that are none, and octets that no line may hold (RFC 5321 §2.3.8, §4.5.2). */
function rawBytes(bytes: Template, at: Range, judge: Judge): void {
  const text = bytes.map((part) => (part.kind === 'text' ? part.text : '\ufffc')).join('');
  const tricks = [
    ...(/(?:^|[^\r])\n/.test(text) ? ['a bare LF'] : []),
    ...(/\r(?!\n)/.test(text) ? ['a bare CR'] : []),
    ...(text.includes('\0') ? ['NUL'] : []),
  ];
  if (tricks.length > 0) judge.report('line-end-trick', at, [tricks.join(' and ')]);
}

// ---- commands -----------------------------------------------------------------------------------------------------

/** The range of what the line has from the `index`-th character of `rest` on: the line is plain text to its end. */
function restRange({ command, line }: CommandMoment, from: number, length: number): Range | undefined {
  const [first] = command.payload;
  const piece = first?.kind === 'text' ? first.template[0] : undefined;
  if (!isPlain(command.payload) || piece?.kind !== 'text') return undefined;
  // An escape makes what is written longer than what is sent.
  if (piece.text.length !== piece.range.end - piece.range.start || piece.text.length > 2_000) return undefined;
  const start = piece.range.start + piece.text.length - line.rest.length + from;
  return range(start, start + length);
}

function authenticate(moment: CommandMoment, judge: Judge): void {
  const { line, connection, command } = moment;
  const match = /^([ \t]*)([A-Za-z0-9_-]+)(?:([ \t]+)([A-Za-z0-9+/]+=*)[ \t]*)?$/.exec(line.rest);
  const mechanism = (match?.[2] ?? /^[ \t]*([A-Za-z0-9_-]+)/.exec(line.rest)?.[1] ?? '').toUpperCase();
  if (!clearTextMechanisms.has(mechanism)) return;
  const [, lead = '', written = '', space = '', base64 = ''] = match ?? [];
  const found = hasPassword(mechanism, base64, 0);
  const at = found && restRange(moment, lead.length + written.length + space.length, base64.length);
  if (found && at) {
    const { start, end } = command.place.range;
    const fixes =
      found.user === undefined || line.tag !== undefined
        ? []
        : [
            quickFix(
              `Write \`auth ${mechanism} ${found.user} {{$secret ${secretName(found.user)}}}\``,
              range(start, end),
              `${lineName(connection)}auth ${mechanism} ${argument(found.user)} {{$secret ${secretName(found.user)}}}`,
            ),
          ];
    judge.report('clear-text-password', at, [], fixes);
  }
  beforeTls(connection, nameRange(moment, judge.text), command.place.range.start, `${line.name} ${mechanism}`, judge);
}

const argument = (word: string): string => (/^[^ \t"{]+$/.test(word) ? word : `"${word.replace(/["\\]/g, '\\$&')}"`);

function response(moment: CommandMoment, judge: Judge): void {
  const { mechanism, steps } = moment.connection;
  if (mechanism === undefined || !clearTextMechanisms.has(mechanism)) return;
  const base64 = moment.line.rest.trim();
  const found = hasPassword(mechanism, base64, steps);
  const at = found && restRange(moment, moment.line.rest.indexOf(base64), base64.length);
  if (!found || !at) return;
  judge.report('clear-text-password', at, [], mechanism === 'LOGIN' ? [asSecret(at, found.user, ' | base64')] : []);
}

function login(moment: CommandMoment, judge: Judge): void {
  const { line, connection, command } = moment;
  const words = quotedOrAtom(line.rest);
  const [user, password] = words;
  const at = password && restRange(moment, password.start, password.length);
  if (at && password.text !== '') judge.report('clear-text-password', at, [], [asSecret(at, user?.text, ' | quoted')]);
  beforeTls(connection, nameRange(moment, judge.text), command.place.range.start, 'LOGIN', judge);
}

function pass(moment: CommandMoment, judge: Judge): void {
  const { line, connection, command } = moment;
  const password = line.rest.trim();
  const at = password === '' ? undefined : restRange(moment, line.rest.indexOf(password), password.length);
  if (at) judge.report('clear-text-password', at, [], [asSecret(at, connection.user)]);
  beforeTls(connection, nameRange(moment, judge.text), command.place.range.start, 'PASS', judge);
}

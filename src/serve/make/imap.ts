/** Makes the responses to one IMAP command of the `S:` lines that speak of them (RFC 9051 §7). */
import { utf8 } from '../../base';
import { type ImapResponse, parseResponse } from '../../protocol/imap/response';
import { responseFramer } from '../../protocol/imap/response-framer';
import type { ExpectedLine, ExpectedReply } from '../../script/program';
import { plainWord } from '../../session/match/imap-node';
import { type ImapPattern, imapPattern, type StatusPattern } from '../../session/match/imap-pattern';
import type { Announced } from './announce';
import { announcedLines } from './announce';
import { elementText } from './element-text';
import { type NodeMaker, valuesText } from './imap-node-text';
import { textFor } from './regex-text';
import { standardImap } from './standard-imap';

export interface ImapGround {
  /** The command's name in upper case; `greeting`, or empty where no command is outstanding. */
  readonly name: string;
  /** Its arguments as text, for what is plainly said to it. */
  readonly argument: string;
  /** The client's tag; undefined where no command is outstanding. */
  readonly tag: string | undefined;
  /** The client has more to say to this command: `+` ends what is said now. */
  readonly goesOn: boolean;
  readonly maker: NodeMaker;
  readonly needed: Announced;
  readonly usual: Announced;
  readonly strict: boolean;
  /** A message has been expunged: the others have new numbers. */
  readonly expunged: (number: number) => void;
  readonly says: (line: ExpectedLine) => boolean;
  /** What the mailbox is to hold, where the script asserts it or has said so before. */
  readonly mailbox: MailboxWishes;
}

export interface MailboxWishes {
  readonly exists: number;
  readonly uidnext: number;
  readonly uidvalidity: number;
}

export interface MadeImap {
  readonly bytes: Uint8Array;
  readonly response: ImapResponse;
}

export function makeImap(expected: ExpectedReply | undefined, ground: ImapGround): readonly MadeImap[] {
  const untagged: MadeImap[] = [];
  const ends: MadeImap[] = [];
  let positive = true;
  for (const line of expected?.lines ?? []) {
    if (line.mode === 'mustNot' || (line.mode === 'may' && !ground.says(line))) continue;
    const pattern = imapPattern(line.pattern);
    const made = toResponse(`${responseText(pattern, ground)}\r\n`);
    if (made.response.kind === 'untagged' && made.response.name === 'EXPUNGE')
      ground.expunged(made.response.number ?? 0);
    if (pattern.kind !== 'untagged') positive &&= made.response.name === 'OK' || made.response.name === '+';
    (pattern.kind === 'untagged' ? untagged : ends).push(made);
  }
  const greeting = ground.name === 'greeting';
  if (greeting && untagged.length === 0) untagged.push(toResponse('* OK Mailwright plays a script\r\n'));
  if (!greeting && ground.tag !== undefined && ends.length === 0) ends.push(toResponse(closing(ground)));
  const more = ground.strict || !positive || ground.tag === undefined || ground.goesOn ? [] : standardImap(ground);
  const said = new Set(untagged.map(({ response }) => keyOf(response)));
  return [...untagged, ...more.map(toResponse).filter(({ response }) => !said.has(keyOf(response))), ...ends];
}

/** `EXISTS`, `OK UIDNEXT`, `CAPABILITY`. */
const keyOf = ({ name, code }: ImapResponse): string => (code ? `${name} ${code.name}` : name);

function closing({ tag, name, goesOn, strict }: ImapGround): string {
  if (goesOn) return '+ go on\r\n';
  const code = strict ? '' : name === 'SELECT' ? '[READ-WRITE] ' : name === 'EXAMINE' ? '[READ-ONLY] ' : '';
  return `${tag} OK ${code}done\r\n`;
}

function responseText(pattern: ImapPattern, ground: ImapGround): string {
  const { maker } = ground;
  switch (pattern.kind) {
    case 'untagged':
      return `* ${untaggedText(pattern, ground)}`.trimEnd();
    case 'continuation':
      return `+ ${statusText(pattern.status, maker)}`;
    case 'final': {
      const tag = ground.tag ?? '*';
      if (pattern.regex) return `${tag} ${withStatus(regexText(pattern.regex, maker))}`;
      const name = pattern.names?.[0] ?? 'OK';
      const isPlain =
        name === 'OK' && /^(?:SELECT|EXAMINE)$/.test(ground.name) && !pattern.status.code && !ground.strict;
      const text = statusText(pattern.status, maker);
      if (isPlain && text === '') return `${tag} OK ${ground.name === 'SELECT' ? '[READ-WRITE]' : '[READ-ONLY]'} done`;
      return `${tag} ${name} ${pattern.status.regex ? text : text === '' || text.endsWith(']') ? `${text} done`.trim() : text}`;
    }
  }
}

/** A tagged response begins with a status. */
const withStatus = (text: string): string => (/^(?:OK|NO|BAD)\b/.test(text) ? text : `OK ${text}`);

function regexText(regex: RegExp, maker: NodeMaker): string {
  const text = textFor(regex.source, regex.flags);
  if (text === undefined) maker.cannot(`no text was found that ${String(regex)} matches`);
  return (text ?? '').replace(/[\r\n]+/g, ' ');
}

function untaggedText(pattern: ImapPattern & { kind: 'untagged' }, ground: ImapGround): string {
  const { maker } = ground;
  if (pattern.regex) return regexText(pattern.regex, maker);
  const number = pattern.number ? `${valuesText([pattern.number], maker, 'UID')} ` : '';
  const name = pattern.names?.[0] ?? (pattern.name ? valuesText([pattern.name], maker) : 'OK');
  if (pattern.status) return `${name} ${statusText(pattern.status, maker) || 'ready'}`;
  const values = valuesText(pattern.values, maker, name);
  const all = [number + name, values].filter(Boolean).join(' ');
  if (name === 'CAPABILITY' && !ground.strict) return withCapabilities(all, pattern.values.length > 0, ground);
  if (name === 'NAMESPACE') return padded(all, 3, pattern);
  return all;
}

function withCapabilities(text: string, written: boolean, { needed, usual }: ImapGround): string {
  const names = text.split(' ');
  const upper = new Set(names.map((one) => one.toUpperCase()));
  const more = announcedLines(written && names.length > 1 ? needed : usual).filter(
    (one) => !upper.has(one.toUpperCase()),
  );
  if (!upper.has('IMAP4REV1') && !upper.has('IMAP4REV2') && !more.includes('IMAP4rev1')) more.unshift('IMAP4rev1');
  return [...names, ...more].join(' ');
}

/** NAMESPACE has three places (RFC 9051 §7.3.2). */
function padded(text: string, places: number, { values }: ImapPattern & { kind: 'untagged' }): string {
  const missing = places - values.filter((node) => node.kind !== 'any').length;
  return text + ' NIL'.repeat(Math.max(0, missing));
}

function statusText(status: StatusPattern, maker: NodeMaker): string {
  if (status.regex) return regexText(status.regex, maker);
  const text = elementText(status.text, maker, ['ready']).trim();
  if (!status.code) return text;
  const { name, values } = status.code;
  const key = (plainWord(name) ?? '').toUpperCase();
  const code = [valuesText([name], maker), valuesText(values, maker, key)].filter(Boolean).join(' ');
  return `[${code}]${text === '' ? '' : ` ${text}`}`;
}

/** The response as a client reads it. */
export function toResponse(text: string): MadeImap {
  const bytes = utf8(text);
  const frame = responseFramer()
    .push(bytes)
    .find((one) => one.kind === 'response');
  const parts = frame?.kind === 'response' ? frame.parts : [{ kind: 'text' as const, bytes }];
  return { bytes, response: parseResponse(parts) };
}

/** Turns replies into `S:` lines: what a server says every time stays, what changes becomes `...` or a capture. */
import { fromLatin1, utf8 } from '../base';
import type { Protocol } from '../protocol/finding';
import { parseResponse as parseImap } from '../protocol/imap/response';
import { responseFramer } from '../protocol/imap/response-framer';
import { type ImapValue, itemsOf, textOf } from '../protocol/imap/value';
import { parseReply } from '../protocol/smtp/reply';
import type { WireText } from './event';
import type { Names } from './script-names';
import { scriptText } from './script-text';

/** The patterns, without `S: `. `seq`: the number of the reply's event. */
export function replyLines(protocol: Protocol, wire: WireText, seq: number, names: Names): readonly string[] {
  switch (protocol) {
    case 'imap':
      return imapLines(wire, seq, names);
    case 'pop3':
      return [pop3Line(wire.text)];
    default:
      return smtpLines(wire, seq, names);
  }
}

const bytesOf = ({ text, encoding }: WireText): Uint8Array => (encoding === 'latin1' ? fromLatin1(text) : utf8(text));

/** A value that may change: a capture where a later command uses it, else `...`. */
function changing(value: string, wanted: string, seq: number, names: Names): string {
  const known = names.known(value, wanted);
  if (known !== undefined) return `{{${known}}}`;
  return names.usedLater(value, wanted, seq) ? `{{@${names.capture(value, wanted)}}}` : '...';
}

// ---- SMTP ---------------------------------------------------------------------------------------------------------

function smtpLines(wire: WireText, seq: number, names: Names): readonly string[] {
  const reply = parseReply(bytesOf(wire));
  const code = String(reply.code).padStart(3, '0');
  const announces = reply.code === 250 && reply.lines.length > 1;
  return reply.lines.map((line, i) => {
    const separator = i === reply.lines.length - 1 ? ' ' : '-';
    const keyword = announces && i > 0;
    const text = keyword
      ? scriptText(line.text.replace(/^(SIZE|LIMITS) .*$/i, '$1'))
      : stableWords(line.text, seq, names);
    return `${code}${separator}${[line.enhanced ?? '', text].filter((part) => part !== '').join(' ')}`.trimEnd();
  });
}

/** Words with a digit, a dot inside, or an `@` are dates, ids, hosts, addresses, counts: they change. */
const changes = /\d|[^.\s]\.[^.\s]|@|‹secret/;

function stableWords(text: string, seq: number, names: Names): string {
  const kept = text.split(/\s+/).map((word) => {
    const [, before = '', value = '', after = ''] = /^([<([="]*)(.*?)([>)\]",;:.!]*)$/.exec(word) ?? [];
    if (value === '' || !changes.test(value)) return word.startsWith('/') ? '...' : scriptText(word);
    const put = changing(value, 'id', seq, names);
    return put === '...' ? '...' : scriptText(before) + put + scriptText(after);
  });
  return trimAny(kept);
}

/** What is behind the last stable word may be anything anyway. */
function trimAny(parts: readonly string[]): string {
  const joined = parts.filter((part, i) => part !== '...' || parts[i - 1] !== '...');
  while (joined.at(-1) === '...') joined.pop();
  return joined.join(' ');
}

// ---- POP3 ---------------------------------------------------------------------------------------------------------

/** Status and response code; what follows is about this maildrop today. */
const pop3Line = (text: string): string => /^(?:\+OK|-ERR)(?: \[[^\]\s]+\])?|^\+/i.exec(text)?.[0] ?? 'any';

// ---- IMAP ---------------------------------------------------------------------------------------------------------

function imapLines(wire: WireText, seq: number, names: Names): readonly string[] {
  const frames = responseFramer().push(bytesOf(wire));
  return frames.flatMap((frame) => {
    if (frame.kind !== 'response') return [];
    const response = parseImap(frame.parts);
    if (response.kind === 'continuation') return ['+ ...'];
    const put = (value: string, wanted: string): string => changing(value, wanted, seq, names);
    const code = response.code && codeText(response.code.name, response.code.values, put);
    const status = [response.name, code].filter((part) => part !== undefined).join(' ');
    if (response.kind === 'tagged') return [status];
    if (response.text !== undefined) return [`* ${status}`];
    const number = response.number === undefined ? '' : `${put(String(response.number), response.name.toLowerCase())} `;
    return [`* ${number}${response.name}${dataText(response.name, response.values, put)}`.trimEnd()];
  });
}

type Put = (value: string, wanted: string) => string;

const codeNames: Readonly<Record<string, readonly string[]>> = {
  APPENDUID: ['uidvalidity', 'uid'],
  COPYUID: ['uidvalidity', 'source', 'uid'],
  UIDNEXT: ['uidnext'],
  UIDVALIDITY: ['uidvalidity'],
  HIGHESTMODSEQ: ['modseq'],
};

/** The code's values only where a later command uses one. */
function codeText(name: string, values: readonly ImapValue[], put: Put): string {
  const wanted = codeNames[name];
  const parts = wanted ? values.map((value, i) => put(textOf(value) ?? '', wanted[i] ?? 'value')) : [];
  return parts.some((part) => part !== '...') ? `[${name} ${parts.join(' ')}]` : `[${name}]`;
}

/** Names of mailboxes, flags and capabilities stay; numbers, dates and contents change. */
function dataText(name: string, values: readonly ImapValue[], put: Put): string {
  switch (name) {
    case 'FLAGS':
    case 'CAPABILITY':
    case 'ENABLED':
    case 'LIST':
    case 'LSUB':
    case 'NAMESPACE':
      return values.map((value) => ` ${written(value)}`).join('');
    case 'STATUS':
      return ` ${written(values[0])} (${pairs(itemsOf(values[1]) ?? [], put)})`;
    case 'FETCH':
      return ` (${pairs(itemsOf(values[0]) ?? [], put)})`;
    case 'ESEARCH': {
      const [first, ...rest] = values;
      const results = first?.kind === 'list' ? rest : values;
      const uid = textOf(results[0])?.toUpperCase() === 'UID';
      const shown = pairs(uid ? results.slice(1) : results, put);
      return ` (TAG {{$tag}})${uid ? ' UID' : ''}${shown === '' ? '' : ` ${shown}`}`;
    }
    case 'SEARCH':
    case 'SORT': {
      const numbers = values.filter((value) => value.kind === 'atom').map((value) => put(textOf(value) ?? '', 'found'));
      const named = numbers.filter((number) => number !== '...');
      return ` ${[...named, '...'].join(' ')}`;
    }
    default:
      return '';
  }
}

const kept: ReadonlySet<string> = new Set(['FLAGS']);
const captured: ReadonlySet<string> = new Set([
  'UID',
  'MESSAGES',
  'UIDNEXT',
  'UIDVALIDITY',
  'UNSEEN',
  'COUNT',
  'MIN',
  'MAX',
]);

function pairs(items: readonly ImapValue[], put: Put): string {
  const shown: string[] = [];
  for (let i = 0; i + 1 < items.length; i += 2) {
    const key = textOf(items[i]) ?? '';
    const value = items[i + 1];
    const upper = key.toUpperCase();
    if (kept.has(upper)) shown.push(`${key} ${written(value)}`);
    else if (captured.has(upper)) shown.push(`${key} ${put(textOf(value) ?? '', upper.toLowerCase())}`);
    else shown.push(`${key} ...`);
  }
  return shown.join(' ');
}

function written(value: ImapValue | undefined): string {
  switch (value?.kind) {
    case undefined:
      return '';
    case 'nil':
      return 'NIL';
    case 'atom':
      return scriptText(value.text);
    case 'string':
      return `"${scriptText((textOf(value) ?? '').replace(/["\\]/g, '\\$&'))}"`;
    case 'list':
      return `(${value.items
        .filter((item) => textOf(item)?.toLowerCase() !== '\\recent')
        .map(written)
        .join(' ')})`;
  }
}

/** Which commands an `S:` line may be the answer to: those of the run of `C:` lines before it, the likeliest first. */
import type { Protocol } from '../../protocol/finding';
import { commandOf } from '../../protocol/imap/commands';
import { isExplicitTag } from '../../protocol/imap/tags';
import type { Statement, Wire } from '../../script';
import type { TreePlace } from './tree-place';

export interface AnsweredCommand {
  /** In upper case: `MAIL`, `UID FETCH`, `RETR`; `message` for the end of a message's text, `response` for a SASL response. */
  readonly name: string;
  /** Its line as written, behind the mark. */
  readonly text: string;
}

export type Answered =
  /** The line stands before any command: the greeting, or what comes by itself. */
  | { readonly kind: 'greeting' }
  | {
      readonly kind: 'commands';
      /** The one the line belongs to, as replies are matched in order. */
      readonly command: AnsweredCommand;
      /** All that the run may be about, in order. */
      readonly all: readonly AnsweredCommand[];
      /** Replies stand between the commands and the line. */
      readonly replies: number;
    };

/** What the `S:` line at `place` answers. `text` is the section's. */
export function answeredAt(text: string, { siblings, index, statement }: TreePlace, protocol: Protocol): Answered {
  const connection = statement.kind === 'wire' ? statement.connection?.text : undefined;
  const replies: Wire[] = [];
  let at = index;
  // The run of `S:` lines up to this one.
  for (; at >= 0; at--) {
    const line = siblings[at];
    if (line === undefined || line.kind === 'blank' || line.kind === 'comment') continue;
    if (line.kind !== 'wire' || line.side !== 'server' || line.connection?.text !== connection) break;
    replies.unshift(line);
  }
  const behind: Wire[] = [];
  for (let next = index + 1; next < siblings.length; next++) {
    const line = siblings[next];
    if (line === undefined || line.kind === 'blank' || line.kind === 'comment') continue;
    if (line.kind !== 'wire' || line.side !== 'server' || line.connection?.text !== connection) break;
    behind.push(line);
  }
  const all = commandsEndingAt(text, siblings, at, connection, protocol);
  if (all.length === 0) return { kind: 'greeting' };
  const before = countReplies(text, replies.slice(0, -1), protocol);
  const total = before + Math.max(1, countReplies(text, [...replies.slice(-1), ...behind], protocol));
  const first = Math.max(0, all.length - total);
  const command = all[Math.min(first + before, all.length - 1)];
  return command ? { kind: 'commands', command, all, replies: before } : { kind: 'greeting' };
}

/** The commands of the run of `C:` lines that ends at `end`; of a `pipeline`, `auth` or `starttls` what these send. */
function commandsEndingAt(
  text: string,
  siblings: readonly Statement[],
  end: number,
  connection: string | undefined,
  protocol: Protocol,
): readonly AnsweredCommand[] {
  const last = siblings[end];
  if (last?.kind === 'directive') {
    const sent = directiveSends(last.info.word, protocol);
    return sent === undefined ? [] : [{ name: sent, text: sent }];
  }
  if (last?.kind === 'body' && last.open.info.word === 'pipeline') {
    return commandsOf(text, last.statements.filter(isClient), protocol);
  }
  const wires: Wire[] = [];
  for (let at = end; at >= 0 && wires.length < longestRun; at--) {
    const line = siblings[at];
    if (line === undefined || line.kind === 'blank' || line.kind === 'comment') continue;
    // A message's lines may follow the 354: the run goes on before it only for DATA.
    if (line.kind !== 'wire' || line.side !== 'client' || line.connection?.text !== connection) {
      if (wires.length > 0 && isDataBefore(text, siblings, at, protocol)) return [{ name: 'message', text: '' }];
      if (wires.length > 0 && isChallenge(text, line, protocol) && wires.length === 1 && isResponse(text, wires[0]))
        return [{ name: 'response', text: '' }];
      break;
    }
    wires.unshift(line);
  }
  return commandsOf(text, wires, protocol);
}

/** Runs longer than this are not read to their beginning. */
const longestRun = 500;

const isClient = (line: Statement): line is Wire => line.kind === 'wire' && line.side === 'client';

function directiveSends(word: string, protocol: Protocol): string | undefined {
  if (word === 'starttls') return protocol === 'pop3' ? 'STLS' : 'STARTTLS';
  if (word === 'auth') return protocol === 'imap' ? 'AUTHENTICATE' : 'AUTH';
  return undefined;
}

/** The line's own text, behind its mark: its first line, when it has blocks. */
export function wireText(text: string, wire: Wire): string {
  const lf = text.indexOf('\n', wire.mark.end);
  const end = Math.min(wire.content.end, lf === -1 ? text.length : lf);
  return text.slice(wire.mark.end, end).replace(/\r$/, '').trim();
}

/** The name of the command that a line begins, in upper case; empty when it begins none. */
export function commandName(line: string, protocol: Protocol): string {
  const words = line
    .slice(0, 200)
    .trim()
    .split(/[ \t]+/);
  if (protocol !== 'imap') return (words[0] ?? '').toUpperCase();
  const own = isExplicitTag(words[0] ?? '', words[1]) ? words.slice(1) : words;
  return commandOf(own)?.name ?? (own[0] ?? '').toUpperCase();
}

/** The commands among the lines: a message's lines, and what a literal or a chunk holds, are none. */
function commandsOf(text: string, wires: readonly Wire[], protocol: Protocol): readonly AnsweredCommand[] {
  const found: AnsweredCommand[] = [];
  let message = false;
  for (const wire of wires) {
    const line = wireText(text, wire);
    if (message) {
      if (line !== '.' && !/^"{3,}/.test(line)) continue;
      message = false;
      found.push({ name: 'message', text: line });
      continue;
    }
    const name = commandName(line, protocol);
    found.push({ name, text: line });
    message = name === 'DATA' && protocol !== 'imap' && protocol !== 'pop3';
  }
  return found;
}

/** Whether the reply that ends at `at` is the one to DATA. */
function isDataBefore(text: string, siblings: readonly Statement[], at: number, protocol: Protocol): boolean {
  if (protocol === 'imap' || protocol === 'pop3') return false;
  for (let i = at; i >= 0; i--) {
    const line = siblings[i];
    if (line?.kind === 'blank' || line?.kind === 'comment') continue;
    if (line?.kind !== 'wire') return false;
    if (line.side === 'client') return commandName(wireText(text, line), protocol) === 'DATA';
  }
  return false;
}

const isChallenge = (text: string, line: Statement, protocol: Protocol): boolean =>
  line.kind === 'wire' &&
  line.side === 'server' &&
  (protocol === 'smtp' || protocol === 'lmtp' ? /^334/ : /^\+( |$)/).test(wireText(text, line));

const isResponse = (text: string, wire: Wire | undefined): boolean =>
  wire !== undefined && /^(\{\{.*\}\}|[A-Za-z0-9+/]+=*|\*|)$/.test(wireText(text, wire));

/** How many replies lines speak of, as the compiler groups them. */
function countReplies(text: string, wires: readonly Wire[], protocol: Protocol): number {
  let count = 0;
  let open = '';
  for (const wire of wires) {
    if (wire.mode !== 'must') continue;
    const line = wireText(text, wire);
    if (protocol === 'imap') {
      const [first = '', second = ''] = line.split(/[ \t]+/, 2);
      const ends = /^(OK|NO|BAD)\b/i;
      if (first === '+' || first === 'any' || ends.test(first) || (first !== '*' && ends.test(second))) count++;
    } else if (protocol === 'pop3') {
      if (/^(\+|-ERR|any)/i.test(line)) count++;
    } else {
      const [, code = '', dash] = /^([0-9xX|]+)(-?)/.exec(line) ?? [];
      if (open === '' || open !== code) count++;
      open = dash ? code : '';
    }
  }
  return count;
}

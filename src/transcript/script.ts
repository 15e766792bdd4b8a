/** A transcript as a session script: the dialogue as it was, without what changes from run to run (language.md §9). */
import { fromLatin1, utf8 } from '../base';
import type { Protocol } from '../protocol/finding';
import { protocolOfUrl } from '../protocol/schemes';
import { authUser } from './auth-user';
import type { RunEvent, WireText } from './event';
import { createNames, type Names } from './script-names';
import { replyLines } from './script-replies';
import { block, fitsBlock, rawText, scriptText, undoDots } from './script-text';
import { inTurns } from './turns';

export interface ScriptOptions {
  /** Keeps octets in a file beside the script and gives the path to write; unset: they are written into the script as well as can be. */
  readonly beside?: (name: string, bytes: Uint8Array) => string;
  /** Octets beyond which data goes into a file. Default 4,096. */
  readonly longest?: number;
}

type Sent = RunEvent & { kind: 'sent' };
type Received = RunEvent & { kind: 'received' };

/** Failed and skipped sessions are written as far as they came. Masked octets become `{{$secret NAME}}`. */
export function toScript(events: readonly RunEvent[], options: ScriptOptions = {}): string {
  const sessions = new Map<number, RunEvent[]>();
  for (const event of events) {
    if (event.session === undefined) continue;
    const own = sessions.get(event.session);
    if (own) own.push(event);
    else sessions.set(event.session, [event]);
  }
  return [...sessions.values()].map((own) => sessionScript(inTurns(own), options)).join('\n');
}

/** What is being written: one session, whose connections each may be in the middle of something. */
interface Writer {
  readonly lines: string[];
  readonly names: Names;
  readonly options: ScriptOptions;
  readonly named: boolean;
  readonly protocols: Map<string, Protocol>;
  files: number;
}

/** What of a connection's replies is not to be written: `auth` and `starttls` say it. */
type Mode = 'dialogue' | 'auth' | 'starttls' | 'literal';

function sessionScript(events: readonly RunEvent[], options: ScriptOptions): string {
  const started = events.find((event) => event.kind === 'session-started');
  const title = started?.kind === 'session-started' ? started.title : 'Session';
  const fallback: Protocol = started?.kind === 'session-started' ? started.protocol : 'smtp';
  const connections = new Set(
    events.filter((event) => event.kind === 'connected').map((event) => event.connection ?? ''),
  );
  const sent = events.flatMap((event) =>
    event.kind === 'sent' && event.role === 'command' ? [{ seq: event.seq, text: event.wire.text }] : [],
  );
  const writer: Writer = {
    lines: [`### ${title.replace(/[\r\n]+/g, ' ')}`],
    names: createNames(sent),
    options,
    named: connections.size > 1,
    protocols: new Map(),
    files: 0,
  };
  if (events.some((event) => (event.kind === 'connected' || event.kind === 'secured') && event.tls?.insecure)) {
    writer.lines.push('insecure');
  }
  const modes = new Map<string, Mode>();
  for (let i = 0; i < events.length; i++) {
    const event = events[i];
    if (!event) continue;
    const connection = event.connection ?? '';
    const write = (line: string): void => {
      writer.lines.push(writer.named && connection !== '' ? `${connection} ${line}` : line);
    };
    const protocol = writer.protocols.get(connection) ?? fallback;
    switch (event.kind) {
      case 'connected':
        modes.set(connection, 'dialogue');
        writer.protocols.set(connection, protocolOfUrl(event.url) ?? fallback);
        writer.lines.push(`connect ${writer.named ? `as ${connection} ` : ''}${event.url}`);
        break;
      case 'sent':
        i = writeSent(event, i, events, protocol, modes, writer, write);
        break;
      case 'received':
        writeReceived(event, protocol, modes, writer, write);
        break;
      case 'closed':
        if (event.by === 'us' && event.how === 'rst') write('reset');
        break;
      default:
        break;
    }
  }
  return `${writer.lines.join('\n')}\n`;
}

/** Writes a command with all its parts; gives the index of the last event that belongs to it. */
function writeSent(
  event: Sent,
  index: number,
  events: readonly RunEvent[],
  protocol: Protocol,
  modes: Map<string, Mode>,
  writer: Writer,
  write: (line: string) => void,
): number {
  const connection = event.connection ?? '';
  const mode = modes.get(connection) ?? 'dialogue';
  if (mode === 'auth') return index;
  if (event.role === 'raw') {
    write(`raw ${scriptText(rawText(event.wire.text))}`);
    return index;
  }
  if (event.role === 'data') {
    write(`C: ${payload(event.wire, '', writer, event.wire.text.endsWith('.\r\n'))}`);
    return index;
  }
  const text = event.wire.text;
  const line = (protocol === 'imap' ? text.replace(/^\S+ /, '') : text).replace(/\r?\n$/, '');
  if (/^(?:AUTH|AUTHENTICATE|APOP)(?:\s|$)/i.test(line)) {
    modes.set(connection, 'auth');
    write(`auth ${authArguments(line, event, events.slice(index))}`);
    return index;
  }
  if (/^(?:STARTTLS|STLS)\s*$/i.test(line) && secures(event, events.slice(index + 1))) {
    modes.set(connection, 'starttls');
    write('starttls');
    return index;
  }
  if (protocol !== 'imap') {
    const bdat = /^(BDAT) \d+(.*)$/i.exec(line);
    const next = bdat ? nextSent(events, index, connection) : undefined;
    if (bdat && next !== undefined && events[next]?.kind === 'sent') {
      write(`C: ${bdat[1]} ${payload((events[next] as Sent).wire, '', writer, false)}${bdat[2] ?? ''}`);
      return next;
    }
    write(`C: ${writer.names.substitute(scriptText(line))}`);
    return index;
  }
  return writeImapCommand(line, index, events, connection, modes, writer, write);
}

const announcement = /(~?)\{\d+(\+?)\}$/;

/** Literals come back to the place that announced them. */
function writeImapCommand(
  line: string,
  index: number,
  events: readonly RunEvent[],
  connection: string,
  modes: Map<string, Mode>,
  writer: Writer,
  write: (line: string) => void,
): number {
  let command = '';
  let part = line;
  let last = index;
  for (let found = announcement.exec(part); found; found = announcement.exec(part)) {
    const literal = nextSent(events, last, connection);
    const sent = literal === undefined ? undefined : events[literal];
    if (literal === undefined || sent?.kind !== 'sent') break;
    command += writer.names.substitute(scriptText(part.slice(0, found.index)));
    command += payload(sent.wire, `${found[1]}${found[2]}`, writer, false);
    last = literal;
    const rest = nextSent(events, last, connection);
    const after = rest === undefined ? undefined : events[rest];
    part = '';
    if (rest === undefined || after?.kind !== 'sent') break;
    part = after.wire.text.replace(/\r?\n$/, '');
    last = rest;
  }
  write(`C: ${command}${command === '' ? writer.names.substitute(scriptText(part)) : scriptText(part)}`);
  modes.set(connection, 'dialogue');
  return last;
}

/** The next event that this connection sent; replies in between are continuations that the engine waits for by itself. */
function nextSent(events: readonly RunEvent[], index: number, connection: string): number | undefined {
  for (let i = index + 1; i < events.length; i++) {
    const event = events[i];
    if ((event?.connection ?? '') !== connection) continue;
    if (event?.kind === 'sent') return i;
    if (event?.kind === 'received' && event.role !== 'continuation') return undefined;
  }
  return undefined;
}

const secures = (event: Sent, later: readonly RunEvent[]): boolean =>
  later.find((one) => one.connection === event.connection && (one.kind === 'secured' || one.kind === 'sent'))?.kind ===
  'secured';

/** Mechanism and user; the user's password comes from the environment, or from the secret that was masked. */
function authArguments(line: string, event: Sent, later: readonly RunEvent[]): string {
  const [verb = '', first = '', second = ''] = line.split(/\s+/);
  const secret = (text: string): string | undefined => /‹secret ([^›]*)›/.exec(text)?.[1];
  const steps = later.filter((one): one is Sent => one.kind === 'sent' && one.connection === event.connection);
  const end = steps.findIndex((one, i) => i > 0 && one.role !== 'sasl');
  const own = end === -1 ? steps : steps.slice(0, end);
  const password = own.map((one) => secret(one.wire.text)).find((name) => name !== undefined);
  const isToken = /^(?:XOAUTH2|OAUTHBEARER)$/i.test(first);
  const shown = password === undefined ? '' : ` ${isToken ? 'token=' : ''}{{$secret ${password}}}`;
  if (/^APOP$/i.test(verb))
    return `APOP ${argument(first)}${secret(second) === undefined ? '' : ` {{$secret ${secret(second)}}}`}`;
  const notes = own.map((one) => one.note ?? '').join('\n');
  const user = authUser(notes);
  if (user === undefined) return first.toUpperCase();
  return `${first.toUpperCase()} ${argument(scriptText(user))}${shown}`;
}

const argument = (text: string): string => (/^[^\s"=]+$/.test(text) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`);

/** Data as a block, or as a file where it is long or no text. `dotted`: as it was sent after DATA. */
function payload(wire: WireText, form: string, writer: Writer, dotted: boolean): string {
  const { beside, longest = 4096 } = writer.options;
  const fileForm = form;
  if (wire.kept !== undefined) return `{{<${fileForm} ${wire.kept}}}`;
  const text = dotted ? undoDots(wire.text) : wire.text;
  const asText = wire.encoding !== 'latin1' && fitsBlock(text);
  if (beside && !wire.masked && (!asText || wire.octets > longest)) {
    const name = `data-${++writer.files}.eml`;
    return `{{<${fileForm} ${beside(name, wire.encoding === 'latin1' ? fromLatin1(text) : utf8(text))}}}`;
  }
  return block(text, form);
}

function writeReceived(
  event: Received,
  protocol: Protocol,
  modes: Map<string, Mode>,
  writer: Writer,
  write: (line: string) => void,
): void {
  const connection = event.connection ?? '';
  const mode = modes.get(connection) ?? 'dialogue';
  if (event.role === 'data') return;
  if (mode === 'auth') {
    if (isChallenge(event, protocol)) return;
    // Capabilities and the like may come before the final reply.
    if (event.role === 'untagged') return;
    modes.set(connection, 'dialogue');
  } else if (mode === 'starttls') {
    modes.set(connection, 'dialogue');
    return;
  }
  for (const line of replyLines(protocol, event.wire, event.seq, writer.names)) write(`S: ${line}`);
}

const isChallenge = ({ role, wire }: Received, protocol: Protocol): boolean =>
  role === 'continuation' ||
  (protocol === 'imap' || protocol === 'pop3' ? /^\+(?: |\r|$)/.test(wire.text) : wire.text.startsWith('334'));

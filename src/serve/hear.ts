/** Hears one `C:` line: reads what the client says there, compares it, and tells what is to be answered. */
import { concat, err, latin1, ok, type Result, utf8 } from '../base';
import { dotStuff } from '../protocol/dot-stuff';
import { parseCommand as parsePop3 } from '../protocol/pop3/command-line';
import { parseBdat } from '../protocol/smtp/bdat';
import type { Command, ExpectedReply } from '../script/program';
import type { Outcome, Stop } from '../session/failure';
import { failed } from '../session/failure';
import type { SentRole } from '../transcript/event';
import { type ServeContext, where } from './context';
import { leaves } from './leave-script';
import { announcedByHand, hasBlock, lineOf, piecesOf, shownLine } from './line';
import { readImapCommand, readLine, readMessage, readOctets, textOf, type Wanted } from './read';
import { type Answering, reply, tell } from './reply';
import { type Comparison, compareBlock, compareExactly, compareWords } from './said/compare';
import { commandOfParts, compareImap, type LinePart, textOfParts, withoutTag } from './said/imap';
import { compareSmtp } from './said/smtp';
import type { Served } from './served';
import { type Piece, splitLeadingWord } from './values/hole';

/** What the client said, compared and recorded. `answer` is absent for what gets no reply of its own. */
export interface Heard {
  readonly answer: Omit<Answering, 'place' | 'goesOn'> | undefined;
  /** How many of the line's replies have been said on the way: `+` to literals. */
  readonly used: number;
}

type Hearing = Promise<Result<Heard, Stop>>;

export async function hear(context: ServeContext, connection: Served, command: Command): Hearing {
  const made = await lineOf(context, connection, command);
  if (!made.ok) return err(failed({ ...made.error, place: made.error.place ?? command.place }));
  const line = made.value;
  const wanted: Wanted = { place: command.place, shown: `C: ${shownLine(line)}` };
  const { expecting } = connection.dialogue;
  switch (expecting.kind) {
    case 'message':
      return hasBlock(line)
        ? wholeMessage(context, connection, line, wanted)
        : messageLine(context, connection, line, wanted);
    case 'counted':
      return countedLine(context, connection, line, wanted, expecting);
    case 'line':
      return continuedLine(context, connection, line, wanted, expecting.verb);
    case 'command':
      if (connection.protocol === 'imap') return imapCommand(context, connection, line, wanted, command);
      return connection.protocol === 'pop3'
        ? pop3Command(context, connection, line, wanted)
        : smtpCommand(context, connection, line, wanted);
  }
}

/** Records what the client said. */
export function heard(
  context: ServeContext,
  connection: Served,
  bytes: Uint8Array,
  role: SentRole,
  wanted: Pick<Wanted, 'place'> | undefined,
  note?: string,
): void {
  const { recorder } = context;
  const { dialogue } = connection;
  dialogue.saidAt = recorder.elapsed();
  dialogue.said = recorder.sent(recorder.redactor.wire(bytes), role, note, where(context, wanted?.place, connection));
}

export const lineBytes = (bytes: Uint8Array): Uint8Array => concat([bytes, utf8('\r\n')]);

async function judged(
  context: ServeContext,
  connection: Served,
  wanted: Wanted,
  actual: string,
  comparison: Comparison,
  recorded = false,
): Promise<Stop | undefined> {
  if (comparison.ok) return undefined;
  return leaves(context, connection, { place: wanted.place, expected: wanted.shown, actual, comparison, recorded });
}

async function wholeMessage(
  context: ServeContext,
  connection: Served,
  line: readonly LinePart[],
  wanted: Wanted,
): Hearing {
  const read = await readMessage(context, connection, wanted);
  if (!read.ok) return read;
  const text = textOf(read.value);
  const block = line.filter((part) => part.kind === 'block').flatMap((part) => part.pieces);
  const comparison = withOrWithoutLastLineEnd(block, text);
  heard(context, connection, dotStuff(read.value), 'data', wanted);
  connection.dialogue.expecting = { kind: 'command' };
  const stop = await judged(context, connection, wanted, text, comparison, true);
  return stop ? err(stop) : ok({ answer: { verb: '.' }, used: 0 });
}

/** A block `"""-` sent as a message gets the line end that it lacks. */
function withOrWithoutLastLineEnd(block: readonly Piece[], text: string): Comparison {
  const whole = compareBlock(block, text);
  if (whole.ok || !text.endsWith('\r\n')) return whole;
  const without = compareBlock(block, text.slice(0, -2));
  return without.ok ? without : whole;
}

async function messageLine(
  context: ServeContext,
  connection: Served,
  line: readonly LinePart[],
  wanted: Wanted,
): Hearing {
  const read = await readLine(context, connection, wanted);
  if (!read.ok) return read;
  const comparison = compareExactly(piecesOf(line), textOf(read.value));
  heard(context, connection, lineBytes(read.value), 'data', wanted);
  const stop = await judged(context, connection, wanted, textOf(read.value), comparison, true);
  if (stop) return err(stop);
  if (latin1(read.value) !== '.') return ok({ answer: undefined, used: 0 });
  connection.dialogue.expecting = { kind: 'command' };
  return ok({ answer: { verb: '.' }, used: 0 });
}

/** A line of a chunk or a literal that was counted by hand; the last one of a literal ends its command. */
async function countedLine(
  context: ServeContext,
  connection: Served,
  line: readonly LinePart[],
  wanted: Wanted,
  { left, verb }: { readonly left: number; readonly verb: string },
): Hearing {
  const { dialogue } = connection;
  const read = await readLine(context, connection, wanted);
  if (!read.ok) return read;
  const comparison = compareExactly(piecesOf(line), textOf(read.value));
  const length = read.value.length + 2;
  const imap = connection.protocol === 'imap';
  const over = imap ? length > left : length >= left;
  const next = over ? announcedByHand(line) : undefined;
  heard(context, connection, lineBytes(read.value), imap ? 'literal' : 'data', wanted);
  const stop = await judged(context, connection, wanted, textOf(read.value), comparison, true);
  if (stop) return err(stop);
  if (!over) {
    dialogue.expecting = { kind: 'counted', left: left - length, verb };
    return ok({ answer: undefined, used: 0 });
  }
  if (imap && next) return announcement(connection, verb, next);
  dialogue.expecting = { kind: 'command' };
  return ok({ answer: { verb }, used: 0 });
}

async function announcement(
  connection: Served,
  verb: string,
  { size, sync }: { readonly size: number; readonly sync: boolean },
): Hearing {
  connection.dialogue.expecting = { kind: 'counted', left: size, verb };
  return ok({ answer: sync ? { verb: `${verb} literal` } : undefined, used: 0 });
}

/** A SASL response, or DONE: what goes on with a command. */
async function continuedLine(
  context: ServeContext,
  connection: Served,
  line: readonly LinePart[],
  wanted: Wanted,
  verb: string,
): Hearing {
  const read = await readLine(context, connection, wanted);
  if (!read.ok) return read;
  const text = textOf(read.value);
  const comparison = compareWords(piecesOf(line), text, { caseless: verb === 'IDLE' });
  const sasl = verb !== 'IDLE';
  if (comparison.ok || !sasl) heard(context, connection, lineBytes(read.value), sasl ? 'sasl' : 'command', wanted);
  const shown = sasl && !comparison.ok ? '‹not shown›' : text;
  const stop = await judged(context, connection, wanted, shown, comparison, !sasl);
  if (stop) return err(stop);
  connection.dialogue.expecting = { kind: 'command' };
  return ok({ answer: { verb: verb === 'IDLE' ? 'DONE' : verb }, used: 0 });
}

async function smtpCommand(
  context: ServeContext,
  connection: Served,
  line: readonly LinePart[],
  wanted: Wanted,
): Hearing {
  const read = await readLine(context, connection, wanted);
  if (!read.ok) return read;
  const text = textOf(read.value);
  const verb = (/^\s*(\S*)/.exec(text)?.[1] ?? '').toUpperCase();
  if (hasBlock(line)) return chunk(context, connection, line, wanted, read.value);
  const comparison = compareSmtp(piecesOf(line), text, context.session.settings.strict);
  if (comparison.ok) heard(context, connection, lineBytes(read.value), 'command', wanted);
  const stop = await judged(context, connection, wanted, text, comparison);
  if (stop) return err(stop);
  const announced = verb === 'BDAT' ? parseBdat(text.replace(/^\s*\S+\s*/, '')) : undefined;
  if (announced && announced.size > 0) {
    connection.dialogue.expecting = {
      kind: 'counted',
      left: announced.size,
      verb: announced.last ? 'BDAT LAST' : 'BDAT',
    };
    return ok({ answer: undefined, used: 0 });
  }
  return ok({ answer: { verb: announced?.last ? 'BDAT LAST' : verb }, used: 0 });
}

/** `BDAT """ … """ LAST`: the count is the client's, the octets are compared (RFC 3030 §2). */
async function chunk(
  context: ServeContext,
  connection: Served,
  line: readonly LinePart[],
  wanted: Wanted,
  command: Uint8Array,
): Hearing {
  const text = textOf(command);
  const announced = parseBdat(text.replace(/^\s*BDAT\s*/i, ''));
  const last = /\bLAST\b/i.test(shownLine(line.slice(-1)));
  if (!/^\s*BDAT\b/i.test(text) || !announced || announced.last !== last) {
    const comparison: Comparison = { ok: false, wanted: last ? 'BDAT … LAST' : 'BDAT', got: text };
    const stop = await judged(context, connection, wanted, text, comparison);
    if (stop) return err(stop);
  }
  heard(context, connection, lineBytes(command), 'command', wanted);
  const octets = await readOctets(context, connection, announced?.size ?? 0, wanted);
  if (!octets.ok) return octets;
  const block = line.filter((part) => part.kind === 'block').flatMap((part) => part.pieces);
  const comparison = compareBlock(block, textOf(octets.value));
  heard(context, connection, octets.value, 'data', wanted);
  const stop = await judged(context, connection, wanted, textOf(octets.value), comparison, true);
  return stop ? err(stop) : ok({ answer: { verb: last ? 'BDAT LAST' : 'BDAT' }, used: 0 });
}

async function pop3Command(
  context: ServeContext,
  connection: Served,
  line: readonly LinePart[],
  wanted: Wanted,
): Hearing {
  for (;;) {
    const read = await readLine(context, connection, wanted);
    if (!read.ok) return read;
    const text = textOf(read.value);
    const { keyword, multiline } = parsePop3(text);
    const { head, rest } = splitLeadingWord(piecesOf(line));
    const verb = compareWords(head, keyword, { caseless: true });
    const argument = verb.ok ? compareWords(rest, text.trim().slice(keyword.length), { caseless: false }) : verb;
    if (!argument.ok && keyword === 'CAPA') {
      const stop = await question(context, connection, read.value, {
        verb: 'CAPA',
        multiline: true,
        place: wanted.place,
      });
      if (stop) return err(stop);
      continue;
    }
    if (argument.ok) heard(context, connection, lineBytes(read.value), 'command', wanted);
    const stop = await judged(context, connection, wanted, text, argument);
    return stop ? err(stop) : ok({ answer: { verb: keyword, multiline }, used: 0 });
  }
}

/** CAPABILITY and CAPA change nothing, and clients ask when they like: they are answered wherever they come. */
export async function question(
  context: ServeContext,
  connection: Served,
  bytes: Uint8Array,
  answering: Answering,
): Promise<Outcome> {
  heard(context, connection, lineBytes(bytes), 'command', undefined, 'not in the script');
  const replied = await reply(context, connection, undefined, answering);
  return replied.stop;
}

async function imapCommand(
  context: ServeContext,
  connection: Served,
  line: readonly LinePart[],
  wanted: Wanted,
  command: Command,
): Hearing {
  const { dialogue } = connection;
  const { line: untagged } = withoutTag(line);
  const byHand = announcedByHand(line);
  for (;;) {
    dialogue.expunged = [];
    if (byHand && !hasBlock(line)) return handMade(context, connection, untagged, wanted, byHand);
    let used = 0;
    const goOn = async (parts: Parameters<typeof textOfParts>[0]): Promise<Outcome> => {
      const { tag } = commandOfParts(parts);
      dialogue.tag = tag;
      const own = command.expected[used];
      if (own && isContinuation(own) && command.expected.length > used + 1) {
        used++;
        const replied = await reply(context, connection, own, { verb: 'literal', goesOn: true, place: wanted.place });
        return replied.stop;
      }
      return tell(context, connection, '+ go on\r\n', 'continuation', wanted.place);
    };
    const read = await readImapCommand(context, connection, wanted, goOn);
    if (!read.ok) return read;
    const parsed = commandOfParts(read.value);
    dialogue.tag = parsed.tag;
    const fresh = await lineOf(context, connection, command);
    const comparison = compareImap(fresh.ok ? withoutTag(fresh.value).line : untagged, parsed);
    const text = textOfParts(read.value);
    const argument = text.replace(/^\S+\s+(?:UID\s+)?\S+\s*/i, '');
    if (!comparison.ok && parsed.name === 'CAPABILITY') {
      const stop = await question(context, connection, utf8(text), { verb: parsed.name, place: wanted.place });
      if (stop) return err(stop);
      continue;
    }
    if (comparison.ok) heard(context, connection, concat(read.value.map(({ bytes }) => bytes)), 'command', wanted);
    const stop = await judged(context, connection, wanted, text, comparison);
    return stop ? err(stop) : ok({ answer: { verb: parsed.name, argument }, used });
  }
}

const isContinuation = ({ lines }: ExpectedReply): boolean => {
  const [part] = lines[0]?.pattern ?? [];
  return lines.length === 1 && part?.kind === 'text' && /^\s*\+(?:\s|$)/.test(part.text);
};

/** `a1 APPEND INBOX {24}`: its literal follows line by line. */
async function handMade(
  context: ServeContext,
  connection: Served,
  line: readonly LinePart[],
  wanted: Wanted,
  announced: { readonly size: number; readonly sync: boolean },
): Hearing {
  const read = await readLine(context, connection, wanted);
  if (!read.ok) return read;
  const text = textOf(read.value);
  const [, tag = '', rest = ''] = /^(\S+)\s+(.*)$/s.exec(text) ?? [];
  connection.dialogue.tag = tag;
  const comparison = compareWords(piecesOf(line), rest, { caseless: true });
  if (comparison.ok) heard(context, connection, lineBytes(read.value), 'command', wanted);
  const stop = await judged(context, connection, wanted, text, comparison);
  if (stop) return err(stop);
  return announcement(connection, (/^\S*/.exec(rest)?.[0] ?? '').toUpperCase(), announced);
}

/** Follows a session moment by moment and checks what is sent and what is expected: commands, messages, authentications, replies. */
import { type Range, range } from '../../base';
import { replacing } from '../../protocol/correction';
import type { Protocol } from '../../protocol/finding';
import { isTag } from '../../protocol/imap/tags';
import { parseBdat } from '../../protocol/smtp/bdat';
import { commandInfo as smtpCommand } from '../../protocol/smtp/commands';
import { octets } from '../../script/compile/wire-mode';
import type { Command } from '../../script/program';
import type { Connection } from '../dialogue/connection';
import type { CommandMoment, Moment, ReplyMoment } from '../dialogue/walk';
import { checkResponse } from './authentication';
import { type CleanLines, newCleanLines } from './clean-lines';
import { checkCommandText, type GrammarContext } from './command';
import { type CommandText, commandText, piecesOfPayload } from './command-text';
import { checkExpectation } from './expectation';
import { wordsOf } from './expected-text';
import type { GrammarFinding } from './finding';
import { checkMessageBlock, checkMessageLine, type MessageRules } from './payload';
import type { Sent } from './replies';

/** What is kept of a connection from one line to the next. */
interface Memory {
  /** Of the last MAIL: whether octets above 127 may follow, as far as one can tell, and where its line ends. */
  eightBit: boolean;
  mailEnd: number | undefined;
  /** The current message has been found to hold such octets. */
  eightBitSaid: boolean;
  /** Steps of the authentication so far. */
  step: number;
  chunk: { readonly number: Range; readonly size: number; taken: number; said: boolean } | undefined;
}

const none: readonly GrammarFinding[] = [];

/**
 * A check of one session: give it every moment of the walk, in order, and it tells what is wrong there. `script` is the text that the
 * places point into; what stands in another file than `file` is that file's business. `clean`: lines known to be right.
 */
export function grammarChecker(
  script: string,
  file: string,
  clean: CleanLines = newCleanLines(),
): (moment: Moment) => readonly GrammarFinding[] {
  const memories = new Map<string, Memory>();
  const memoryOf = ({ name }: Connection): Memory => {
    const known = memories.get(name);
    if (known) return known;
    const made: Memory = { eightBit: true, mailEnd: undefined, eightBitSaid: false, step: 0, chunk: undefined };
    memories.set(name, made);
    return made;
  };
  return (moment) => {
    if (moment.kind === 'command') {
      const own = moment.command.place.file === file;
      const found = sent(script, moment, memoryOf(moment.connection), own, clean);
      return own ? found : none;
    }
    if (moment.kind === 'reply') return moment.reply.place.file === file ? expected(moment) : none;
    if (moment.step.kind === 'connect') memories.delete(moment.step.as ?? '');
    return none;
  };
}

function sent(
  script: string,
  moment: CommandMoment,
  memory: Memory,
  own: boolean,
  clean: CleanLines,
): readonly GrammarFinding[] {
  const { connection, command, line } = moment;
  const { protocol } = connection;
  const blocks = protocol === 'imap' ? 'literal' : 'opaque';
  const text = commandText(piecesOfPayload(command.payload), command.place.range.end, script, blocks);
  switch (line.as) {
    case 'response':
      memory.step++;
      return checkResponse(text, connection.mechanism, mechanismStep(memory.step, connection));
    case 'data':
    case 'message':
      if (connection.mode.kind === 'command') break;
      return [...chunkLine(connection, command, text, memory), ...message(script, connection, command, text, memory)];
    case 'rest':
    case 'done':
      return none;
    case 'command':
      break;
  }
  memory.step = 0;
  if (protocol === 'smtp' || protocol === 'lmtp') remember(memory, text, command, own, line.name);
  const found = reckonsWithSyntaxError(moment)
    ? none
    : commandFaults({ protocol, utf8: isUtf8(connection) }, text, clean);
  const chunk = line.name === 'BDAT' && command.payload.some((part) => part.kind === 'block');
  const octetsFound = chunk ? blocksOf(script, command, rulesOf(memory)) : none;
  return octetsFound.length > 0 ? [...found, ...octetsFound] : found;
}

function commandFaults(context: GrammarContext, line: CommandText, clean: CleanLines): readonly GrammarFinding[] {
  if (clean.has(context, line.text)) return none;
  const found = checkCommandText(context, line);
  if (found.length === 0) clean.add(context, line.text);
  return found;
}

/** The script itself expects that the server finds fault with how the command is written: then it is wrong on purpose. */
const reckonsWithSyntaxError = ({ outcomes }: CommandMoment): boolean =>
  outcomes.written && outcomes.possible.some((one) => /^(?:50[0-4]|55[35]|BAD|-ERR)$/.test(one));

const isUtf8 = ({ enabled }: Connection): boolean =>
  enabled.has('UTF8=ACCEPT') || enabled.has('UTF8=ONLY') || enabled.has('IMAP4REV2');

/** Which response of the mechanism a line is; one that sends none with AUTH begins with the first. */
const mechanismStep = (step: number, { mechanism }: Connection): number =>
  mechanism === 'PLAIN' || mechanism === 'XOAUTH2' || mechanism === 'OAUTHBEARER' || mechanism?.startsWith('SCRAM')
    ? step - 1
    : step;

/** Keeps what MAIL says of the message, and the size of a chunk that is sent in lines. */
function remember(memory: Memory, text: CommandText, command: Command, own: boolean, name: string | undefined): void {
  memory.chunk = undefined;
  if (name === 'MAIL') {
    memory.eightBit = text.hasOpaque ? /\x1a(?![^ ]*[@>])/.test(text.text) || allows(text.text) : allows(text.text);
    memory.mailEnd = own ? command.place.range.end : undefined;
    memory.eightBitSaid = false;
  }
  if (name !== 'BDAT') return;
  const argument = /^BDAT +/i.exec(text.text)?.[0].length ?? 0;
  const bdat = parseBdat(text.text.slice(argument));
  const digits = /^\d+/.exec(text.text.slice(argument))?.[0].length ?? 0;
  if (bdat) memory.chunk = { number: text.place(argument, argument + digits), size: bdat.size, taken: 0, said: !own };
}

const allows = (text: string): boolean => /[ \t](?:BODY=(?:8BITMIME|BINARYMIME)|SMTPUTF8)(?![^ \t])/i.test(text);

function rulesOf(memory: Memory): MessageRules {
  const eightBit = memory.eightBit || memory.eightBitSaid;
  if (memory.mailEnd === undefined) return { eightBit };
  return {
    eightBit,
    allowEightBit: replacing('Add BODY=8BITMIME to MAIL', memory.mailEnd, memory.mailEnd, ' BODY=8BITMIME'),
  };
}

/** A line of a message or of a chunk, or a block that is all of it. */
function message(
  script: string,
  connection: Connection,
  command: Command,
  text: CommandText,
  memory: Memory,
): readonly GrammarFinding[] {
  if (connection.protocol === 'imap' || connection.mode.kind === 'literal') return none;
  const rules = rulesOf(memory);
  const found = command.payload.some((part) => part.kind === 'block')
    ? blocksOf(script, command, rules)
    : checkMessageLine(text, rules).filter((one) => one.id !== 'undotted-line' || connection.mode.kind === 'message');
  if (found.some((one) => one.id === 'eight-bit-data')) memory.eightBitSaid = true;
  return found;
}

function blocksOf(script: string, command: Command, rules: MessageRules): readonly GrammarFinding[] {
  return command.payload.flatMap((part) => {
    if (part.kind !== 'block') return none;
    const { start, end } = part.place.range;
    const first = script.indexOf('\n', start) + 1;
    const last = script.lastIndexOf('\n', end - 1) + 1;
    return first === 0 || first >= last ? none : checkMessageBlock(script, range(first, last), rules);
  });
}

/** `BDAT 86` and lines: whether they have so many octets (RFC 3030 §2). */
function chunkLine(
  connection: Connection,
  command: Command,
  text: CommandText,
  memory: Memory,
): readonly GrammarFinding[] {
  const { chunk } = memory;
  if (!chunk || connection.mode.kind !== 'chunk' || chunk.said) return none;
  const length = octets(command.payload);
  if (length === undefined) {
    chunk.said = true;
    return none;
  }
  const verb = /^[A-Za-z]+(?=[ \t]|$)/.exec(text.text)?.[0];
  const isCommand = verb !== undefined && verb === verb.toUpperCase() && smtpCommand(verb) !== undefined;
  if (!isCommand) chunk.taken += length + 2;
  const right = chunk.taken;
  if (isCommand ? right === 0 : right <= chunk.size) return none;
  chunk.said = true;
  return [
    {
      id: 'chunk-count',
      range: chunk.number,
      said: `the lines that follow have ${right} octets`,
      fix: replacing(`Write ${right}`, chunk.number.start, chunk.number.end, String(right)),
    },
  ];
}

// ---- replies ------------------------------------------------------------------------------------------------------

function expected({ connection, reply, to, greeting }: ReplyMoment): readonly GrammarFinding[] {
  const { protocol } = connection;
  const what = to ? whatWasSent(protocol, to.command, to.line) : greeting && protocol !== 'imap' ? greeted : undefined;
  const tags = protocol === 'imap' ? tagsOf(connection, to?.line.tag) : undefined;
  let all: GrammarFinding[] | undefined;
  for (const [at, line] of reply.lines.entries()) {
    const stranger = tags && tagFault(tags, line);
    if (stranger) all = [...(all ?? []), stranger];
    const found = checkExpectation(
      protocol,
      what,
      line,
      protocol === 'pop3' && at > 0 && !beginsResponse(line.pattern),
    );
    if (found.length === 0) continue;
    all ??= [];
    all.push(...found);
  }
  return all ?? none;
}

const tagsOf = ({ tags }: Connection, own: string | undefined): ReadonlySet<string> =>
  own === undefined ? tags : new Set([...tags, own]);

/** A tagged response whose tag no command has had; tags that are made for commands without look like `A1`. */
function tagFault(
  tags: ReadonlySet<string>,
  { mode, pattern }: ReplyMoment['reply']['lines'][number],
): GrammarFinding | undefined {
  const [first] = pattern;
  if (mode !== 'must' || first?.kind !== 'text') return undefined;
  const tag = /^\s*([^\s*+|]+)\s+(?:OK|NO|BAD)\b/i.exec(first.text.slice(0, 100))?.[1];
  if (tag === undefined || /^A\d+$|^any$/.test(tag) || /^(?:OK|NO|BAD)$/i.test(tag) || tags.has(tag) || !isTag(tag))
    return undefined;
  const start = first.range.start + first.text.indexOf(tag);
  return { id: 'unknown-tag', range: range(start, start + tag.length), said: `no command has the tag ${tag}` };
}

const greeted: Sent = { name: 'greeting', as: 'command', mayContinue: false };

function beginsResponse([first]: ReplyMoment['reply']['lines'][number]['pattern']): boolean {
  return first?.kind === 'text' && /^\s*(?:\+OK|-ERR|\+|any)(?:\s|$)/i.test(first.text);
}

function whatWasSent(protocol: Protocol, command: Command, line: CommandMoment['line']): Sent {
  const as = line.as === 'response' ? 'response' : line.as === 'message' || line.as === 'data' ? 'message' : 'command';
  const { name } = line;
  if (protocol === 'smtp' || protocol === 'lmtp') {
    // A chunk whose lines follow is answered behind them.
    return { name, as: name === 'BDAT' ? 'command' : as };
  }
  if (protocol === 'pop3') return { name, as, mayContinue: name === 'AUTH', words: wordsOf(line.rest, 3).length };
  const waits =
    as !== 'command' || line.as === 'rest' || line.role !== 'reply' || name === 'IDLE' || name === 'AUTHENTICATE';
  const plain =
    command.payload.length <= 1 && command.payload[0]?.kind !== 'block' && command.payload[0]?.kind !== 'file';
  const values = command.payload.some(
    (part) => part.kind === 'text' && part.template.some((one) => one.kind === 'value'),
  );
  // A value may be sent as a literal: then nobody knows.
  return waits || !plain ? { name, as, mayContinue: true } : values ? { name, as } : { name, as, mayContinue: false };
}

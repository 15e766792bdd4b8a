/** IMAP: commands with tags, several in flight, untagged data for all of them, literals and continuations (RFC 9051 §2.2, §5.5). */
import { err, latin1, ok, type Result } from '../base';
import { type ImapResponse, parseResponse } from '../protocol/imap/response';
import { type ImapFrame, responseFramer } from '../protocol/imap/response-framer';
import { tagGenerator } from '../protocol/imap/tags';
import type { Failure, ReceivedRole } from '../transcript/event';
import type { Asking, Conversation, LastReply, Line, Sending, Unasked, Upgrade } from './conversation';
import { numberAfter } from './imap-facts';
import { byeFailure, foreignTag, literalInPipeline, strictFailure, waitsFor } from './imap-failures';
import { imapKnowledge } from './imap-knowledge';
import { commandHead, literalAtEnd, partOctets, type Staged, stagesOf, waits } from './imap-line';
import { type ImapPhase, type InFlight, imapPhase } from './imap-phase';
import { type KeptOctets, keptOctets } from './kept-octets';
import { hasBlock, nothing, octetCount, octetsOf, withLineEnd } from './line-bytes';
import { type Link, oversized, receive, receiveText, shown } from './link';
import type { MatchScope, ServerUnit } from './match/verdict';

/** Unasked responses that are kept for a later `S:`; older ones have been shown and are let go. */
const inboxLimit = 10_000;

export function imapConversation(link: Link): Conversation {
  const framer = responseFramer(link.limits);
  const makeTag = tagGenerator();
  let upcoming = makeTag();
  const nextTag = (): string => {
    const tag = upcoming;
    upcoming = makeTag();
    return tag;
  };
  const inFlight = new Map<string, InFlight>();
  const inbox: Unasked[] = [];
  const knowledge = imapKnowledge();
  let opening = true;
  let last: LastReply | undefined;
  let broken: Failure | undefined;
  let upgrade: Upgrade | undefined;
  let upgrading: InFlight | undefined;
  let kept: KeptOctets | undefined;
  let loose = false;

  /** The commands whose next part the next line may be, the oldest first. */
  const unfinished = new Set<InFlight>();
  const mind = (command: InFlight): void => {
    if (command.literalLeft > 0 || command.unfinished || command.challenged) unfinished.add(command);
    else unfinished.delete(command);
  };
  const speaking = (): InFlight | undefined => unfinished.values().next().value;

  const start = (command: InFlight, staged: Staged, line: Line, asking: Asking, continuable: boolean): ImapPhase => {
    const matching = (): MatchScope => link.matching(command.tag, (n) => numberAfter(n, command.expunged));
    const phase = imapPhase({
      link,
      verb: command.name,
      line: staged.first,
      asking,
      place: line.place,
      matching,
      continuable,
      syncs: staged.stages.length - 1,
    });
    command.phase = phase;
    return phase;
  };

  const newCommand = (line: Line, asking: Asking): Result<Sending, Failure> => {
    const head = commandHead(line);
    const tag = head.tag ?? nextTag();
    const staged = stagesOf(line, head.tag === undefined ? tag : undefined, asking);
    if (asking.pipelined && waits(staged)) return err(literalInPipeline());
    const command: InFlight = {
      tag,
      name: head.name,
      phase: undefined,
      expunged: [],
      challenged: false,
      literalLeft: staged.open?.size ?? 0,
      unfinished: staged.open?.size === 0,
    };
    inFlight.set(tag, command);
    mind(command);
    knowledge.begin(head.name);
    if (head.name === 'STARTTLS' || head.name === 'COMPRESS') upgrading = command;
    inbox.length = 0;
    if (staged.open && !staged.open.sync) return ok({ stages: staged.stages, awaited: undefined });
    const awaited = start(command, staged, line, asking, head.continuable || staged.open !== undefined);
    return ok({ stages: staged.stages, awaited });
  };

  /** A literal announced by hand: its octets line by line, then the rest of the command (RFC 9051 §4.3). */
  const literalLine = (command: InFlight, line: Line, asking: Asking): Result<Sending, Failure> => {
    const content = hasBlock(line) ? octetsOf(line) : withLineEnd(line);
    const over = (typeof content === 'string' ? octetCount(content) : content.length) - command.literalLeft;
    command.literalLeft = Math.max(0, -over);
    if (over > 0) return commandRest(command, line, asking, content);
    command.unfinished = over === 0;
    mind(command);
    const stages = [[{ content, role: 'literal' as const, note: asking.note }]];
    if (asking.expected.length === 0) return ok({ stages, awaited: undefined });
    // An `S:` behind a line of the literal: it is waited for, and the hint says why nothing comes.
    const staged = { stages, first: typeof content === 'string' ? content : '', open: undefined };
    return ok({ stages, awaited: start(command, staged, line, asking, true) });
  };

  const commandRest = (
    command: InFlight,
    line: Line,
    asking: Asking,
    content: string | Uint8Array,
  ): Result<Sending, Failure> => {
    const again = typeof content === 'string' ? literalAtEnd(content) : undefined;
    command.challenged = false;
    command.literalLeft = again?.size ?? 0;
    command.unfinished = again?.size === 0;
    mind(command);
    const stages = [[{ content, role: 'command' as const, note: asking.note }]];
    if (again && !again.sync) return ok({ stages, awaited: undefined });
    const staged = { stages, first: typeof content === 'string' ? content : '', open: undefined };
    return ok({ stages, awaited: start(command, staged, line, asking, again !== undefined) });
  };

  /** A line that goes on after `+`: DONE, or a SASL response. */
  const continuing = (command: InFlight, line: Line, asking: Asking): Result<Sending, Failure> => {
    const isSasl = command.name === 'AUTHENTICATE';
    const staged = stagesOf(line, undefined, { ...asking, role: asking.role ?? (isSasl ? 'sasl' : 'command') });
    command.challenged = false;
    mind(command);
    const awaited = start(command, staged, line, asking, isSasl || command.name !== 'IDLE');
    // What IDLE brought and no line has claimed belongs to the command that ends now.
    for (const { unit } of inbox.splice(0)) awaited.offer(unit);
    return ok({ stages: staged.stages, awaited });
  };

  const prepare = (line: Line, asking: Asking): Result<Sending, Failure> => {
    loose = false;
    const command = speaking();
    if (!command) return newCommand(line, asking);
    if (command.literalLeft > 0) return literalLine(command, line, asking);
    if (command.unfinished) return commandRest(command, line, asking, withLineEnd(line));
    // In IDLE everything but DONE is a new command: wrong, and worth a try (RFC 2177 §3).
    if (command.name === 'IDLE' && !/^DONE\s*$/i.test(withLineEnd(line))) return newCommand(line, asking);
    return continuing(command, line, asking);
  };

  const open = (): readonly InFlight[] =>
    [...inFlight.values()].filter((command) => command.phase && !command.phase.done);

  const keepUnasked = (unit: ServerUnit, seq: number, bytes: Uint8Array): void => {
    inbox.push({ unit, seq, text: shown(link, bytes) });
    if (inbox.length > inboxLimit) inbox.shift();
  };

  const learn = (response: ImapResponse): void => {
    knowledge.learn(response);
    if (response.kind !== 'untagged' || response.name !== 'EXPUNGE' || response.number === undefined) return;
    for (const command of inFlight.values()) command.expunged.push(response.number);
  };

  const onUntagged = (response: ImapResponse, unit: ServerUnit, bytes: Uint8Array): void => {
    if (inFlight.size === 1) {
      // The usual case, without a list being made of it: large FETCHes come this way.
      for (const command of inFlight.values()) {
        if (command.phase && !command.phase.done) {
          offerTo(command, command.phase, response, unit, bytes);
          return;
        }
      }
    }
    const commands = open();
    if (commands.length === 0) {
      const seq = record('untagged', bytes, undefined, response, !loose && response.name === 'BYE');
      keepUnasked(unit, seq, bytes);
      return;
    }
    let first = true;
    for (const command of commands) {
      if (!command.phase) continue;
      offerTo(command, command.phase, response, unit, first ? bytes : undefined);
      first = false;
    }
  };

  const offerTo = (
    command: InFlight,
    phase: ImapPhase,
    response: ImapResponse,
    unit: ServerUnit,
    bytes: Uint8Array | undefined,
  ): void => {
    if (bytes) record('untagged', bytes, phase, response, false);
    const claimed = phase.offer(unit);
    if (response.name === 'BYE' && !claimed && command.name !== 'LOGOUT') {
      phase.stop(byeFailure(link, phase, response));
    } else if (!claimed && link.strict && !phase.own) {
      phase.failure ??= strictFailure(link, phase, bytes);
    }
  };

  const onContinuation = (response: ImapResponse, unit: ServerUnit, bytes: Uint8Array): void => {
    const commands = open();
    const command =
      commands.find(({ phase }) => phase && phase.syncsLeft > 0) ??
      commands.find(({ phase }) => phase?.continuable) ??
      commands.at(-1);
    const phase = command?.phase;
    if (!command || !phase) {
      keepUnasked(unit, record('continuation', bytes, undefined, response, !loose), bytes);
      return;
    }
    const wanted = phase.syncsLeft > 0 || phase.continuable || phase.speaksOfContinuation;
    record('continuation', bytes, phase, response, !wanted);
    if (!wanted) return;
    if (phase.syncsLeft === 0 && command.literalLeft === 0 && !command.unfinished) {
      command.challenged = true;
      mind(command);
    }
    phase.plus(unit);
    last = { unit, ms: link.recorder.since(phase.sentAt) };
  };

  const onTagged = (response: ImapResponse, unit: ServerUnit, bytes: Uint8Array): void => {
    const command = inFlight.get(response.tag ?? '');
    const phase = command?.phase;
    if (!command) {
      onForeignTag(response, unit, bytes);
      return;
    }
    inFlight.delete(command.tag);
    unfinished.delete(command);
    const seq = record('reply', bytes, phase, response, false);
    last = { unit, ms: phase ? link.recorder.since(phase.sentAt) : 0 };
    knowledge.end(command.name, response.name === 'OK');
    if (response.name === 'OK' && command.name === 'STARTTLS') upgrade = { kind: 'tls', injected: nothing };
    if (response.name === 'OK' && command.name === 'COMPRESS') upgrade = { kind: 'compression', already: nothing };
    if (phase && !phase.done) phase.tagged(unit);
    else keepUnasked(unit, seq, bytes);
  };

  const onForeignTag = (response: ImapResponse, unit: ServerUnit, bytes: Uint8Array): void => {
    const [waiting] = open();
    const seq = record('reply', bytes, waiting?.phase, response, !loose);
    if (!waiting?.phase || loose) {
      keepUnasked(unit, seq, bytes);
      return;
    }
    waiting.phase.stop(foreignTag(link, waiting.phase, waiting.tag, response, bytes));
  };

  const record = (
    role: ReceivedRole,
    bytes: Uint8Array,
    phase: ImapPhase | undefined,
    response: ImapResponse,
    unexpected: boolean,
  ): number => {
    const plain = response.findings.length === 0 && !unexpected;
    const more = plain
      ? undefined
      : {
          ...(response.findings.length > 0 && { findings: response.findings }),
          ...(unexpected && { unexpected: true as const }),
        };
    return receive(link, bytes, role, phase, more);
  };

  /** What was wrong with a response since the last tagged one: a literal of a wrong length takes the next one with it. */
  let spoilt: string | undefined;

  const handle = (frame: ImapFrame): void => {
    switch (frame.kind) {
      case 'piece':
        kept ??= keptOctets(link, 'literal');
        kept.write(frame.bytes);
        if (frame.last) {
          receiveText(link, kept.end(), 'data', open()[0]?.phase, { note: `a literal of ${kept.octets} octets` });
          kept = undefined;
        }
        return;
      case 'partial':
        receive(link, frame.bytes, opening ? 'greeting' : 'reply', open()[0]?.phase, { note: 'incomplete' });
        return;
      case 'oversized': {
        const cause = oversized(link, frame.bytes, frame.dropped, open()[0]?.phase);
        broken ??= cause;
        for (const { phase } of open()) phase?.stop(cause);
        return;
      }
    }
    const response = parseResponse(frame.parts);
    spoilt = response.kind === 'tagged' ? undefined : (response.findings[0]?.message ?? spoilt);
    const bytes = partOctets(frame.parts);
    const unit: ServerUnit = { kind: 'imap', response };
    if (opening) {
      const seq = record('greeting', bytes, undefined, response, false);
      last = { unit, ms: 0 };
      learn(response);
      keepUnasked(unit, seq, bytes);
      opening = false;
      return;
    }
    switch (response.kind) {
      case 'untagged':
        onUntagged(response, unit, bytes);
        break;
      case 'continuation':
        onContinuation(response, unit, bytes);
        break;
      case 'tagged':
        onTagged(response, unit, bytes);
        break;
    }
    learn(response);
  };

  /** Behind the OK of STARTTLS or COMPRESS there is no IMAP in clear. */
  const endsClear = (frame: ImapFrame): boolean => {
    if (frame.kind !== 'response' || !upgrading) return false;
    const first = frame.parts[0]?.bytes ?? nothing;
    return latin1(first.subarray(0, upgrading.tag.length + 4)).toUpperCase() === `${upgrading.tag} OK `.toUpperCase();
  };

  return {
    protocol: 'imap',
    prepare,
    inbox,
    everAnnounced: knowledge.everAnnounced,
    get opening() {
      return opening;
    },
    get upcomingTag() {
      return speaking()?.tag ?? upcoming;
    },
    get capabilities() {
      return knowledge.capabilities;
    },
    get last() {
      return last;
    },
    get mailbox() {
      return knowledge.mailbox;
    },
    get broken() {
      return broken;
    },
    get upgrade() {
      return upgrade;
    },
    get authenticated() {
      return knowledge.authenticated;
    },
    get partial() {
      return framer.pending;
    },
    get hint() {
      return waitsFor(speaking(), spoilt);
    },
    receive(bytes) {
      for (const frame of framer.push(bytes, upgrading ? endsClear : undefined)) handle(frame);
      if (!upgrade) return;
      const rest = framer.take();
      upgrade = upgrade.kind === 'tls' ? { kind: 'tls', injected: rest } : { kind: 'compression', already: rest };
      link.pause();
    },
    finish() {
      for (const frame of framer.end()) handle(frame);
      if (kept) receiveText(link, kept.end(), 'data', open()[0]?.phase, { note: 'incomplete' });
      kept = undefined;
    },
    secured() {
      if (upgrade?.kind === 'tls') knowledge.forget();
      upgrade = undefined;
      upgrading = undefined;
    },
    rawSent(octets) {
      loose = true;
      const command = speaking();
      if (!command || command.literalLeft === 0) return;
      command.unfinished = octets === command.literalLeft;
      command.literalLeft = Math.max(0, command.literalLeft - octets);
      mind(command);
    },
    hasAuthenticated() {
      knowledge.authenticated = true;
    },
    farewell() {
      if (knowledge.left || upgrade || broken || opening) return [];
      const commands = [...inFlight.values()];
      if (commands.length === 0) return ['LOGOUT'];
      const [only] = commands;
      return commands.length === 1 && only?.name === 'IDLE' && only.challenged ? ['DONE', 'LOGOUT'] : [];
    },
  };
}

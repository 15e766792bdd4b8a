/** SMTP and LMTP: what a line is depends on the last reply (command, SASL response, message data, chunk), and replies come in order. */
import { concat, err, ok, type Result } from '../base';
import type { Capabilities } from '../protocol/capabilities';
import { dotStuff } from '../protocol/dot-stuff';
import { capabilitiesOf } from '../protocol/smtp/capabilities';
import { parseReply, type SmtpReply } from '../protocol/smtp/reply';
import { replyFramer, type SmtpFrame } from '../protocol/smtp/reply-framer';
import type { Failure, SentRole } from '../transcript/event';
import { answerQueue } from './answer-queue';
import type { Asking, Awaited, Conversation, LastReply, Line, Sending, Unasked, Upgrade } from './conversation';
import { failure } from './failure';
import { hasBlock, isFinalDot, nothing, octetCount, octetsOf, verbOf, withLineEnd } from './line-bytes';
import { awaitedFor, judge, type Link, oversized, receive, shown } from './link';
import { bdatChunk } from './payload-length';

type Mode = 'command' | 'data' | 'auth';

export function smtpConversation(link: Link, protocol: 'smtp' | 'lmtp'): Conversation {
  const framer = replyFramer(link.limits);
  const queue = answerQueue();
  const inbox: Unasked[] = [];
  const everAnnounced = new Set<string>();
  let mode: Mode = 'command';
  let opening = true;
  let recipients = 0;
  /** A chunk announced by hand: octets of it that are still to be sent. */
  let chunk: { left: number; readonly last: boolean; readonly asking: Asking; readonly line: string } | undefined;
  let capabilities: Capabilities | undefined;
  let last: LastReply | undefined;
  let broken: Failure | undefined;
  let upgrade: Upgrade | undefined;
  let loose = false;
  let left = false;
  let authenticated = false;

  const expect = (verb: string, text: string, asking: Asking, line: Line, eachRecipient = false): Awaited => {
    const awaited = awaitedFor(verb, text, asking, line.place, eachRecipient && protocol === 'lmtp');
    queue.push(awaited);
    return awaited;
  };

  const one = (
    content: string | Uint8Array,
    role: SentRole,
    asking: Asking,
    awaited: Awaited | undefined,
  ): Result<Sending, Failure> =>
    ok({ stages: [[{ content, role: asking.role ?? role, shown: asking.shown, note: asking.note }]], awaited });

  const command = (line: Line, asking: Asking): Result<Sending, Failure> => {
    if (hasBlock(line)) return blockCommand(line, asking);
    const bytes = withLineEnd(line);
    const verb = verbOf(bytes);
    if (verb === 'BDAT') {
      const announced = bdatChunk(bytes);
      if (announced && announced.size > 0) {
        chunk = { left: announced.size, last: announced.last, asking, line: bytes };
        return one(bytes, 'command', asking, undefined);
      }
      return one(bytes, 'command', asking, expect(verb, bytes, asking, line, announced?.last));
    }
    return one(bytes, 'command', asking, expect(verb, bytes, asking, line));
  };

  /** `BDAT """ … """ LAST`: the count is put in (RFC 3030 §2). */
  const blockCommand = (line: Line, asking: Asking): Result<Sending, Failure> => {
    const [head, block, tail, ...more] = line.segments;
    const verb = head?.kind === 'text' ? verbOf(head.text) : '';
    if (verb !== 'BDAT' || block?.kind !== 'block' || tail?.kind === 'block' || more.length > 0) {
      return err(
        failure('resolve', 'SMTP has no form for a block here', {
          advice:
            verb === 'BDAT'
              ? 'Write one block: BDAT """ … """ LAST'
              : 'A block is sent as message data after the server has answered DATA with 354, or behind BDAT',
        }),
      );
    }
    const rest = tail ? tail.text.trim() : '';
    const first = `BDAT ${block.bytes.length}${rest === '' ? '' : ` ${rest}`}\r\n`;
    const isLast = /^LAST$/i.test(rest);
    return ok({
      stages: [
        [
          { content: first, role: 'command', note: `BDAT, ${block.bytes.length} octets counted` },
          { content: block.bytes, role: 'data' },
        ],
      ],
      awaited: expect('BDAT', first, asking, line, isLast),
    });
  };

  const data = (line: Line, asking: Asking): Result<Sending, Failure> => {
    const message = (bytes: string | Uint8Array): Result<Sending, Failure> => {
      // In a pipeline the next commands follow in the same write (RFC 2920 §3.1).
      mode = 'command';
      return one(bytes, 'data', asking, expect('.', 'the message', asking, line, true));
    };
    if (hasBlock(line)) return message(dotStuff(octetsOf(line)));
    const text = withLineEnd(line);
    if (isFinalDot(text)) return message(text);
    // An `S:` behind a line of data: it is waited for, and the hint says why nothing comes.
    const awaited = asking.expected.length > 0 ? expect('data', text, asking, line, true) : undefined;
    return one(text, 'data', asking, awaited);
  };

  const chunkData = (pending: NonNullable<typeof chunk>, line: Line, asking: Asking): Result<Sending, Failure> => {
    const bytes = hasBlock(line) ? octetsOf(line) : withLineEnd(line);
    pending.left -= typeof bytes === 'string' ? octetCount(bytes) : bytes.length;
    if (pending.left > 0) return one(bytes, 'data', asking, undefined);
    chunk = undefined;
    const whole = asking.expected.length > 0 ? asking : { ...pending.asking, pipelined: asking.pipelined };
    const note = pending.left < 0 ? { note: `${-pending.left} octets more than BDAT announced` } : {};
    return one(bytes, 'data', { ...asking, ...note }, expect('BDAT', pending.line, whole, line, pending.last));
  };

  const settle = (awaited: Awaited, reply: SmtpReply, cause: Failure | undefined): void => {
    awaited.failure ??= cause;
    awaited.final = { kind: 'smtp', reply };
    if (awaited.eachRecipient && reply.code !== 354) {
      awaited.remaining ??= Math.max(1, recipients);
      if (--awaited.remaining > 0) return;
      if (awaited.expected.length > awaited.judged && !awaited.failure && awaited.judged > 0) {
        awaited.failure = failure(
          'mismatch',
          `The script expects ${awaited.expected.length} replies to the message, and the server gives ${awaited.judged}: one for each accepted recipient`,
          awaited.place ? { place: awaited.place } : {},
        );
      }
      recipients = 0;
    }
    queue.shift();
    awaited.done = true;
  };

  const judged = (awaited: Awaited, reply: SmtpReply): Failure | undefined => {
    if (awaited.own) return undefined;
    const expected = awaited.expected[awaited.judged++];
    if (!expected && reply.code >= 200 && reply.code < 400 && !link.strict) return undefined;
    const cause = judge(link, protocol, expected, { kind: 'smtp', reply }, awaited.place);
    if (cause && reply.code === 0)
      return { ...cause, kind: 'protocol', message: 'The server sent what is no SMTP reply' };
    if (!cause && link.strict) return brokenGrammar(link, reply, awaited);
    return cause;
  };

  /** What a reply means for what may be said next (RFC 5321 §4.1, RFC 4954 §4). */
  const follow = (awaited: Awaited | undefined, reply: SmtpReply): void => {
    const { code } = reply;
    mode = code === 354 ? 'data' : code === 334 ? 'auth' : 'command';
    const positive = code >= 200 && code < 300;
    switch (awaited?.verb) {
      case 'EHLO':
      case 'LHLO':
      case 'HELO':
        if (!positive) break;
        recipients = 0;
        capabilities = capabilitiesOf(awaited.verb === 'HELO' ? { ...reply, code: 0 } : reply);
        for (const name of capabilities.names) everAnnounced.add(name);
        break;
      case 'MAIL':
      case 'RSET':
        if (positive) recipients = 0;
        break;
      case 'RCPT':
        if (positive) recipients++;
        break;
      case 'AUTH':
        if (positive) authenticated = true;
        break;
      case 'QUIT':
        if (positive) left = true;
        break;
      case 'STARTTLS':
        if (positive) upgrade = { kind: 'tls', injected: nothing };
        break;
    }
    if (code === 421) left = true;
  };

  const handle = (frame: SmtpFrame): void => {
    const awaited = opening ? undefined : queue.front;
    if (frame.kind === 'partial') {
      receive(link, frame.bytes, opening ? 'greeting' : 'reply', awaited, { note: 'incomplete' });
      return;
    }
    if (frame.kind === 'oversized') {
      const cause = oversized(link, frame.bytes, frame.dropped, awaited);
      broken ??= cause;
      if (awaited) {
        awaited.failure ??= cause;
        awaited.done = true;
        queue.shift();
      }
      return;
    }
    const reply = parseReply(frame.bytes);
    const more = {
      ...(reply.findings.length > 0 && { findings: reply.findings }),
      ...(!opening && !awaited && !loose && { unexpected: true as const }),
    };
    const role = opening ? 'greeting' : reply.code === 334 || reply.code === 354 ? 'continuation' : 'reply';
    const seq = receive(link, frame.bytes, role, awaited, more);
    follow(awaited, reply);
    last = {
      unit: { kind: 'smtp', reply },
      ms: awaited ? link.recorder.since(awaited.sentAt) : 0,
    };
    if (awaited) settle(awaited, reply, judged(awaited, reply));
    else {
      inbox.push({ unit: { kind: 'smtp', reply }, seq, text: shown(link, frame.bytes) });
      opening = false;
    }
  };

  return {
    protocol,
    inbox,
    everAnnounced,
    mailbox: undefined,
    upcomingTag: undefined,
    get opening() {
      return opening;
    },
    get capabilities() {
      return capabilities;
    },
    get last() {
      return last;
    },
    get broken() {
      return broken;
    },
    get upgrade() {
      return upgrade;
    },
    get authenticated() {
      return authenticated;
    },
    get partial() {
      return framer.pending;
    },
    get hint() {
      if (mode === 'data') return 'The server waits for the end of the message: a line `C: .`, or send it as one block';
      if (chunk) return `The server waits for ${chunk.left} octets more of the chunk that BDAT announced`;
      if (mode === 'auth') return 'The server waits for a SASL response';
      return undefined;
    },
    prepare(line, asking) {
      loose = false;
      if (chunk) return chunkData(chunk, line, asking);
      switch (mode) {
        case 'command':
          return command(line, asking);
        case 'data':
          return data(line, asking);
        case 'auth': {
          if (hasBlock(line)) return err(failure('resolve', 'A SASL response is one line, not a block'));
          const bytes = withLineEnd(line);
          return one(bytes, 'sasl', asking, expect('AUTH', bytes, asking, line));
        }
      }
    },
    receive(bytes) {
      const frames = framer.push(bytes);
      for (const [i, frame] of frames.entries()) {
        handle(frame);
        if (upgrade?.kind === 'tls') {
          const rest = frames.slice(i + 1).map((later) => ('bytes' in later ? later.bytes : nothing));
          upgrade = { kind: 'tls', injected: concat([...rest, framer.take()]) };
          link.pause();
          return;
        }
      }
    },
    finish() {
      for (const frame of framer.end()) handle(frame);
    },
    secured() {
      upgrade = undefined;
      capabilities = undefined;
      mode = 'command';
    },
    rawSent(octets) {
      loose = true;
      if (chunk) chunk.left -= octets;
      if (chunk && chunk.left <= 0) chunk = undefined;
    },
    hasAuthenticated() {
      authenticated = true;
    },
    farewell() {
      const free = mode === 'command' && !chunk && queue.length === 0 && !opening;
      return free && !left && !upgrade && !broken ? ['QUIT'] : [];
    },
  };
}

function brokenGrammar(link: Link, reply: SmtpReply, awaited: Awaited): Failure | undefined {
  const finding = reply.findings.find(({ kind }) => kind === 'broken');
  if (!finding) return undefined;
  return failure('protocol', `The reply breaks the grammar: ${finding.message} (${finding.rfc})`, {
    ...(awaited.place ? { place: awaited.place } : {}),
    ...(link.connection === undefined ? {} : { connection: link.connection }),
    actual: link.recorder.redactor.text(reply.text),
    advice: 'The session is `strict`; without it the finding is only shown',
  });
}

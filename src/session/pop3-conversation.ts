/** POP3: one response for each command in order, some with a body, and `+ ` challenges inside AUTH. */
import { concat, err, ok, type Result } from '../base';
import type { Capabilities } from '../protocol/capabilities';
import { capabilitiesOf } from '../protocol/pop3/capabilities';
import { expectsBody } from '../protocol/pop3/commands';
import { type Pop3Response, parseResponse } from '../protocol/pop3/response';
import { type Pop3Frame, responseFramer } from '../protocol/pop3/response-framer';
import type { Failure } from '../transcript/event';
import { answerQueue } from './answer-queue';
import type { Asking, Awaited, Conversation, LastReply, Line, Sending, Unasked, Upgrade } from './conversation';
import { failure } from './failure';
import { type KeptOctets, keptOctets } from './kept-octets';
import { hasBlock, nothing, verbOf, withLineEnd } from './line-bytes';
import { awaitedFor, judge, type Link, oversized, receive, receiveText, shown } from './link';

export function pop3Conversation(link: Link): Conversation {
  const framer = responseFramer(link.limits);
  const queue = answerQueue();
  const inbox: Unasked[] = [];
  const everAnnounced = new Set<string>();
  let challenged = false;
  let opening = true;
  let capabilities: Capabilities | undefined;
  let last: LastReply | undefined;
  let broken: Failure | undefined;
  let upgrade: Upgrade | undefined;
  let kept: KeptOctets | undefined;
  let loose = false;
  let left = false;
  let authenticated = false;
  let marked = false;

  const prepare = (line: Line, asking: Asking): Result<Sending, Failure> => {
    loose = false;
    if (hasBlock(line)) return err(failure('resolve', 'POP3 has no command that takes a block'));
    const bytes = withLineEnd(line);
    const verb = challenged ? 'AUTH' : verbOf(bytes);
    if (!challenged) framer.expect(expectsBody(bytes.trimEnd()));
    const awaited = awaitedFor(verb, bytes, asking, line.place);
    queue.push(awaited);
    const role = asking.role ?? (challenged ? 'sasl' : 'command');
    return ok({ stages: [[{ content: bytes, role, shown: asking.shown, note: asking.note }]], awaited });
  };

  const judged = (awaited: Awaited, response: Pop3Response): Failure | undefined => {
    if (awaited.own) return undefined;
    const expected = awaited.expected[0];
    if (!expected && response.positive) return undefined;
    const cause = judge(link, 'pop3', expected, { kind: 'pop3', response }, awaited.place);
    if (cause && response.kind === 'unknown') {
      return { ...cause, kind: 'protocol', message: 'The server sent what is no POP3 response' };
    }
    return cause;
  };

  const follow = (awaited: Awaited | undefined, response: Pop3Response): void => {
    challenged = response.kind === 'continuation';
    if (!response.positive) return;
    switch (awaited?.verb) {
      case 'CAPA':
        capabilities = capabilitiesOf(response.lines ?? []);
        for (const name of capabilities.names) everAnnounced.add(name);
        break;
      case 'PASS':
      case 'APOP':
      case 'AUTH':
        authenticated = true;
        // What is announced may differ after authentication (RFC 2449 §5).
        capabilities = undefined;
        break;
      case 'DELE':
        marked = true;
        break;
      case 'RSET':
        marked = false;
        break;
      case 'QUIT':
        left = true;
        break;
      case 'STLS':
        upgrade = { kind: 'tls', injected: nothing };
        break;
    }
  };

  const handle = (frame: Pop3Frame): void => {
    const awaited = opening ? undefined : queue.front;
    switch (frame.kind) {
      case 'piece':
        kept ??= keptOctets(link, 'body');
        kept.write(frame.bytes);
        link.progress();
        return;
      case 'partial':
        receive(link, frame.bytes, opening ? 'greeting' : 'reply', awaited, { note: 'incomplete' });
        return;
      case 'oversized': {
        kept?.end();
        const cause = oversized(link, frame.bytes, frame.dropped, awaited);
        broken ??= cause;
        if (awaited) {
          awaited.failure ??= cause;
          awaited.done = true;
          queue.shift();
        }
        return;
      }
    }
    const response = frame.kind === 'continuation' ? parseResponse({ status: frame.bytes }) : parseResponse(frame);
    const more = {
      ...(response.findings.length > 0 && { findings: response.findings }),
      ...(!opening && !awaited && !loose && { unexpected: true as const }),
    };
    const role = opening ? 'greeting' : frame.kind === 'continuation' ? 'continuation' : 'reply';
    const seq = receive(link, frame.bytes, role, awaited, more);
    if (kept) {
      receiveText(link, kept.end(), 'data', awaited, { note: `a body of ${kept.octets} octets` });
      kept = undefined;
    }
    follow(awaited, response);
    const unit = { kind: 'pop3', response } as const;
    last = { unit, ms: awaited ? link.recorder.since(awaited.sentAt) : 0 };
    if (awaited) {
      queue.shift();
      awaited.final = unit;
      awaited.failure ??= judged(awaited, response);
      awaited.done = true;
    } else {
      inbox.push({ unit, seq, text: shown(link, frame.bytes) });
      opening = false;
    }
  };

  return {
    protocol: 'pop3',
    prepare,
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
      return challenged ? 'The server waits for a SASL response' : undefined;
    },
    receive(bytes) {
      const frames = framer.push(bytes);
      for (const [i, frame] of frames.entries()) {
        handle(frame);
        if (upgrade) {
          const rest = frames.slice(i + 1).map((later) => later.bytes);
          upgrade = { kind: 'tls', injected: concat([...rest, framer.take()]) };
          link.pause();
          return;
        }
      }
    },
    finish() {
      for (const frame of framer.end()) handle(frame);
      if (kept) receiveText(link, kept.end(), 'data', queue.front, { note: 'incomplete' });
      kept = undefined;
    },
    secured() {
      upgrade = undefined;
      capabilities = undefined;
    },
    rawSent() {
      loose = true;
    },
    hasAuthenticated() {
      authenticated = true;
    },
    farewell(clean) {
      // QUIT would remove the messages marked by DELE; a session that went wrong must not (RFC 1939 §6).
      if (challenged || queue.length > 0 || opening || left || upgrade || broken || (marked && !clean)) return [];
      return ['QUIT'];
    },
  };
}

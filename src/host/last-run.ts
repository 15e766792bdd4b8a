/** What a run teaches of its servers: what they announced, which mailboxes there are, what each command was answered. For the editor. */
import { fromLatin1, type Range, utf8 } from '../base';
import type { LastRun, RunAnswer } from '../language/workspace';
import type { Protocol } from '../protocol/finding';
import { capabilitiesOf as imapCapabilitiesOf } from '../protocol/imap/capabilities';
import { readList } from '../protocol/imap/data';
import { decodeMailboxName } from '../protocol/imap/mailbox-name';
import { parseResponse } from '../protocol/imap/response';
import { responseFramer } from '../protocol/imap/response-framer';
import { capabilitiesOf as pop3CapabilitiesOf } from '../protocol/pop3/capabilities';
import { protocolOfUrl } from '../protocol/schemes';
import { capabilitiesOf as smtpCapabilitiesOf } from '../protocol/smtp/capabilities';
import { parseReply } from '../protocol/smtp/reply';
import type { EventPlace, RunEvent, WireText } from '../transcript/event';

export interface RunWatcher {
  event(event: RunEvent): void;
  knowledge(): LastRun;
}

/** So many of each are kept: a script in a loop tells the same again and again. */
const mostMailboxes = 5_000;
const mostAnswers = 10_000;
const longestAnswer = 200;

/**
 * Watches the events of a run of `file`.
 * @param servers the environment's, by service
 * @param text the script's text
 */
export function watchRun(file: string, text: string, servers: Readonly<Record<string, string>>): RunWatcher {
  const services = new Map(Object.entries(servers).map(([service, url]) => [url, service]));
  const capabilities: Record<string, readonly string[]> = {};
  const mailboxes = new Set<string>();
  const answers = new Map<number, RunAnswer>();
  const targets = new Map<string, { readonly target: string; readonly protocol: Protocol | undefined }>();
  const sent = new Map<number, EventPlace | undefined>();

  const received = (event: RunEvent & { readonly kind: 'received' }): void => {
    const from = targets.get(event.connection ?? '');
    if (from) {
      const announced = announcedBy(from.protocol, event.wire);
      if (announced) capabilities[from.target] = announced;
      const mailbox = from.protocol === 'imap' ? mailboxIn(event.wire.text) : undefined;
      if (mailbox !== undefined && mailboxes.size < mostMailboxes) mailboxes.add(mailbox);
    }
    const place = event.answers === undefined ? undefined : sent.get(event.answers);
    if (event.role !== 'reply' || place?.file !== file || answers.size >= mostAnswers) return;
    const { start } = place.range;
    answers.set(start, { start, line: lineOf(text, place.range), answer: lastLine(event.wire.text) });
  };

  return {
    event(event) {
      switch (event.kind) {
        case 'connected':
          targets.set(event.connection ?? '', {
            target: services.get(event.url) ?? event.url,
            protocol: protocolOfUrl(event.url),
          });
          return;
        case 'sent':
          // Only one session's commands can be answered any more.
          if (sent.size > mostAnswers) sent.clear();
          sent.set(event.seq, event.place);
          return;
        case 'received':
          received(event);
          return;
      }
    },
    knowledge: () => ({ capabilities, mailboxes: [...mailboxes], answers: [...answers.values()] }),
  };
}

function announcedBy(protocol: Protocol | undefined, { text, encoding }: WireText): readonly string[] | undefined {
  const octets = (): Uint8Array => (encoding === 'latin1' ? fromLatin1(text) : utf8(text));
  switch (protocol) {
    case 'smtp':
    case 'lmtp': {
      const names = /^250-/.test(text) ? smtpCapabilitiesOf(parseReply(octets())).names : [];
      return names.length > 0 ? names : undefined;
    }
    case 'imap': {
      if (!/CAPABILITY /i.test(text.slice(0, 80))) return undefined;
      const [frame] = responseFramer().push(octets());
      return frame?.kind === 'response' ? imapCapabilitiesOf(parseResponse(frame.parts))?.names : undefined;
    }
    case 'pop3': {
      // Several lines that end with a dot, among them what only CAPA says.
      const lines = text.split(/\r?\n/);
      return lines.some((line) => /^(?:SASL|STLS|RESP-CODES)\b/.test(line))
        ? pop3CapabilitiesOf(lines.slice(1).filter((line) => line !== '.')).names
        : undefined;
    }
    default:
      return undefined;
  }
}

function mailboxIn(text: string): string | undefined {
  if (!/^\* (?:LIST|LSUB) /i.test(text)) return undefined;
  const [frame] = responseFramer().push(utf8(text));
  const name = frame?.kind === 'response' ? readList(parseResponse(frame.parts))?.name : undefined;
  return name === undefined ? undefined : (decodeMailboxName(name) ?? name);
}

function lineOf(text: string, { start }: Range): string {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const end = text.indexOf('\n', start);
  return text.slice(from, end === -1 ? text.length : end).replace(/\r$/, '');
}

const lastLine = (text: string): string =>
  (
    text
      .replace(/(?:\r?\n\.)?(?:\r?\n)+$/, '')
      .split(/\r?\n/)
      .at(-1) ?? ''
  ).slice(0, longestAnswer);

/** A run as a text to compare with another run's: what changes from run to run is made equal. */
import type { Protocol } from '../protocol/finding';
import { protocolOfUrl } from '../protocol/schemes';
import type { Failure, RunEvent, WireText } from './event';
import { createNames } from './script-names';
import { replyLines } from './script-replies';
import { inTurns } from './turns';

/** The text of one session's events. Nothing is captured here: what changes is `...`. */
export function comparableSession(events: readonly RunEvent[]): string {
  const started = events.find((event) => event.kind === 'session-started');
  const fallback: Protocol = started?.kind === 'session-started' ? started.protocol : 'smtp';
  const protocols = new Map<string, Protocol>();
  const lines: string[] = [];
  for (const event of inTurns(events)) {
    const connection = event.connection ?? '';
    if (event.kind === 'connected') protocols.set(connection, protocolOfUrl(event.url) ?? fallback);
    const prefix = connection === '' ? '' : `${connection} `;
    for (const line of linesOf(event, protocols.get(connection) ?? fallback)) lines.push(`${prefix}${line}`);
  }
  return `${lines.join('\n')}\n`;
}

function linesOf(event: RunEvent, protocol: Protocol): readonly string[] {
  switch (event.kind) {
    case 'session-started':
      return [`### ${event.title}`];
    case 'connected':
      return [
        `-- connected to ${event.url.replace(/:\d+(?=\/|$)/, '')}`,
        ...(event.tls ? [`-- ${event.tls.version}`] : []),
      ];
    case 'secured':
      return [`-- ${event.tls.version} ${event.tls.cipher}, ${event.tls.authorized ? 'verified' : 'NOT verified'}`];
    case 'compressed':
      return ['-- compressed from here on'];
    case 'sent':
      return event.role === 'sasl'
        ? [`C: ${event.note ?? 'a step of SASL'}`.replace(/\b([rcspv])=[^,\s]+/g, '$1=...')]
        : wireLines(event.wire, protocol, event.role === 'command').map((line) => `C: ${line}`);
    case 'received': {
      const findings = (event.findings ?? []).map(({ rule, kind }) => `-- ${kind}: ${rule}`);
      if (event.role === 'data')
        return [...wireLines(event.wire, protocol, false).map((line) => `S: ${line}`), ...findings];
      const names = createNames([]);
      return [...replyLines(protocol, event.wire, event.seq, names).map((line) => `S: ${line}`), ...findings];
    }
    case 'asserted':
      return [`${event.ok ? '✓' : '✗'} assert ${event.text}`];
    case 'failed':
      return failureLines(event.failure);
    case 'logged':
      return event.level === 'log' ? [] : [`-- ${loose(event.text)}`];
    case 'closed':
      return [`-- closed by ${event.by === 'us' ? 'us' : 'the server'}${event.how === 'rst' ? ' (reset)' : ''}`];
    case 'session-ended':
      return [`=> ${event.outcome}${event.reason === undefined ? '' : `: ${event.reason}`}`];
    default:
      return [];
  }
}

const failureLines = ({ kind, message, expected, actual }: Failure): readonly string[] => [
  `✗ ${kind}: ${loose(message)}`,
  ...(expected === undefined ? [] : [`  expected ${loose(expected)}`]),
  ...(actual === undefined ? [] : [`  actual   ${loose(actual)}`]),
];

function wireLines({ text, kept }: WireText, protocol: Protocol, isCommand: boolean): readonly string[] {
  if (kept !== undefined) return ['... (kept in a file)'];
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const [first = '', ...rest] = lines;
  // The tag counts commands.
  const own = isCommand && protocol === 'imap' ? first.replace(/^\S+ /, '') : first;
  return [own, ...rest].map(loose);
}

/** What changes from run to run wherever it stands, and what is left of it. */
const volatile: readonly (readonly [pattern: RegExp, left: string])[] = [
  // Dates of messages and of IMAP (RFC 5322 §3.3, RFC 9051 §9), and of logs (RFC 3339 §5.6).
  [
    /(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), )?\b\d{1,2}[ -](?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[ -]\d{4} \d{2}:\d{2}(?::\d{2})?(?: [+-]\d{4}| [A-Z]{3})?/g,
    '...',
  ],
  [/\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?/g, '...'],
  // Message identifiers (RFC 5322 §3.6.4) and boundaries (RFC 2046 §5.1.1).
  [/^(Message-ID|In-Reply-To|References|Resent-Message-ID):.*$/i, '$1: ...'],
  [/\bboundary="?[^";\s]+"?/gi, 'boundary=...'],
  [/^--[A-Za-z0-9'()+_,./:=?-]{8,}$/g, '--...'],
  [/\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/gi, '...'],
  [/\b(?=[0-9a-f]*\d)[0-9a-f]{12,}\b/gi, '...'],
  // Times, ports, UIDVALIDITY and their kind.
  [/\b\d+(?:\.\d+)? ?ms\b/g, '... ms'],
  [/\b(127\.0\.0\.1|localhost|\[::1\]):\d{4,5}\b/g, '$1:...'],
  [/\b\d{9,}\b/g, '...'],
];

export const loose = (text: string): string =>
  volatile.reduce((line, [pattern, left]) => line.replace(pattern, left), text);

/** Which `S:` lines speak of one reply, by the protocol's way of ending one. */
import type { Protocol } from '../../protocol/finding';
import type { ExpectedLine, Pattern } from '../program';

export interface Group {
  readonly lines: ExpectedLine[];
  /** `reply`: its last line ends a reply. `continuation`: it is a `+`. `open`: no line says that it ends. */
  ending: 'reply' | 'continuation' | 'open';
  /** IMAP: the explicit tag of its last line. */
  tag?: string;
  /** SMTP: the code of its first line. */
  code?: string;
}

type Cut = 'starts' | 'starts and ends' | 'continues' | 'ends';

/** Groups lines; `S!:` and `S?:` go to the reply they stand with: the one before, else the next. */
export function groupReplies(lines: readonly ExpectedLine[], protocol: Protocol): Group[] {
  const groups: Group[] = [];
  let early: ExpectedLine[] = [];
  for (const line of lines) {
    const current = groups.at(-1);
    if (line.mode !== 'must') {
      if (current) current.lines.push(line);
      else early.push(line);
      continue;
    }
    const head = headOf(line.pattern);
    if (protocol === 'imap') addImapLine(groups, line, head, early);
    else {
      const code = protocol === 'pop3' ? undefined : replyCode(head);
      const cut = protocol === 'pop3' ? pop3Cut(head) : smtpCut(head, current);
      if (cut.startsWith('starts') || !current) {
        groups.push({
          lines: [...early, line],
          ending: cut === 'starts and ends' ? 'reply' : 'open',
          ...(code && { code }),
        });
      } else {
        current.lines.push(line);
        if (cut === 'ends') current.ending = 'reply';
      }
    }
    early = [];
  }
  if (early.length > 0) groups.push({ lines: early, ending: 'open' });
  return groups;
}

/** The first words of a pattern; whatever is no text becomes U+FFFC. */
function headOf(pattern: Pattern): string {
  let head = '';
  for (const part of pattern) {
    head += part.kind === 'text' ? part.text.slice(0, 100) : part.kind === 'any' ? '...' : '\ufffc';
    if (head.length > 100) break;
  }
  return head.trim();
}

const code = /^([0-9x]{3}(?:\|[0-9x]{3})*)(-?)/i;
const replyCode = (head: string): string | undefined => code.exec(head)?.[1]?.toLowerCase();

/** `250-` lines and the `250` line behind them are one reply (RFC 5321 §4.2.1). */
function smtpCut(head: string, current: Group | undefined): Cut {
  const found = code.exec(head);
  const same = current?.ending === 'open' && current.code !== undefined && current.code === found?.[1]?.toLowerCase();
  if (found?.[2] === '-') return same ? 'continues' : 'starts';
  return same ? 'ends' : 'starts and ends';
}

/** A status line begins a response; other lines are its body (RFC 1939 §3). */
const pop3Cut = (head: string): Cut => (/^(any$|\+OK\b|-ERR\b|\+(\s|$))/i.test(head) ? 'starts' : 'continues');

const statuses = /^(OK|NO|BAD)(\|(OK|NO|BAD))*$/i;

/** Untagged responses, then the tagged one or `+` (RFC 9051 §2.2.2). */
function addImapLine(groups: Group[], line: ExpectedLine, head: string, early: readonly ExpectedLine[]): void {
  const [first = '', second = ''] = head.split(/\s+/, 2);
  let ending: Group['ending'] = 'open';
  let tag: string | undefined;
  if (first === '+') ending = 'continuation';
  else if (statuses.test(first) || (/^(any|\ufffc)$/i.test(first) && second === '')) ending = 'reply';
  else if (first !== '*' && (statuses.test(second) || /^(any|\ufffc)$/i.test(second))) {
    ending = 'reply';
    if (!first.includes('\ufffc')) tag = first;
  }
  const current = groups.at(-1);
  if (current?.ending === 'open') {
    current.lines.push(line);
    current.ending = ending;
    if (tag) current.tag = tag;
  } else groups.push({ lines: [...early, line], ending, ...(tag && { tag }) });
}

/** IMAP: untagged lines behind the last tagged one belong to it; behind a `+` they come by themselves (IDLE, RFC 2177). */
export function joinTrailing(groups: Group[]): Group[] {
  const last = groups.at(-1);
  const before = groups.at(-2);
  if (last?.ending !== 'open' || before?.ending !== 'reply') return groups;
  before.lines.push(...last.lines);
  return groups.slice(0, -1);
}

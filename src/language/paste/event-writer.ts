/** Writes the events of a run that a recording tells of; secrets are masked as they are found. */
import { utf8 } from '../../base';
import type { ReceivedRole, RunEvent, SentRole } from '../../transcript/event';
import type { Redactor } from '../../transcript/redact';

export interface EventWriter {
  readonly events: RunEvent[];
  readonly redactor: Redactor;
  readonly notes: Set<string>;
  /** `text` with its line ends. */
  sent(text: string, role: SentRole, note?: string): void;
  received(text: string, role: ReceivedRole): void;
  /** TLS begins. */
  secured(): void;
}

export function eventWriter(redactor: Redactor): EventWriter {
  const events: RunEvent[] = [];
  const next = (): { readonly seq: number; readonly at: number; readonly session: number } => ({
    seq: events.length + 1,
    at: 0,
    session: 0,
  });
  return {
    events,
    redactor,
    notes: new Set(),
    sent(text, role, note) {
      const wire = redactor.wire(utf8(text));
      // Behind `C:` the quotes would open a block.
      const shown = role === 'command' && opening(text.trimEnd()) !== -1 ? 'raw' : role;
      events.push({ ...next(), kind: 'sent', wire, role: shown, ...(note !== undefined && { note }) });
    },
    received(text, role) {
      events.push({ ...next(), kind: 'received', wire: redactor.wire(utf8(withoutOpenings(text))), role });
    },
    secured() {
      const tls = { version: '', cipher: '', authorized: true };
      events.push({ ...next(), kind: 'secured', tls, ms: 0 });
    },
  };
}

/** Where the quotes begin that would open a block at the end of a line, or -1. */
function opening(line: string): number {
  let end = line.length;
  while (end > 0 && ' \t\r'.includes(line[end - 1] ?? 'x')) end--;
  while (end > 0 && '-+~'.includes(line[end - 1] ?? 'x')) end--;
  let start = end;
  while (start > 0 && line[start - 1] === '"') start--;
  return end - start >= 3 ? start : -1;
}

/** Octets of a literal are counted: they stay as they are. */
const withoutOpenings = (text: string): string =>
  text.includes('}\r\n')
    ? text
    : text
        .split('\r\n')
        .map((line) => (opening(line) === -1 ? line : `${line.slice(0, opening(line))}"`))
        .join('\r\n');

/** What stands in the place of a message that the recording leaves out. */
export const absentMessage =
  'Subject: not in the recording\r\n\r\nThe recording leaves this message out: put it here.\r\n';

export const absentNote = 'the recording leaves out a message: another stands in its place';

/** Events as the lines of a dialogue, `C:` and `S:` as in an RFC, with what happened between them. */
import type { RunEvent, TlsFacts, WireText } from '../transcript/event';
import type { Colour } from './reporter';
import { visible, wireLines } from './visible';

export interface DialogueLine {
  readonly mark: 'C:' | 'S:' | '--' | '!!' | '✓' | '✗';
  readonly connection?: string;
  readonly text: string;
  readonly colour?: Colour;
  /** Milliseconds since what it answers was sent. */
  readonly ms?: number;
}

/** Lines shown of one sent or received text; the rest is counted. */
const shown = 24;

/** The dialogue lines of an event; none for those that a dialogue does not show. */
export function dialogueLines(event: RunEvent): readonly DialogueLine[] {
  const on = event.connection === undefined ? {} : { connection: event.connection };
  const note = (text: string, colour: Colour = 'dim'): DialogueLine[] => [
    { mark: '--', text: visible(text), colour, ...on },
  ];
  switch (event.kind) {
    case 'connecting':
      return note(`connecting to ${event.url}`);
    case 'connected':
      return [
        ...note(`connected to ${event.remote} in ${milliseconds(event.ms)}`),
        ...(event.tls ? note(tlsText(event.tls), tlsColour(event.tls)) : []),
      ];
    case 'secured':
      return note(`${tlsText(event.tls)} in ${milliseconds(event.ms)}`, tlsColour(event.tls));
    case 'compressed':
      return note('compressed from here on (DEFLATE)');
    case 'sent':
      return [
        ...wire(event.wire, event.role === 'data').map(
          (text): DialogueLine => ({ mark: 'C:', text, colour: 'cyan', ...on }),
        ),
        ...(event.note ? note(event.note) : []),
      ];
    case 'received': {
      const colour = event.unexpected ? 'yellow' : undefined;
      const lines = wire(event.wire, false).map(
        (text, index): DialogueLine => ({
          mark: 'S:',
          text,
          ...(colour ? { colour } : {}),
          ...on,
          ...(index === 0 && event.ms !== undefined ? { ms: event.ms } : {}),
        }),
      );
      const findings = (event.findings ?? []).flatMap((finding) =>
        note(`${finding.message} (${finding.rfc})`, 'yellow'),
      );
      return [...lines, ...(event.note ? note(event.note) : []), ...findings];
    }
    case 'logged':
      return note(event.text, event.level === 'warning' ? 'yellow' : event.level === 'log' ? 'magenta' : 'dim');
    case 'closed':
      return note(
        `${event.by === 'us' ? 'we' : 'the server'} closed the connection${event.how === 'rst' ? ' (reset)' : ''}`,
      );
    case 'captured':
      return note(`${event.name} = ${event.value}`);
    case 'asserted':
      return [
        {
          mark: event.ok ? '✓' : '✗',
          text: visible(`assert ${event.text}`),
          colour: event.ok ? 'green' : 'red',
          ...on,
        },
      ];
    default:
      return [];
  }
}

function wire(content: WireText, isData: boolean): string[] {
  if (content.kept !== undefined) return [`… ${octets(content.octets)} in ${content.kept}`];
  const lines = wireLines(content.text);
  const limit = isData ? shown : shown * 10;
  if (lines.length <= limit) return lines;
  return [...lines.slice(0, limit), `… ${lines.length - limit} more lines, ${octets(content.octets)} in all`];
}

const tlsText = (tls: TlsFacts): string => {
  const peer = tls.peer ? `, ${tls.peer.subject}, ${tls.peer.daysLeft} days left` : '';
  const trust = tls.authorized ? 'verified' : `NOT verified: ${tls.authorizationError ?? 'unknown reason'}`;
  return `${tls.version} ${tls.cipher}, ${trust}${tls.insecure ? ' (insecure)' : ''}${peer}`;
};
const tlsColour = (tls: TlsFacts): Colour => (tls.authorized ? 'dim' : 'yellow');

const octets = (count: number): string => `${count.toLocaleString('en')} octets`;

/** `0.4 ms`, `12 ms`, `3.1 s`. */
export const milliseconds = (ms: number): string =>
  ms >= 10_000 ? `${(ms / 1000).toFixed(1)} s` : ms >= 10 ? `${Math.round(ms)} ms` : `${ms.toFixed(1)} ms`;

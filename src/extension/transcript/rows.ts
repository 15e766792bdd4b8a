/** Events as lines of the transcript panel. */
import {
  type DialogueLine,
  dialogueLines,
  type locator,
  milliseconds,
  tokenDiff,
  visible,
  wireLines,
} from '../../report';
import type { Failure, RunEvent, WireText } from '../../transcript/event';
import { eventFlags } from '../../transcript/event-facts';
import type { Row, RowPart } from './webview/messages';

export interface RowContext {
  /** The event's number in its run, from 0. */
  readonly event: number;
  /** Its `eventFlags`. */
  readonly flags: number;
  /** Finds line and column for failures. */
  readonly locate: ReturnType<typeof locator>;
}

/** Lines of a reply that show without unfolding; of longer ones only the first. */
const shownWhole = 30;
const shownFirst = 8;
/** What a line shows of a text; the rest is beneath. Characters. */
const longestLine = 2_000;

type Bare = Omit<Row, 'event'>;

/** How many lines an event takes: the length of `rowsOf`. */
export const rowCount = (event: RunEvent): number => bareRows(event, () => undefined).length;

/** The lines of an event; the first of them has its times and marks. */
export function rowsOf(event: RunEvent, { event: number, flags, locate }: RowContext): Row[] {
  const linked = event.place !== undefined;
  return bareRows(event, locate).map((row, line) => ({
    ...row,
    event: number,
    ...(linked && { linked: true as const }),
    ...(line === 0 && { ...marks(event, flags), at: seconds(event.at) }),
  }));
}

function marks(event: RunEvent, flags: number): Partial<Row> {
  const judged =
    flags & eventFlags.mismatch
      ? 'mismatch'
      : flags & eventFlags.unexpected
        ? 'unexpected'
        : flags & eventFlags.expected
          ? 'expected'
          : undefined;
  const spoken = event.kind === 'sent' || event.kind === 'received';
  return {
    ...(spoken && flags & eventFlags.tls && { tls: true as const }),
    ...(judged && { judged }),
    ...(event.kind === 'received' && event.findings?.length && { findings: event.findings.map(({ rule }) => rule) }),
    ...(spoken && event.note !== undefined && { hint: visible(event.note) }),
    ...(opens(event) && { opens: true as const }),
  };
}

/** Whether there is something beneath: octets, facts, decoded content. */
export function opens(event: RunEvent): boolean {
  switch (event.kind) {
    case 'sent':
    case 'received':
    case 'secured':
    case 'failed':
    case 'connected':
    case 'asserted':
      return true;
    case 'session-ended':
      return event.failure !== undefined;
    default:
      return false;
  }
}

function bareRows(event: RunEvent, locate: RowContext['locate']): Bare[] {
  switch (event.kind) {
    case 'session-started':
      return [{ kind: 'session', text: visible(event.title) }];
    case 'session-ended': {
      const outcome: Bare = {
        kind: 'outcome',
        tone: event.outcome,
        text: event.reason === undefined ? event.outcome : `${event.outcome}: ${visible(event.reason)}`,
        time: milliseconds(event.ms),
      };
      return event.failure ? [...failureRows(event.failure, locate), outcome] : [outcome];
    }
    case 'failed':
      return [{ kind: 'failure', mark: '✗', text: `${event.failure.kind}: ${visible(event.failure.message)}` }];
    case 'sent':
      return wireRows(event, 'C:', event.role === 'data' || event.role === 'literal');
    case 'received':
      return wireRows(event, 'S:', event.role === 'data');
    default:
      return dialogueLines(event).map((line) => dialogueRow(line, event));
  }
}

/** What was said, as far as it shows: a message and a literal as one line, a long reply by its first lines. */
function wireRows(
  event: RunEvent & ({ readonly kind: 'sent' } | { readonly kind: 'received' }),
  mark: string,
  isContent: boolean,
): Bare[] {
  const tone = event.kind === 'sent' ? 'cyan' : event.unexpected ? 'yellow' : undefined;
  // of an IMAP answer only its last line has the time: each untagged line before it has its own
  const timed = event.kind === 'received' && event.role !== 'untagged' && event.ms !== undefined;
  const row = (text: string): Bare => ({
    kind: 'line',
    mark,
    text: shortened(text),
    ...(event.connection !== undefined && { connection: event.connection }),
    ...(tone && { tone }),
  });
  const rows = texts(event.wire, isContent).map(row);
  const [first] = rows;
  if (first && timed) rows[0] = { ...first, time: milliseconds(event.ms ?? 0) };
  return rows;
}

function texts(wire: WireText, isContent: boolean): string[] {
  if (wire.kept !== undefined) return [`… ${octets(wire.octets)} in ${wire.kept}`];
  const lines = wireLines(wire.text);
  if (isContent && lines.length > 1) return [`${named(lines)} … ${lines.length} lines, ${octets(wire.octets)}`];
  if (lines.length <= shownWhole) return lines;
  return [
    ...lines.slice(0, shownFirst),
    `… ${(lines.length - shownFirst).toLocaleString('en')} more lines, ${octets(wire.octets)} in all`,
  ];
}

/** The subject of a message, else the first line that says anything. */
const named = (lines: readonly string[]): string =>
  (lines.find((line) => /^subject:/i.test(line)) ?? lines.find((line) => line.trim() !== '') ?? '').slice(0, 80);

const dialogueRow = ({ mark, text, colour, connection }: DialogueLine, event: RunEvent): Bare => ({
  kind: 'line',
  mark,
  text: shortened(text),
  ...(connection !== undefined && { connection }),
  ...(colour && { tone: colour }),
  ...(event.kind === 'asserted' && !event.ok && { hint: `actual: ${visible(event.actual)}` }),
});

/** One row for each thing that is known of a failure: narrow panels wrap them, so no line of the script with a caret. */
function failureRows(failure: Failure, locate: RowContext['locate']): Bare[] {
  const located = failure.place && locate(failure.place);
  const where = located ? `${located.file}:${located.line}: ` : '';
  const { expected, actual, nearest, advice } = failure;
  const compared = expected === undefined || actual === undefined ? undefined : tokenDiff(expected, actual);
  const known: readonly (readonly [mark: string, text: string | undefined, parts?: readonly RowPart[] | undefined])[] =
    [
      ['expected', expected, compared && partsOf(compared.expected)],
      ['actual', actual, compared && partsOf(compared.actual)],
      ['nearest', nearest?.text],
      ['differs', nearest && `wanted ${nearest.wanted}, got ${nearest.got}`],
      ['advice', advice],
    ];
  return [
    { kind: 'failure', text: `${where}${failure.kind}: ${visible(failure.message)}` },
    ...known.flatMap(([mark, text, parts]): Bare[] =>
      text === undefined ? [] : [{ kind: 'failure', mark, text: shown(text), ...(parts && { parts }) }],
    ),
  ];
}

/** The parts of a compared text, for the panel. */
export const partsOf = (parts: readonly { readonly text: string; readonly same: boolean }[]): readonly RowPart[] =>
  parts.map(({ text, same }) => ({ text: shown(text, false), ...(!same && { differs: true as const }) }));

/** Line ends stay line ends; no other control character does. */
function shown(text: string, trims = true): string {
  const lines = (trims ? text.replace(/\r?\n$/, '') : text).split(/\r?\n/).map(visible);
  return shortened(lines.join('\n'));
}

const shortened = (text: string): string => (text.length <= longestLine ? text : `${text.slice(0, longestLine)} …`);
const octets = (count: number): string => `${count.toLocaleString('en')} octets`;
/** `0.036 s`: comparable from line to line. */
const seconds = (ms: number): string => `${(ms / 1000).toFixed(3)} s`;

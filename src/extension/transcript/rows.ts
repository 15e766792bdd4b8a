/** Events as rows of the transcript panel. */
import { dialogueLines, type locator, milliseconds, visible } from '../../report';
import type { EventPlace, Failure, RunEvent } from '../../transcript/event';
import type { Row } from './webview/messages';

/** The rows that an event adds. `locate` finds line and column for failures. */
export function rowsOf(event: RunEvent, locate: ReturnType<typeof locator>): Row[] {
  switch (event.kind) {
    case 'session-started':
      return [{ kind: 'session', text: event.title, ...placed(event.place) }];
    case 'session-ended': {
      const outcome: Row = {
        kind: 'outcome',
        tone: event.outcome,
        text: event.outcome === 'skipped' && event.reason ? `skipped: ${event.reason}` : event.outcome,
        time: milliseconds(event.ms),
      };
      return event.failure ? [...failureRows(event.failure, locate), outcome] : [outcome];
    }
    default: {
      // of an IMAP answer only its last line has the time: each untagged line before it has its own
      const timed = event.kind !== 'received' || event.role !== 'untagged';
      return dialogueLines(event).map(
        (line): Row => ({
          kind: 'line',
          mark: line.mark,
          text: line.text,
          ...(line.connection === undefined ? {} : { connection: line.connection }),
          ...(line.colour === undefined ? {} : { tone: line.colour }),
          ...(line.ms === undefined || !timed ? {} : { time: milliseconds(line.ms) }),
          ...placed(event.place),
        }),
      );
    }
  }
}

/** One row for each thing that is known of a failure: narrow panels wrap them, so no line of the script with a caret. */
function failureRows(failure: Failure, locate: ReturnType<typeof locator>): Row[] {
  const at = failure.place;
  const located = at && locate(at);
  const where = located ? `${located.file}:${located.line}: ` : '';
  const { nearest } = failure;
  const known: readonly (readonly [mark: string, text: string | undefined])[] = [
    ['expected', failure.expected],
    ['actual', failure.actual],
    ['nearest', nearest?.text],
    ['differs', nearest && `wanted ${nearest.wanted}, got ${nearest.got}`],
    ['advice', failure.advice],
  ];
  return [
    { kind: 'failure', text: `${where}${failure.kind}: ${visible(failure.message)}`, ...placed(at) },
    ...known.flatMap(([mark, text]): Row[] =>
      text === undefined ? [] : [{ kind: 'failure', mark, text: lines(text), ...placed(at) }],
    ),
  ];
}

const lines = (text: string): string =>
  text
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .map((line) => visible(line))
    .join('\n');

const placed = (place: EventPlace | undefined): Pick<Row, 'place'> =>
  place ? { place: { file: place.file, start: place.range.start, end: place.range.end } } : {};

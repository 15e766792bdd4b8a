/** Transcripts as JSON Lines: one event a line, in order, versioned (docs/transcript.md). */
import { type RunEvent, transcriptVersion } from './event';

/** The event as one line, its LF included. */
export const encodeEvent = (event: RunEvent): string => `${JSON.stringify(event)}\n`;

export const encodeEvents = (events: Iterable<RunEvent>): string => {
  let text = '';
  for (const event of events) text += encodeEvent(event);
  return text;
};

export interface DecodedEvents {
  /** What could be read, in the order of the lines. */
  readonly events: readonly RunEvent[];
  /** Why the rest could not: a last line that was cut short, a broken line, a version that is too new. */
  readonly problem?: string;
}

/** Reads a transcript; an unfinished last line, as a run that was killed leaves it, costs nothing but itself. */
export function decodeEvents(text: string): DecodedEvents {
  const events: RunEvent[] = [];
  let problem: string | undefined;
  let start = 0;
  for (let number = 1; start < text.length; number++) {
    const lf = text.indexOf('\n', start);
    const end = lf === -1 ? text.length : lf;
    const line = text.slice(start, end).trim();
    start = end + 1;
    if (line === '') continue;
    const event = eventOf(line);
    if (event) {
      if (event.kind === 'run-started' && event.version > transcriptVersion) {
        return {
          events,
          problem: `It was written by a newer version of Mailwright (format ${event.version}, this one reads up to ${transcriptVersion})`,
        };
      }
      events.push(event);
    } else {
      problem ??= lf === -1 ? `Line ${number} is cut short: the run was interrupted` : `Line ${number} is no event`;
    }
  }
  return { events, ...(problem !== undefined && { problem }) };
}

/** An event of a kind that this version does not know is kept: whoever reads it passes over it. */
function eventOf(line: string): RunEvent | undefined {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { seq, at, kind } = value as Readonly<Record<string, unknown>>;
  return typeof seq === 'number' && typeof at === 'number' && typeof kind === 'string'
    ? (value as RunEvent)
    : undefined;
}

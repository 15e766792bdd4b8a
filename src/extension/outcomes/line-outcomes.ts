/** From the events of a run to what stands beside the lines of its scripts: the reply and how long it took, ✓ or ✗. */
import { milliseconds, visible } from '../../report';
import { wireLines } from '../../report/visible';
import type { EventPlace, Failure, Outcome, RunEvent } from '../../transcript/event';

/** How a line fared. `neutral`: it was answered, and whether that is right is another line's business. */
export type Tone = Outcome | 'neutral';

export interface LineOutcome {
  /** Of several things that befall a line, the weightier is shown. */
  readonly weight: number;
  readonly tone: Tone;
  /** One line, without what the editor could not show. */
  readonly text: string;
  /** Of what it was answered, in milliseconds. */
  readonly ms?: number;
  /** How often the line was carried out, when more than once. */
  readonly times?: number;
  /** All lines of a reply that has several; the last ones of many. */
  readonly lines?: readonly string[];
  readonly failure?: Failure;
}

export interface LineOutcomes {
  /** Takes an event; gives the file whose lines it changed. */
  event(event: RunEvent): string | undefined;
  /** By line (from 0) of the text that ran. */
  of(file: string): ReadonlyMap<number, LineOutcome>;
  readonly files: Iterable<string>;
}

const weights = { link: 1, step: 2, log: 2, reply: 3, met: 4, session: 5, failed: 6 } as const;

/** Lines of a reply that are kept for the hover. */
const keptLines = 40;
/** Commands without an answer that are remembered. */
const keptCommands = 1_000;

/**
 * @param lineOf the line (from 0) on which a place begins, in the text that ran
 * @param textOf that line's text
 */
export function lineOutcomes(
  lineOf: (place: EventPlace) => number | undefined,
  textOf: (place: EventPlace) => string | undefined,
): LineOutcomes {
  const files = new Map<string, Map<number, LineOutcome>>();
  /** Of each command that waits: its untagged responses so far. */
  const responses = new Map<number, string[]>();
  /** Where the last reply of a connection is shown. */
  const replied = new Map<string, EventPlace>();

  const get = (place: EventPlace): LineOutcome | undefined => files.get(place.file)?.get(lineOf(place) ?? -1);
  const put = (place: EventPlace | undefined, outcome: LineOutcome): string | undefined => {
    const line = place && lineOf(place);
    if (place === undefined || line === undefined) return undefined;
    const before = get(place);
    if (before && before.weight > outcome.weight) return undefined;
    const of = files.get(place.file) ?? new Map<number, LineOutcome>();
    files.set(place.file, of.set(line, outcome));
    return place.file;
  };

  const received = (event: RunEvent & { readonly kind: 'received' }): string | undefined => {
    const { wire, place, answers, role, ms } = event;
    const lines = wireLines(wire.text);
    if (role === 'continuation') {
      // what waits for more is no more than a step, until the reply comes
      return put(place, {
        weight: weights.step,
        tone: 'passed',
        text: lines[0] ?? '',
        ...(ms === undefined ? {} : { ms }),
      });
    }
    if (role === 'untagged') {
      if (answers === undefined) return undefined;
      if (responses.size > keptCommands) responses.clear();
      responses.set(answers, [...(responses.get(answers) ?? []), ...lines].slice(-keptLines));
      return undefined;
    }
    if (role !== 'reply' || !place) return undefined;
    const all = [...(responses.get(answers ?? -1) ?? []), ...lines];
    responses.delete(answers ?? -1);
    replied.set(event.connection ?? '', place);
    const before = get(place);
    const times = before?.weight === weights.reply ? (before.times ?? 1) + 1 : 1;
    return put(place, {
      weight: weights.reply,
      tone: 'passed',
      text: summaryOf(lines, all.length),
      ...(ms === undefined ? {} : { ms }),
      ...(times > 1 ? { times } : {}),
      ...(all.length > 1 ? { lines: all.slice(-keptLines) } : {}),
    });
  };

  const failed = (failure: Failure, place: EventPlace | undefined, connection: string): string | undefined => {
    const last = replied.get(connection);
    const reply = last && get(last);
    // the reply is what the failed line speaks of: it is not known to be right
    if (last && reply?.weight === weights.reply) put(last, { ...reply, tone: 'neutral' });
    return put(failure.place ?? place, { weight: weights.failed, tone: 'failed', text: differs(failure), failure });
  };

  return {
    event(event) {
      switch (event.kind) {
        case 'session-started':
          replied.clear();
          responses.clear();
          return undefined;
        case 'connected':
          return put(event.place, {
            weight: weights.link,
            tone: 'passed',
            text: `connected to ${event.remote}${event.tls ? `, ${event.tls.version}` : ''}`,
            ms: event.ms,
          });
        case 'secured':
          return put(event.place, { weight: weights.link, tone: 'passed', text: event.tls.version, ms: event.ms });
        case 'received':
          return received(event);
        case 'checked': {
          const [text = '', ...more] = wireLines(event.text);
          const said = event.place && textOf(event.place)?.includes(text) ? '' : text;
          if (!event.ok) return undefined;
          return put(event.place, {
            weight: weights.met,
            tone: 'passed',
            text: said,
            ...(more.length > 0 ? { lines: [text, ...more].slice(0, keptLines) } : {}),
          });
        }
        case 'asserted':
          if (!event.ok) return undefined;
          return put(event.place, { weight: weights.met, tone: 'passed', text: oneLine(event.actual) });
        case 'logged': {
          const text = oneLine(event.text);
          if (event.level !== 'log' || (event.place && textOf(event.place)?.includes(text))) return undefined;
          return put(event.place, { weight: weights.log, tone: 'neutral', text });
        }
        case 'failed':
          return failed(event.failure, event.place, event.connection ?? '');
        case 'session-ended': {
          const why = event.reason ? `: ${oneLine(event.reason)}` : '';
          const text = `${event.outcome}${why}`;
          const before = event.place && get(event.place);
          // of a script without titles the place of its only session is that of its first line
          if (before && before.weight !== weights.session) return undefined;
          return put(event.place, { weight: weights.session, tone: event.outcome, text, ms: event.ms });
        }
        default:
          return undefined;
      }
    },
    of: (file) => files.get(file) ?? new Map(),
    get files() {
      return files.keys();
    },
  };
}

const signs: Readonly<Record<Tone, string>> = { passed: '✓', failed: '✗', skipped: '○', cancelled: '◌', neutral: '·' };

/** More than this is not put beside a line. */
const longest = 80;

/** What stands beside the line: `✓ 250 2.0.0 done  1.1 ms`. */
export function besideLine({ tone, text, ms, times }: LineOutcome): string {
  const short = text.length > longest ? `${text.slice(0, longest - 1).trimEnd()}…` : text;
  const often = times === undefined ? '' : `×${times}`;
  return [`${signs[tone]} ${short}`.trimEnd(), ms === undefined ? '' : milliseconds(ms), often]
    .filter((part) => part !== '')
    .join('  ');
}

/** The reply on one line: of several lines the first, or of IMAP's responses the last, and how many more there are. */
function summaryOf(lines: readonly string[], count: number): string {
  const [first = ''] = lines;
  return count > 1 ? `${first} (+${count - 1} ${count === 2 ? 'line' : 'lines'})` : first;
}

function differs(failure: Failure): string {
  const { nearest, kind, message } = failure;
  return oneLine(nearest ? `wanted ${nearest.wanted}, got ${nearest.got}` : `${kind}: ${message}`);
}

const oneLine = (text: string): string => visible(text.replace(/\s+/g, ' ').trim());

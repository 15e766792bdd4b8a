/** A run in other forms: files to keep, scripts, texts to compare. Read piece by piece, so that runs may be of any length. */
import { plain, type ReportOptions, reporters, visible, wireLines } from '../../report';
import { comparableSession } from '../../transcript/comparable';
import type { RunEvent } from '../../transcript/event';
import { decodeEvents, encodeEvent } from '../../transcript/json-lines';
import { type ScriptOptions, toScript } from '../../transcript/script';
import type { TranscriptStore } from './store';

export interface ExportFormat {
  readonly title: string;
  readonly ending: string;
  /** The file's text, in pieces. */
  write(store: TranscriptStore, options: ExportOptions): AsyncGenerator<string>;
}

export type ExportOptions = Pick<ReportOptions, 'source' | 'name'>;

const report = (name: 'html' | 'pretty') =>
  async function* (store: TranscriptStore, options: ExportOptions): AsyncGenerator<string> {
    const reporter = reporters[name]?.({ ...options, paint: plain, dialogues: true });
    if (!reporter) return;
    let file = '';
    let ms = 0;
    for await (const events of pieces(store)) {
      let text = '';
      for (const event of events) {
        if (event.kind === 'session-started') file = event.file;
        ms = Math.max(ms, event.at);
        text += reporter.event(file, event);
      }
      yield text;
    }
    yield reporter.end(ms);
  };

/** What a transcript is exported as. */
export const exportFormats: readonly ExportFormat[] = [
  {
    title: 'JSON Lines',
    ending: 'jsonl',
    async *write(store) {
      for await (const events of pieces(store)) yield events.map(encodeEvent).join('');
    },
  },
  { title: 'HTML page', ending: 'html', write: report('html') },
  { title: 'Text', ending: 'txt', write: report('pretty') },
];

/** The events of a transcript, some thousands at a time. */
export async function* pieces(store: TranscriptStore): AsyncGenerator<readonly RunEvent[]> {
  for await (const { lines } of store.lines()) yield decodeEvents(`${lines.join('\n')}\n`).events;
}

/** Sessions of more events are too long to be held as one. */
export const longestSession = 200_000;

/** Each session's events, as far as they are not too many; `session`: only that one. */
export async function* sessionsOf(store: TranscriptStore, session?: number): AsyncGenerator<readonly RunEvent[]> {
  let own: RunEvent[] = [];
  for await (const events of pieces(store)) {
    for (const event of events) {
      if (event.session === undefined || (session !== undefined && event.session !== session)) continue;
      if (own[0] && own[0].session !== event.session) {
        yield own;
        own = [];
      }
      if (own.length < longestSession) own.push(event);
    }
  }
  if (own.length > 0) yield own;
}

/** The run, or one session of it, as a session script. */
export async function scriptText(store: TranscriptStore, session?: number, options?: ScriptOptions): Promise<string> {
  const scripts: string[] = [];
  for await (const events of sessionsOf(store, session)) scripts.push(toScript(events, options));
  return scripts.join('\n');
}

/** The run as a text in which what changes from run to run is equal. */
export async function comparableText(store: TranscriptStore): Promise<string> {
  const sessions: string[] = [];
  for await (const events of sessionsOf(store)) sessions.push(comparableSession(events));
  return sessions.join('\n');
}

/** One event as text: its lines whole, with `C:` and `S:`. */
export function eventText(event: RunEvent): string {
  if (event.kind !== 'sent' && event.kind !== 'received') return '';
  const mark = event.kind === 'sent' ? 'C:' : 'S:';
  const name = event.connection === undefined ? '' : `${event.connection} `;
  if (event.wire.kept !== undefined) return `${name}${mark} ${visible(event.wire.kept)}`;
  return wireLines(event.wire.text)
    .map((line) => `${name}${mark} ${line}`)
    .join('\n');
}

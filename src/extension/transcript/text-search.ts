/** Looks for a text in the lines of events, as the panel shows them. */
import { decodeEvents } from '../../transcript/json-lines';
import { rowsOf } from './rows';
import type { TranscriptStore } from './store';

/** Whether one of the event's lines has the text, letters of either case. */
function shows(line: string, event: number, flags: number, wanted: string): boolean {
  const [read] = decodeEvents(`${line}\n`).events;
  if (!read) return false;
  return rowsOf(read, { event, flags, locate: () => undefined }).some((row) =>
    `${row.mark ?? ''} ${row.text}\n${row.hint ?? ''}\n${row.findings?.join(' ') ?? ''}`.toLowerCase().includes(wanted),
  );
}

/** Texts of these kinds are in the stored line as they are shown; of other kinds they are made. */
const asStored = /"kind":"(?:sent|received)"/;

/**
 * Gives the events that have `text` in a line they show, in order, in pieces; `accept` says which are asked. A stored line that has not
 * the text cannot show it, and is not decoded.
 */
export async function* findText(
  store: TranscriptStore,
  text: string,
  accept: (event: number) => boolean,
  from = 0,
): AsyncGenerator<{ readonly found: readonly number[]; readonly read: number }> {
  const wanted = text.toLowerCase();
  // What JSON escapes, and what the panel shows otherwise than it is, is looked for in the decoded line.
  const plain = /^[\x20-\x7e]*$/.test(wanted) && !/["\\]/.test(wanted) && !/^[cs]:|^…|octets|lines/.test(wanted);
  for await (const { first, lines } of store.lines(from)) {
    const found: number[] = [];
    for (let i = 0; i < lines.length; i++) {
      const line = lines[i] ?? '';
      if (!accept(first + i)) continue;
      if (plain && !line.toLowerCase().includes(wanted) && asStored.test(line.slice(0, 400))) continue;
      if (shows(line, first + i, store.index.at('flags', first + i), wanted)) found.push(first + i);
    }
    yield { found, read: first + lines.length };
  }
}

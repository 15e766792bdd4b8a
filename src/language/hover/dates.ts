/** Dates in a line, in the forms of all the RFCs: shown in UTC and as a header has them. */
import { toEpoch as imapEpoch, parseDateTime, parseDay } from '../../protocol/imap/date';
import { formatDate, fromEpoch, parseDate, toEpoch } from '../../protocol/message/dates';
import { isDateTime } from '../../protocol/smtp/parameters';
import { code, paragraphs } from '../knowledge/markdown';
import { rfcLinks } from '../knowledge/rfc-link';
import { type LineHover, matchAround } from './finding';

interface Form {
  readonly pattern: RegExp;
  readonly name: string;
  /** Milliseconds since 1970 in UTC, and minutes east of it. */
  readonly read: (text: string) => { readonly epoch: number; readonly zone: number; readonly day?: true } | undefined;
}

const forms: readonly Form[] = [
  {
    pattern: /[ \d]?\d-[A-Z]{3}-\d{4} \d{2}:\d{2}:\d{2} [+-]\d{4}/gi,
    name: 'IMAP date-time (RFC 9051 §9)',
    read(text) {
      const date = parseDateTime(text);
      return date && { epoch: imapEpoch(date) * 1_000, zone: date.zone };
    },
  },
  {
    pattern: /\b\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})/gi,
    name: 'date-time of RFC 3339',
    read(text) {
      if (!isDateTime(text)) return undefined;
      const zone = /([+-])(\d{2}):(\d{2})$/.exec(text);
      const minutes = zone ? Number(zone[2]) * 60 + Number(zone[3]) : 0;
      return { epoch: Date.parse(text.toUpperCase()), zone: zone?.[1] === '-' ? -minutes : minutes };
    },
  },
  {
    pattern:
      /\b(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), *)?\d{1,2} [A-Z]{3} \d{4} \d{2}:\d{2}(?::\d{2})? (?:[+-]\d{4}|[A-Z]{1,5})/gi,
    name: 'date of a message (RFC 5322 §3.3)',
    read(text) {
      const date = parseDate(text);
      return date && { epoch: toEpoch(date), zone: date.zone };
    },
  },
  {
    pattern: /\b\d{1,2}-[A-Z]{3}-\d{4}\b/gi,
    name: 'IMAP date (RFC 9051 §9)',
    read(text) {
      const day = parseDay(text);
      return day && { epoch: Date.UTC(day.year, day.month - 1, day.day), zone: 0, day: true };
    },
  },
];

/** The date at `column`. */
export function dateHover(line: string, column: number): LineHover | undefined {
  for (const { pattern, name, read } of forms) {
    const found = matchAround(line, column, pattern);
    if (!found) continue;
    const at = read(found[0].trim().length < found[0].length ? found[0] : found[0].trim());
    if (!at || Number.isNaN(at.epoch)) continue;
    const utc = new Date(at.epoch).toISOString().replace(/\.000Z$/, 'Z');
    const shown = at.day
      ? `${formatDate(fromEpoch(at.epoch)).slice(0, -' 00:00:00 +0000'.length)}; the day in the server's own zone, times left out`
      : undefined;
    const markdown = paragraphs(
      `**${code(found[0].trim())}** · ${rfcLinks(name)}`,
      shown ?? `* UTC: ${code(utc)}\n* in a header: ${code(formatDate(fromEpoch(at.epoch, at.zone)))}`,
    );
    return { range: found.range, markdown };
  }
  return undefined;
}

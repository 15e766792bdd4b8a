/** Checks of dates: the days of SEARCH, and APPEND's date and time (RFC 9051 §9: date, date-time). */
import { replacing } from '../../correction';
import { formatDateTime, formatDay, parseDateTime, parseDay } from '../date';
import type { ImapValue } from '../value';
import { type Arguments, type Check, isUnknown, knownText, take } from './arguments';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** `date = date-text / DQUOTE date-text DQUOTE` */
export const date =
  (what: string): Check =>
  (args) => {
    const value = take(args, what);
    const text = knownText(value);
    if (!value || isUnknown(value) || (text !== undefined && parseDay(text))) return;
    const { start, end } = value.range;
    const right = text === undefined ? undefined : dayMeant(text);
    const message = text === undefined ? {} : { message: faultOf(text) };
    const fix = right === undefined ? {} : { fix: replacing(`Write ${right}`, start, end, right) };
    args.report('bad-date', start, end, { ...message, ...fix });
  };

function faultOf(text: string): string {
  const [, day, month = ''] = /^(\d{1,2})-([A-Za-z]+)-\d{4}$/.exec(text) ?? [];
  if (day === undefined) return `${text} is no date: it is written 1-Feb-1994`;
  if (months.includes(month.toLowerCase())) return `${month} has no day ${Number(day)}`;
  return `${month} is no month: months have their first three letters, in English`;
}

/** The day that another way of writing dates says. */
function dayMeant(text: string): string | undefined {
  const iso = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:T.*)?$/.exec(text);
  if (iso) return rightDay(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const named = /^(\d{1,2})[-/. ]([A-Za-z]{3,9})[-/. ](\d{2}|\d{4})$/.exec(text);
  if (!named) return undefined;
  const month = months.indexOf((named[2] ?? '').slice(0, 3).toLowerCase()) + 1;
  const year = Number(named[3]);
  return rightDay((named[3] ?? '').length === 2 ? year + (year < 70 ? 2000 : 1900) : year, month, Number(named[1]));
}

function rightDay(year: number, month: number, day: number): string | undefined {
  if (month < 1 || month > 12) return undefined;
  const text = formatDay({ year, month, day });
  return parseDay(text) ? text : undefined;
}

/** `date-time = DQUOTE date-day-fixed "-" date-month "-" date-year SP time SP zone DQUOTE` */
export function checkDateTime(args: Arguments, value: ImapValue): void {
  const text = knownText(value);
  if (isUnknown(value) || text === undefined) return;
  const { start, end } = value.range;
  const parsed = parseDateTime(text);
  if (parsed && value.kind === 'string' && /^(?: \d|\d\d)-/.test(text)) return;
  if (!parsed) {
    args.report('bad-date-time', start, end);
    return;
  }
  const right = `"${formatDateTime(parsed)}"`;
  const message = 'the day of a date and time has two places: a space or 0 before one digit';
  args.report('bad-date-time', start, end, { message, fix: replacing(`Write ${right}`, start, end, right) });
}

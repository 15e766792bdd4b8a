/** Dates on the wire: INTERNALDATE and APPEND's date-time, and the days of SEARCH (RFC 9051 §9). No clock: numbers in, numbers out. */

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

export interface ImapDay {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  /** 1 to 31. */
  readonly day: number;
}

export interface ImapDateTime extends ImapDay {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Minutes east of UTC. */
  readonly zone: number;
}

const two = (number: number): string => String(number).padStart(2, '0');
const monthName = (month: number): string => months[month - 1] ?? 'Jan';

/** `1-Feb-1994` (date-text). */
export const formatDay = ({ year, month, day }: ImapDay): string =>
  `${day}-${monthName(month)}-${String(year).padStart(4, '0')}`;

/** ` 1-Feb-1994 21:52:25 -0800` (date-time, without its quotes): the day is padded with SP. */
export function formatDateTime(date: ImapDateTime): string {
  const zone = Math.abs(date.zone);
  const sign = date.zone < 0 ? '-' : '+';
  const time = `${two(date.hour)}:${two(date.minute)}:${two(date.second)}`;
  return `${formatDay(date).padStart(11, ' ')} ${time} ${sign}${two(Math.floor(zone / 60))}${two(zone % 60)}`;
}

const dayPattern = /^(\d{1,2})-([A-Z]{3})-(\d{4})$/i;
const dateTimePattern = /^([ \d]?\d-[A-Z]{3}-\d{4}) (\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})$/i;

/** Reads a date-text, or gives undefined; a day that the month has not, too. */
export function parseDay(text: string): ImapDay | undefined {
  const found = dayPattern.exec(text);
  if (!found) return undefined;
  const [, day = '', name = '', year = ''] = found;
  const month = months.findIndex((known) => known.toLowerCase() === name.toLowerCase()) + 1;
  const parsed = { year: Number(year), month, day: Number(day) };
  return month > 0 && parsed.day >= 1 && parsed.day <= daysIn(parsed.year, month) ? parsed : undefined;
}

/** Reads a date-time (its quotes taken off), or gives undefined. Second 60 is allowed: there are leap seconds. */
export function parseDateTime(text: string): ImapDateTime | undefined {
  const found = dateTimePattern.exec(text);
  const day = parseDay((found?.[1] ?? '').trim());
  if (!found || !day) return undefined;
  const [hour = 0, minute = 0, second = 0] = found.slice(2, 5).map(Number);
  const zone = Number(found[6]) * 60 + Number(found[7]);
  if (hour > 23 || minute > 59 || second > 60 || Number(found[7]) > 59) return undefined;
  return { ...day, hour, minute, second, zone: found[5] === '-' ? -zone : zone };
}

function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Seconds since 1970-01-01 00:00:00 UTC. */
export const toEpoch = (date: ImapDateTime): number =>
  dayNumber(date) * 86_400 + date.hour * 3_600 + (date.minute - date.zone) * 60 + date.second;

/** The date and time that `seconds` since 1970-01-01 00:00:00 UTC are, `zone` minutes east of UTC. */
export function fromEpoch(seconds: number, zone = 0): ImapDateTime {
  const local = Math.floor(seconds) + zone * 60;
  const day = fromDayNumber(Math.floor(local / 86_400));
  const time = local - Math.floor(local / 86_400) * 86_400;
  return { ...day, hour: Math.floor(time / 3_600), minute: Math.floor(time / 60) % 60, second: time % 60, zone };
}

/** Days since 1970-01-01: what SEARCH compares, time and zone left out (RFC 9051 §6.4.4). */
export function dayNumber({ year, month, day }: ImapDay): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** The inverse of `dayNumber`. */
export function fromDayNumber(days: number): ImapDay {
  const shifted = days + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1_460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shiftedMonth + (shiftedMonth < 10 ? 3 : -9);
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
  };
}

/** Dates of messages (RFC 5322 §3.3), with the obsolete forms of §4.3. No clock: numbers in, numbers out. */

export interface MailDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  /** 0 to 60: leap seconds are allowed. */
  readonly second: number;
  /** Minutes east of UTC. */
  readonly zone: number;
  /** `-0000`: the time is UTC, and nothing is said about the local one. */
  readonly zoneUnknown?: true;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
/** §4.3 obs-zone; military zones and unknown names count as -0000. */
const zones: Readonly<Record<string, number>> = {
  UT: 0,
  GMT: 0,
  EST: -300,
  EDT: -240,
  CST: -360,
  CDT: -300,
  MST: -420,
  MDT: -360,
  PST: -480,
  PDT: -420,
};

const pattern =
  /^(?:[A-Za-z]{3,9}\s*,?\s*)?([0-9]{1,2})[\s-]+([A-Za-z]{3})[a-z]*\.?[\s-]+([0-9]{2,5})\s+([0-9]{1,2})\s*:\s*([0-9]{1,2})(?:\s*:\s*([0-9]{1,2}))?(?:\s*([+-][0-9]{4}|[A-Za-z]{1,5}))?/;

/** Reads a date-time; undefined when it is none or names a day or time that does not exist. */
export function parseDate(text: string): MailDate | undefined {
  const match = pattern.exec(stripComments(text.slice(0, 500)).trim());
  if (!match) return undefined;
  const [, day = '', month = '', year = '', hour = '', minute = '', second = '0', zone] = match;
  const date = {
    year: fullYear(year),
    month: months.indexOf(month.charAt(0).toUpperCase() + month.slice(1).toLowerCase()) + 1,
    day: Number(day),
    hour: Number(hour),
    minute: Number(minute),
    second: Number(second),
    ...readZone(zone),
  };
  return exists(date) ? date : undefined;
}

/** `Thu, 7 Jul 1994 17:16:05 -0400`. */
export function formatDate(date: MailDate): string {
  const { year, month, day, hour, minute, second, zone } = date;
  const weekday = days[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? '';
  const sign = date.zoneUnknown || zone < 0 ? '-' : '+';
  const offset = `${two(Math.floor(Math.abs(zone) / 60))}${two(Math.abs(zone) % 60)}`;
  return `${weekday}, ${day} ${months[month - 1] ?? ''} ${String(year).padStart(4, '0')} ${two(hour)}:${two(minute)}:${two(second)} ${sign}${offset}`;
}

/** Milliseconds since 1970-01-01 00:00 UTC. */
export const toEpoch = ({ year, month, day, hour, minute, second, zone }: MailDate): number =>
  Date.UTC(year, month - 1, day, hour, minute - zone, second);

/** The date at `epoch` milliseconds, in a zone `zone` minutes east of UTC. */
export function fromEpoch(epoch: number, zone = 0): MailDate {
  const at = new Date(epoch + zone * 60_000);
  return {
    year: at.getUTCFullYear(),
    month: at.getUTCMonth() + 1,
    day: at.getUTCDate(),
    hour: at.getUTCHours(),
    minute: at.getUTCMinutes(),
    second: at.getUTCSeconds(),
    zone,
  };
}

const two = (value: number): string => String(value).padStart(2, '0');

/** §4.3: two digits are 1950 to 2049, three count from 1900. */
function fullYear(text: string): number {
  const year = Number(text);
  if (text.length === 2) return year < 50 ? year + 2000 : year + 1900;
  return text.length === 3 ? year + 1900 : year;
}

function readZone(text: string | undefined): Pick<MailDate, 'zone' | 'zoneUnknown'> {
  if (text === undefined || text === '-0000') return { zone: 0, zoneUnknown: true };
  if (/^[+-]/.test(text)) {
    const minutes = Number(text.slice(1, 3)) * 60 + Number(text.slice(3));
    return { zone: text.startsWith('-') ? -minutes : minutes };
  }
  const zone = zones[text.toUpperCase()];
  return zone === undefined ? { zone: 0, zoneUnknown: true } : { zone };
}

function exists({ year, month, day, hour, minute, second }: MailDate): boolean {
  if (year < 1900 || year > 9999 || month === 0 || day === 0) return false;
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate() && hour < 24 && minute < 60 && second <= 60;
}

/** Comments may stand anywhere, and nest. */
function stripComments(text: string): string {
  let depth = 0;
  let out = '';
  for (let i = 0; i < text.length; i++) {
    const character = text.charAt(i);
    if (character === '\\' && depth > 0) i++;
    else if (character === '(') depth++;
    else if (character === ')' && depth > 0) {
      depth--;
      out += ' ';
    } else if (depth === 0) out += character;
  }
  return out;
}

/** Dates as mail writes them. */

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

const two = (n: number): string => String(n).padStart(2, '0');
/** A date whose UTC fields are the local ones. */
const local = (at: number, zone: number): Date => new Date(Math.floor(at) + zone * 60_000);

/** `Mon, 23 Nov 2026 09:05:00 +0100` (RFC 5322 §3.3); `at` in milliseconds since the epoch, `zone` in minutes east of UTC. */
export function mailDate(at: number, zone: number): string {
  const d = local(at, zone);
  const east = Math.abs(zone);
  const offset = `${zone < 0 ? '-' : '+'}${two(Math.floor(east / 60))}${two(east % 60)}`;
  const time = `${two(d.getUTCHours())}:${two(d.getUTCMinutes())}:${two(d.getUTCSeconds())}`;
  const year = String(d.getUTCFullYear()).padStart(4, '0');
  return `${days[d.getUTCDay()]}, ${d.getUTCDate()} ${months[d.getUTCMonth()]} ${year} ${time} ${offset}`;
}

/** `23-Nov-2026` (RFC 9051 §9 date-text). */
export function imapDate(at: number, zone: number): string {
  const d = local(at, zone);
  return `${d.getUTCDate()}-${months[d.getUTCMonth()]}-${String(d.getUTCFullYear()).padStart(4, '0')}`;
}

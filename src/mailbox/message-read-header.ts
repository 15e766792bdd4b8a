/** A message's header for people: decoded fields, the way it came, what servers found out about its sender. */

import { mailboxesOf, parseAddresses } from '../protocol/message/addresses';
import { explainResult, parseAuthenticationResults } from '../protocol/message/authentication-results';
import { formatDate, parseDate } from '../protocol/message/dates';
import { decodeEncodedWords } from '../protocol/message/encoded-word';
import { type Headers, headerValue } from '../protocol/message/headers';
import { hopsOf } from '../protocol/message/received';
import { plainly } from './folder-name';
import type { AuthenticationModel, HopModel, NamedText } from './message-read-model';

/** Characters of a field that are shown. */
const longest = 8_000;
/** Fields that are shown; hops and statements too. */
export const mostFields = 500;

export const shown = (text: string): string => plainly(text.replace(/[\r\n\t]+/g, ' '), longest);

/** RFC 2047: encoded words decoded first, then made fit for a screen: what deceives may be encoded, too. */
const decoded = (value: string): string => shown(decodeEncodedWords(value));

const addressFields = ['From', 'Sender', 'Reply-To', 'To', 'Cc', 'Bcc'];

/** The fields that people look for. */
export function summaryOf(headers: Headers): readonly NamedText[] {
  const summary: NamedText[] = [];
  for (const name of addressFields) {
    const value = headerValue(headers, name);
    if (value !== undefined) summary.push({ name, value: addressText(value) });
  }
  const date = headerValue(headers, 'Date');
  if (date !== undefined) {
    const read = parseDate(date);
    summary.push({ name: 'Date', value: read ? formatDate(read) : `${decoded(date)} (no valid date)` });
  }
  return summary;
}

/** Names are decoded after the addresses were told apart: what is encoded in a name is no address (RFC 2047 §5). */
function addressText(value: string): string {
  const list = parseAddresses(value.slice(0, 100_000)).map((address) => {
    if (address.kind === 'group') return `${decoded(address.name)} (group of ${address.members.length})`;
    const spec = shown(address.host === '' ? address.mailbox : `${address.mailbox}@${address.host}`);
    return address.name === undefined ? spec : `${decoded(address.name)} <${spec}>`;
  });
  return list.length === 0 ? decoded(value) : list.join(', ');
}

export const subjectOf = (headers: Headers): string => decoded(headerValue(headers, 'Subject') ?? '');

export const fieldsOf = ({ fields }: Headers): readonly NamedText[] =>
  fields.slice(0, mostFields).map(({ name, value }) => ({ name: plainly(name, 200), value: decoded(value) }));

/** RFC 5322 §3.6: these stand at most once. */
const once = ['date', 'from', 'sender', 'reply-to', 'to', 'cc', 'bcc', 'message-id', 'in-reply-to', 'subject'];

/** What is odd about a header. */
export function headerNotices(headers: Headers): readonly string[] {
  const { fields, stray, terminated } = headers;
  const notices: string[] = [];
  for (const name of once) {
    const found = fields.filter((field) => field.name.toLowerCase() === name);
    if (found.length > 1) {
      notices.push(
        `The header has ${found.length} ${found[0]?.name} fields (RFC 5322 §3.6 allows one): programs may show different ones.`,
      );
    }
  }
  if (!fields.some(({ name }) => name.toLowerCase() === 'from')) notices.push('The header has no From field.');
  if (stray.length > 0)
    notices.push(
      `${stray.length === 1 ? 'One line' : `${stray.length} lines`} of the header ${stray.length === 1 ? 'is' : 'are'} no field.`,
    );
  if (!terminated) notices.push('The header is cut: it does not end, or is longer than 128 KiB.');
  if (fields.length > mostFields) notices.push(`Of ${fields.length} header fields the first ${mostFields} are shown.`);
  const [from] = mailboxesOf(parseAddresses((headerValue(headers, 'From') ?? '').slice(0, 10_000)));
  const name = from?.name === undefined ? undefined : decodeEncodedWords(from.name);
  const claimed = name === undefined ? undefined : /[^\s<>"'(),;:]+@[^\s<>"'(),;:]+\.[^\s<>"'(),;:]+/.exec(name)?.[0];
  if (from && claimed !== undefined && claimed.toLowerCase() !== `${from.mailbox}@${from.host}`.toLowerCase()) {
    notices.push(
      `The sender’s name looks like an address (${shown(claimed)}), but the address is ${shown(`${from.mailbox}@${from.host}`)}.`,
    );
  }
  if (
    fields.some(
      ({ value }) => decodeEncodedWords(value) !== value && plainly(decodeEncodedWords(value), longest).includes('‹U+'),
    )
  )
    notices.push('The header hides control or direction characters in encoded words: they are shown as ‹U+…›.');
  return notices;
}

/** The way of the message by its Received fields, the oldest hop first. */
export function hopModels(headers: Headers): readonly HopModel[] {
  const hops = hopsOf(valuesOf(headers, 'received'));
  const slowest = Math.max(1, ...hops.map(({ delay }) => delay ?? 0));
  return hops.map(({ received, delay }) => {
    const { clauses, date, dateText, stray } = received;
    const text = (name: keyof typeof clauses): string => decoded(clauses[name]?.text ?? '');
    const comments = Object.values(clauses).flatMap((clause) => clause.comments);
    return {
      from: text('from'),
      by: text('by'),
      with: [text('with'), text('via')].filter((one) => one !== '').join(' via '),
      id: text('id'),
      for: text('for'),
      notes: [...comments, stray].filter((one) => one !== '').map(decoded),
      date: date ? formatDate(date) : dateText === '' ? 'no date' : `${shown(dateText)} (no valid date)`,
      delay: delay === undefined ? '' : duration(delay),
      share: delay === undefined ? 0 : Math.max(0, delay) / slowest,
      skewed: delay !== undefined && delay < 0,
    };
  });
}

const valuesOf = ({ fields }: Headers, name: string): readonly string[] =>
  fields
    .filter((field) => field.name.toLowerCase() === name)
    .slice(0, mostFields)
    .map(({ value }) => value);

/** `+1 h 5 min`: the two largest units. */
export function duration(seconds: number): string {
  let left = Math.abs(Math.round(seconds));
  const parts: string[] = [];
  for (const [unit, size] of [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ] as const) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(`${count} ${unit}`);
  }
  return `${seconds < 0 ? '−' : '+'}${parts.slice(0, 2).join(' ') || '0 s'}`;
}

/** What servers found out, the last server first, as they stand in the header. */
export function authenticationModels(headers: Headers): readonly AuthenticationModel[] {
  return headers.fields
    .filter(({ name }) => /^(?:arc-)?authentication-results$/i.test(name))
    .slice(0, 50)
    .map(({ name, value }) => {
      const { server, instance, results, broken } = parseAuthenticationResults(value);
      return {
        server: shown(server),
        field: instance === undefined ? plainly(name) : `${plainly(name)}, instance ${plainly(instance, 10)}`,
        results: results.slice(0, 50).map((one) => ({
          method: plainly(one.method, 60),
          result: plainly(one.result, 60),
          ...explainResult(one),
          details: [
            ...one.properties.map((property) => `${property.type}.${property.name}=${property.value}`),
            ...(one.reason === undefined ? [] : [`reason: ${one.reason}`]),
            ...one.comments,
          ].map(decoded),
        })),
        broken: broken.slice(0, 20).map(shown),
      };
    });
}

/** Whether a message meets a search key (RFC 9051 §6.4.4). */
import { fromUtf8 } from '../../../base';
import { dayNumber } from '../../../protocol/imap/date';
import type { SearchNode } from '../../../protocol/imap/search-program';
import { contains } from '../../../protocol/imap/sequence-set';
import { parseDate } from '../../../protocol/message/dates';
import { decodeEncodedWords } from '../../../protocol/message/encoded-word';
import { type Headers, headerValue } from '../../../protocol/message/headers';
import type { Part } from '../../../protocol/message/structure';
import { hasFlag, type Message } from '../../store/message';
import type { Chosen } from '../arguments';
import { decodedText } from '../fetch/preview';
import type { ImapSession } from '../session';
import { isRecent, type View } from '../view';

/** Gives a function that tells whether a message meets the key; undefined for keys that this server does not have. */
export function matcher(session: ImapSession, view: View, key: SearchNode): ((one: Chosen) => boolean) | undefined {
  const { store, now } = session.server;
  const highestUid = view.list[view.count - 1]?.uid ?? 0;
  const partOf = (message: Message): Part => store.read(message.content).part;
  switch (key.kind) {
    case 'all':
    case 'save-date-supported':
      return () => true;
    case 'and': {
      const all = key.keys.map((one) => matcher(session, view, one));
      return all.includes(undefined) ? undefined : (one) => all.every((test) => test?.(one));
    }
    case 'or': {
      const left = matcher(session, view, key.left);
      const right = matcher(session, view, key.right);
      return left && right && ((one) => left(one) || right(one));
    }
    case 'not': {
      const inner = matcher(session, view, key.key);
      return inner && ((one) => !inner(one));
    }
    case 'flag':
      if (key.flag.toLowerCase() === '\\recent') return ({ message }) => isRecent(view, message);
      return ({ message }) => hasFlag(message, key.flag);
    case 'header': {
      const wanted = key.text.toLowerCase();
      return ({ message }) => headerHolds(partOf(message).headers, key.field, wanted);
    }
    case 'body': {
      const wanted = key.text.toLowerCase();
      return ({ message }) => bodyHolds(message.content.bytes, partOf(message), wanted);
    }
    case 'text': {
      const wanted = key.text.toLowerCase();
      return ({ message }) => {
        const part = partOf(message);
        return anyHeaderHolds(part.headers, wanted) || bodyHolds(message.content.bytes, part, wanted);
      };
    }
    case 'date': {
      const day = dayNumber(key.day);
      return ({ message }) => {
        const found =
          key.of === 'sent'
            ? sentDay(partOf(message).headers)
            : localDay(key.of === 'saved' ? message.savedAt : message.internalDate);
        if (found === undefined) return false;
        return key.when === 'before' ? found < day : key.when === 'on' ? found === day : found >= day;
      };
    }
    case 'size':
      return ({ message }) =>
        key.than === 'larger' ? message.content.bytes.length > key.octets : message.content.bytes.length < key.octets;
    case 'numbers':
      if (key.set.saved) return ({ message }) => session.saved.has(message);
      return ({ number }) => contains(key.set, number, view.count);
    case 'uids':
      if (key.set.saved) return ({ message }) => session.saved.has(message);
      return ({ message }) => contains(key.set, message.uid, highestUid);
    case 'age': {
      // RFC 5032 §3: whole seconds since the internal date.
      const limit = now() - key.seconds * 1000;
      return ({ message }) => (key.than === 'older' ? message.internalDate <= limit : message.internalDate >= limit);
    }
    case 'modseq':
      return ({ message }) => message.modseq >= key.value;
    case 'object':
      return ({ message }) => key.of === 'email' && message.content.emailId === key.id;
    case 'fuzzy':
    case 'filter':
    case 'gmail':
      return undefined;
  }
}

/** RFC 9051 §6.4.4: an empty text finds every message that has the field. */
function headerHolds({ fields }: Headers, name: string, wanted: string): boolean {
  return fields.some(
    (field) => field.name.toLowerCase() === name && decodeEncodedWords(field.value).toLowerCase().includes(wanted),
  );
}

const anyHeaderHolds = ({ fields }: Headers, wanted: string): boolean =>
  fields.some(({ name, value }) => `${name}: ${decodeEncodedWords(value)}`.toLowerCase().includes(wanted));

/** In the text parts decoded, and in the headers of messages inside. */
function bodyHolds(bytes: Uint8Array, part: Part, wanted: string): boolean {
  if (part.children.length > 0) return part.children.some((child) => bodyHolds(bytes, child, wanted));
  if (part.message) return anyHeaderHolds(part.message.headers, wanted) || bodyHolds(bytes, part.message.part, wanted);
  if (part.type === 'text') return decodedText(bytes, part, Number.POSITIVE_INFINITY).toLowerCase().includes(wanted);
  return (
    /^message|^multipart/.test(part.type) &&
    fromUtf8(bytes.subarray(part.body.start, part.body.end)).toLowerCase().includes(wanted)
  );
}

/** The day in the zone where the sandbox is, as INTERNALDATE shows it. */
function localDay(at: number): number {
  const local = new Date(at - new Date(at).getTimezoneOffset() * 60_000);
  return dayNumber({ year: local.getUTCFullYear(), month: local.getUTCMonth() + 1, day: local.getUTCDate() });
}

/** The day in the Date field, whatever its time and zone. */
function sentDay(headers: Headers): number | undefined {
  const date = parseDate(headerValue(headers, 'Date') ?? '');
  return date && dayNumber(date);
}

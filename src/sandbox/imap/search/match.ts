/** Whether a message meets a search key (RFC 9051 §6.4.4). */
import { dayNumber } from '../../../protocol/imap/date';
import type { SearchNode } from '../../../protocol/imap/search-program';
import { contains } from '../../../protocol/imap/sequence-set';
import { parseDate } from '../../../protocol/message/dates';
import { type Headers, headerValue } from '../../../protocol/message/headers';
import { hasFlag } from '../../store/message';
import type { Chosen } from '../arguments';
import { supports } from '../capabilities';
import type { ImapSession } from '../session';
import { isRecent, type View } from '../view';
import { keyNeeds } from './key';
import { type Reading, reading } from './reading';

/** Gives a function that tells whether a message meets the key; undefined for keys that this server does not have. */
export function matcher(
  session: ImapSession,
  view: View,
  key: SearchNode,
  read: Reading = reading(),
): ((one: Chosen) => boolean) | undefined {
  const { store, now } = session.server;
  const needed = keyNeeds[key.kind];
  if (needed !== undefined && !supports(session.server, needed)) return undefined;
  const highestUid = view.list[view.count - 1]?.uid ?? 0;
  switch (key.kind) {
    case 'all':
    case 'save-date-supported':
      return () => true;
    case 'and': {
      const all = key.keys.map((one) => matcher(session, view, one, read));
      return all.includes(undefined) ? undefined : (one) => all.every((test) => test?.(one));
    }
    case 'or': {
      const left = matcher(session, view, key.left, read);
      const right = matcher(session, view, key.right, read);
      return left && right && ((one) => left(one) || right(one));
    }
    case 'not': {
      const inner = matcher(session, view, key.key, read);
      return inner && ((one) => !inner(one));
    }
    case 'flag':
      if (key.flag.toLowerCase() === '\\recent') return ({ message }) => isRecent(view, message);
      return ({ message }) => hasFlag(message, key.flag);
    case 'header': {
      const wanted = key.text.toLowerCase();
      return ({ message }) => read.fields(message.content, key.field).some((value) => value.includes(wanted));
    }
    case 'body': {
      const wanted = key.text.toLowerCase();
      return ({ message }) => read.texts(message.content).some((text) => text.includes(wanted));
    }
    case 'text': {
      const wanted = key.text.toLowerCase();
      return ({ message: { content } }) =>
        read.header(content).some((line) => line.includes(wanted)) ||
        read.texts(content).some((text) => text.includes(wanted));
    }
    case 'date': {
      const day = dayNumber(key.day);
      return ({ message }) => {
        const found =
          key.of === 'sent'
            ? sentDay(read.headers(message.content))
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
      return ({ message: { content } }) =>
        (key.of === 'email' ? content.emailId : store.threads.idOf(content)) === key.id;
    case 'fuzzy':
    case 'filter':
    case 'gmail':
      return undefined;
  }
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

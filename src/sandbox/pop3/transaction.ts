/** The commands on an open maildrop (RFC 1939 §5 and §6). */
import { CR, LF } from '../../base';
import { dotStuff } from '../../protocol/dot-stuff';
import type { Message } from '../store/message';
import type { Maildrop } from './maildrop';
import type { Pop3Handler, Pop3Session } from './session';

export const stat: Pop3Handler = (session) => {
  const left = remaining(maildropOf(session));
  session.ok(`${left.length} ${left.reduce((sum, { message }) => sum + sizeOf(message), 0)}`);
};

export const list: Pop3Handler = (session, [number]) =>
  eachOrOne(session, number, (message) => String(sizeOf(message)));

export const uidl: Pop3Handler = (session, [number]) =>
  eachOrOne(session, number, (message) => maildropOf(session).uidOf(message));

export const retr: Pop3Handler = (session, [number = '']) => {
  const message = find(session, number);
  if (!message || !mayShow(session, message)) return;
  const { bytes } = message.content;
  session.ok(`${bytes.length} octets`);
  session.connection.write(dotStuff(bytes));
};

export const top: Pop3Handler = (session, [number = '', count = '']) => {
  if (!/^\d{1,9}$/.test(count)) return session.err('the number of lines is not a number');
  const message = find(session, number);
  if (!message || !mayShow(session, message)) return;
  session.ok('the top follows');
  session.connection.write(dotStuff(topOf(message.content.bytes, Number(count))));
};

export const dele: Pop3Handler = (session, [number = '']) => {
  const message = find(session, number);
  if (!message) return;
  maildropOf(session).deleted.add(message);
  session.ok('marked');
};

export const rset: Pop3Handler = (session) => {
  maildropOf(session).deleted.clear();
  session.ok('done');
};

export const quit: Pop3Handler = (session) => {
  session.maildrop?.update();
  session.maildrop?.unlock();
  session.ok('bye');
  session.state = 'closed';
};

function maildropOf(session: Pop3Session): Maildrop {
  if (!session.maildrop) throw new Error('the transaction state has a maildrop');
  return session.maildrop;
}

interface Numbered {
  readonly number: number;
  readonly message: Message;
}

const remaining = ({ messages, deleted }: Maildrop): Numbered[] =>
  messages.map((message, i) => ({ number: i + 1, message })).filter(({ message }) => !deleted.has(message));

const sizeOf = (message: Message): number => message.content.bytes.length;

function find(session: Pop3Session, number: string): Message | undefined {
  const { messages, deleted } = maildropOf(session);
  const message = /^\d{1,9}$/.test(number) ? messages[Number(number) - 1] : undefined;
  if (message && !deleted.has(message)) return message;
  session.err(message ? `message ${number} is marked as deleted` : 'no such message');
  return undefined;
}

function eachOrOne(session: Pop3Session, number: string | undefined, about: (message: Message) => string): void {
  if (number !== undefined) {
    const message = find(session, number);
    if (message) session.ok(`${Number(number)} ${about(message)}`);
    return;
  }
  const left = remaining(maildropOf(session));
  session.ok(`${left.length} messages`);
  const lines = left.map((one) => `${one.number} ${about(one.message)}\r\n`);
  session.connection.write(`${lines.join('')}.\r\n`);
}

/** RFC 6856 §2.1: a client that has not asked for UTF-8 must not be given a header that holds it. */
function mayShow(session: Pop3Session, message: Message): boolean {
  const { bytes } = message.content;
  if (session.utf8 || !bytes.subarray(0, headerLength(bytes)).some((octet) => octet > 127)) return true;
  session.err('[UTF8] the header holds UTF-8: send UTF8 before signing in');
  return false;
}

/** Octets up to the empty line, that included. */
function headerLength(bytes: Uint8Array): number {
  for (let lf = bytes.indexOf(LF); lf !== -1; lf = bytes.indexOf(LF, lf + 1)) {
    if (bytes[lf + 1] === CR && bytes[lf + 2] === LF) return lf + 3;
    if (bytes[lf + 1] === LF) return lf + 2;
  }
  return bytes.length;
}

function topOf(bytes: Uint8Array, lines: number): Uint8Array {
  let end = headerLength(bytes);
  for (let left = lines; left > 0 && end < bytes.length; left--) {
    const lf = bytes.indexOf(LF, end);
    end = lf === -1 ? bytes.length : lf + 1;
  }
  return bytes.subarray(0, end);
}

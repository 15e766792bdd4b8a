/** What imapflow asks of iconv-lite, names of mailboxes in modified UTF-7, by our own codec: iconv-lite is 500 kB of tables (build.mjs). */
import { decodeMailboxName, encodeMailboxName } from '../../protocol/imap/mailbox-name';

/** imapflow asks for no other; for another, its answer would be wrong. */
type Encoding = 'utf-7-imap';

/** To modified UTF-7 (RFC 3501 §5.1.3). */
export const encode = (name: string, _encoding: Encoding): Buffer => Buffer.from(encodeMailboxName(name), 'latin1');

/** From modified UTF-7; a name that is not well formed stays as it came. */
export const decode = (octets: Uint8Array, _encoding: Encoding): string => {
  const name = Buffer.from(octets).toString();
  return decodeMailboxName(name) ?? name;
};

/** COMPRESS: raw deflate in both directions from the OK on, which the session sees to (RFC 4978 §3). */
import { textOf } from '../../../protocol/imap/value';
import type { ImapHandler } from '../dispatch';
import { bad, no, ok } from '../outcome';

export const compress: ImapHandler = ({ connection }, { values }) => {
  if (values.length !== 1 || textOf(values[0])?.toUpperCase() !== 'DEFLATE') return bad('COMPRESS takes DEFLATE');
  return connection.compressed ? no('it is on already', 'COMPRESSIONACTIVE') : ok('from here on');
};

/** IDLE: the server tells at once what happens, until the client says DONE (RFC 9051 §6.3.13). */
import { fromUtf8 } from '../../../base';
import { lineLimit } from '../../session';
import type { ImapHandler } from '../dispatch';
import { tellAtOnce } from '../news';
import { bad, ok } from '../outcome';

export const idle: ImapHandler = async (session) => {
  session.connection.write('+ idling\r\n');
  session.idling = true;
  tellAtOnce(session);
  const line = await session.reader.line(lineLimit);
  session.idling = false;
  if (!line) {
    session.state = 'logout';
    return 'said';
  }
  const done = line.kind === 'line' && /^DONE\r?\n$/i.test(fromUtf8(line.bytes));
  return done ? ok('done') : bad('DONE is what ends IDLE');
};

/** DATA and BDAT: takes the message, and answers for it once or (LMTP) once a recipient (RFC 5321 §4.1.1.4, RFC 3030 §2, RFC 2033 §4.2). */

import { messageVerb } from '../../protocol/faults/fault';
import { parseBdat } from '../../protocol/smtp/bdat';
import { type DataEnd, dataFramer } from '../../protocol/smtp/data-framer';
import { nextState } from '../../protocol/smtp/state';
import { interfere } from '../interfere';
import { deliver } from './delivery';
import { createGathering } from './gathering';
import { say } from './say';
import type { SmtpHandler, SmtpSession } from './session';
import type { Delivery, Transaction } from './transaction';

const pieceSize = 65_536;

export const data: SmtpHandler = (session) => {
  const { transaction, server, connection } = session;
  if (!transaction) return say(session, 503, '5.5.1', 'send MAIL first');
  if (transaction.body === 'BINARYMIME')
    return say(session, 503, '5.5.1', 'a BINARYMIME message can only be sent by BDAT');
  connection.write('354 go ahead, end with <CRLF>.<CRLF>\r\n');
  session.state = nextState(session.state, 'DATA', 354);
  const framer = dataFramer(server.maxMessageSize);
  const gathering = createGathering();
  /** Takes what is there already, and tells what is to be awaited for the rest. */
  const take = (): number | Promise<number> => {
    for (;;) {
      const read = session.reader.some(pieceSize);
      if (read instanceof Promise) return read.then((chunk) => (chunk ? (use(chunk) ?? take()) : leave(session)));
      const code = use(read);
      if (code !== undefined) return code;
    }
  };
  const use = (chunk: Uint8Array): number | Promise<number> | undefined => {
    const step = framer.push(chunk);
    for (const piece of step.pieces) gathering.add(piece);
    if (!step.end) return undefined;
    session.reader.unread(step.rest.length);
    return conclude(session, transaction, 'message', refusalFor(step.end), gathering.pieces);
  };
  return take();
};

function leave(session: SmtpSession): number {
  session.state = 'closed';
  return 421;
}

function refusalFor({ dropped, bareLf, bareCr }: DataEnd): Verdict | undefined {
  if (dropped > 0) return [552, '5.3.4', 'the message is too large'];
  if (bareLf > 0 || bareCr > 0) return [554, '5.6.0', 'bare CR or LF in the message: lines end with CRLF'];
  return undefined;
}

export const bdat: SmtpHandler = async (session, { argument }) => {
  const { server, reader } = session;
  const chunk = parseBdat(argument);
  if (!chunk) {
    const code = say(session, 501, '5.5.4', 'BDAT takes a number of octets, and LAST or nothing');
    // Octets that nobody can count would be taken for commands.
    return /^\d/.test(argument) ? leave(session) : code;
  }
  const event = chunk.last ? 'BDAT LAST' : 'BDAT';
  const { transaction } = session;
  const legal = transaction !== undefined && (session.state === 'rcpt' || session.state === 'bdat');
  const fits = legal && transaction.size + chunk.size <= server.maxMessageSize;
  for (let left = chunk.size; left > 0; ) {
    const read = reader.some(Math.min(left, pieceSize));
    const piece = read instanceof Promise ? await read : read;
    if (!piece) return leave(session);
    left -= piece.length;
    if (fits) transaction.gathering.add(piece);
  }
  if (!legal)
    return say(
      session,
      503,
      '5.5.1',
      session.state === 'failed' ? 'a chunk was refused: send RSET' : 'send MAIL and RCPT first',
    );
  const end = (code: number): number => {
    session.state = nextState(session.state, event, code);
    return code;
  };
  if (!fits) {
    transaction.gathering = createGathering();
    return end(say(session, 552, '5.3.4', 'the message is too large'));
  }
  transaction.size += chunk.size;
  if (!chunk.last) return end(say(session, 250, '2.0.0', `${chunk.size} octets received`));
  return conclude(session, transaction, event, undefined, transaction.gathering.pieces);
};

/** Ends the transaction, unless a fault does; moves the state on by `event`. */
function conclude(
  session: SmtpSession,
  transaction: Transaction,
  event: string,
  refused: Verdict | undefined,
  pieces: readonly Uint8Array[],
): number | Promise<number> {
  const repeat = session.lmtp ? transaction.recipients.length : 1;
  const instead = interfere(session, messageVerb, (text) => session.connection.write(`${text}\r\n`.repeat(repeat)));
  const go = (done: Awaited<typeof instead>): number => {
    session.transaction = undefined;
    const code = done === 'nothing' ? finish(session, transaction, refused, pieces) : 554;
    session.state = nextState(session.state, event, code);
    return code;
  };
  return instead instanceof Promise ? instead.then(go) : go(instead);
}

type Verdict = readonly [code: number, enhanced: string, text: string];

/** Ends the transaction: delivers unless it is refused, and replies. Gives the code of the (last) reply. */
function finish(
  session: SmtpSession,
  transaction: Transaction,
  refused: Verdict | undefined,
  pieces: readonly Uint8Array[],
): number {
  session.transaction = undefined;
  if (refused) {
    if (!session.lmtp) return say(session, ...refused);
    for (const { address } of transaction.recipients) sayFor(session, address, refused);
    return refused[0];
  }
  const { queueId, deliveries } = deliver(session, transaction, pieces);
  if (!session.lmtp) return say(session, 250, '2.0.0', `queued as ${queueId}`);
  for (const { recipient, outcome } of deliveries)
    sayFor(session, recipient.address, verdicts[outcome] ?? [250, '2.0.0', `queued as ${queueId}`]);
  // As the message has been taken, the transaction is over, whatever the single recipients were told.
  return 250;
}

function sayFor(session: SmtpSession, address: string, [code, enhanced, text]: Verdict): void {
  session.reply(code, enhanced, `<${address}> ${text}`);
}

/** RFC 2033 §4.2: what an LMTP client is told of one recipient that the message has not come to. */
const verdicts: Partial<Readonly<Record<Delivery['outcome'], Verdict>>> = {
  full: [452, '4.2.2', 'the mailbox is full'],
  unknown: [550, '5.1.1', 'no such user'],
  delayed: [451, '4.4.1', 'no answer from delay.test'],
};

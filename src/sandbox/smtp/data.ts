/** DATA and BDAT: takes the message, and answers for it once or (LMTP) once a recipient (RFC 5321 §4.1.1.4, RFC 3030 §2, RFC 2033 §4.2). */
import { concat } from '../../base';
import { parseBdat } from '../../protocol/smtp/bdat';
import { dataFramer } from '../../protocol/smtp/data-framer';
import { nextState } from '../../protocol/smtp/state';
import { deliver } from './delivery';
import { say } from './say';
import type { SmtpHandler, SmtpSession } from './session';
import type { Transaction } from './transaction';

const pieceSize = 65_536;

export const data: SmtpHandler = async (session) => {
  const { transaction, server, reader } = session;
  if (!transaction) return say(session, 503, '5.5.1', 'send MAIL first');
  if (transaction.body === 'BINARYMIME')
    return say(session, 503, '5.5.1', 'a BINARYMIME message can only be sent by BDAT');
  session.connection.write('354 go ahead, end with <CRLF>.<CRLF>\r\n');
  session.state = nextState(session.state, 'DATA', 354);
  const framer = dataFramer(server.maxMessageSize);
  const pieces: Uint8Array[] = [];
  for (;;) {
    const chunk = await reader.some(pieceSize);
    if (!chunk) {
      session.state = 'closed';
      return 421;
    }
    const step = framer.push(chunk);
    pieces.push(...step.pieces);
    if (!step.end) continue;
    reader.unread(step.rest.length);
    const refused =
      step.end.dropped > 0
        ? ([552, '5.3.4', 'the message is too large'] as const)
        : step.end.bareLf > 0 || step.end.bareCr > 0
          ? ([554, '5.6.0', 'bare CR or LF in the message: lines end with CRLF'] as const)
          : undefined;
    const code = finish(session, transaction, refused, () => concat(pieces));
    session.state = nextState(session.state, 'message', code);
    return code;
  }
};

export const bdat: SmtpHandler = async (session, { argument }) => {
  const { server, reader } = session;
  const chunk = parseBdat(argument);
  if (!chunk) return say(session, 501, '5.5.4', 'BDAT takes a number of octets, and LAST or nothing');
  const event = chunk.last ? 'BDAT LAST' : 'BDAT';
  const { transaction } = session;
  const legal = transaction !== undefined && (session.state === 'rcpt' || session.state === 'bdat');
  const fits = legal && transaction.size + chunk.size <= server.maxMessageSize;
  for (let left = chunk.size; left > 0; ) {
    const piece = await reader.some(Math.min(left, pieceSize));
    if (!piece) {
      session.state = 'closed';
      return 421;
    }
    left -= piece.length;
    if (fits) transaction.chunks.push(piece);
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
    transaction.chunks.length = 0;
    return end(say(session, 552, '5.3.4', 'the message is too large'));
  }
  transaction.size += chunk.size;
  if (!chunk.last) return end(say(session, 250, '2.0.0', `${chunk.size} octets received`));
  return end(finish(session, transaction, undefined, () => concat(transaction.chunks)));
};

type Refusal = readonly [code: number, enhanced: string, text: string];

/** Ends the transaction: delivers unless it is refused, and replies. Gives the code of the (last) reply. */
function finish(
  session: SmtpSession,
  transaction: Transaction,
  refused: Refusal | undefined,
  message: () => Uint8Array,
): number {
  session.transaction = undefined;
  const [code, enhanced, text]: Refusal = refused ?? [
    250,
    '2.0.0',
    `queued as ${deliver(session, transaction, message())}`,
  ];
  const { lmtp } = session;
  if (!lmtp) return say(session, code, enhanced, text);
  for (const { address } of transaction.recipients) session.reply(code, enhanced, `<${address}> ${text}`);
  return code;
}

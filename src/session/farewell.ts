/** The end of a session's connections: goodbye where the dialogue allows it, then FIN. Nothing here fails a session. */
import type { Connection } from './connection';
import type { SessionContext } from './context';
import { asOurs } from './conversation';
import { ask, greeted, nothingUnasked, warn } from './converse';
import type { Outcome } from './failure';
import { textLine } from './own-line';

/** Milliseconds to wait for the answer to QUIT or LOGOUT, and for the server's FIN behind it. */
const answerTime = 5_000;
const closeTime = 500;

/** Before a session has passed: greetings that no step has looked at, and what was said unasked. */
export async function nothingLeft(context: SessionContext): Promise<Outcome> {
  for (const connection of context.connections.all) {
    const { place } = context.session;
    if (connection.ended?.by === 'us') continue;
    const stop = (await greeted(context, connection, place)) ?? nothingUnasked(context, connection, place);
    if (stop) return stop;
  }
  return undefined;
}

/** `clean`: the session went as the script says. */
export async function leave(context: SessionContext, clean: boolean): Promise<void> {
  for (const connection of context.connections.all) {
    if (connection.ended?.by === 'us') continue;
    const said = await sayGoodbye(context, connection, clean);
    // A session that went wrong without a goodbye, as in mid-reply or mid-handshake, has nothing to wait for.
    if ((said || clean) && !connection.ended)
      await context.waiter.until(() => connection.ended !== undefined, closeTime);
    await connection.close('fin');
  }
}

/** Whether goodbye was said. */
async function sayGoodbye(context: SessionContext, connection: Connection, clean: boolean): Promise<boolean> {
  const { conversation } = connection;
  const words = conversation.farewell(clean);
  for (const word of words) {
    if (connection.ended) return true;
    const sending = conversation.prepare(textLine(word, undefined), asOurs('polite end'));
    if (!sending.ok) return false;
    const stop = await ask({ ...context, timeouts: { ...context.timeouts, reply: answerTime } }, connection, [
      sending.value,
    ]);
    if (stop?.kind === 'failed' && clean) warn(context, `${word}: ${stop.failure.message}`, undefined, connection);
    if (stop) return true;
  }
  return words.length > 0;
}

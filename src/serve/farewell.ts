/** The end of a session: clients say goodbye and leave; whoever says anything else has left the script. */

import { utf8 } from '../base';
import { parseCommand } from '../protocol/imap/command';
import { failed, failure, located, type Outcome } from '../session/failure';
import { greet } from './connect';
import type { ServeContext } from './context';
import { heard, lineBytes, question } from './hear';
import { leaves } from './leave-script';
import { textOf } from './read';
import { reply } from './reply';
import type { Served } from './served';

export async function farewell(context: ServeContext): Promise<Outcome> {
  const { connections, session } = context;
  for (const connection of connections) {
    const stop = await greet(context, connection, session.place);
    if (stop) return stop;
  }
  for (;;) {
    const open = connections.filter((connection) => !connection.ended);
    if (open.length === 0) return undefined;
    const speaking = (): Served | undefined => open.find((one) => one.line() !== undefined);
    const woken = await context.waiter.until(
      () => speaking() !== undefined || open.some((one) => one.ended !== undefined),
      context.timeouts.command,
    );
    const connection = speaking();
    if (connection) {
      const stop = await last(context, connection);
      if (stop) return stop;
    } else if (woken === 'cancelled') return { kind: 'cancelled' };
    else if (woken !== 'ready') return stays(context, open);
  }
}

function stays({ session }: ServeContext, [connection]: readonly Served[]): Outcome {
  const cause = failure('timeout', 'The script is over, and the client stays', {
    expected: 'goodbye, or the end of the connection',
    actual: 'nothing',
  });
  return failed(located(cause, session.place, connection?.name));
}

async function last(context: ServeContext, connection: Served): Promise<Outcome> {
  const { place } = context.session;
  const bytes = connection.line()?.bytes ?? new Uint8Array(0);
  connection.taken();
  const text = textOf(bytes);
  const verb = verbOf(connection, text);
  if (verb === 'CAPABILITY' || verb === 'CAPA') {
    return question(context, connection, bytes, { verb, multiline: verb === 'CAPA', place });
  }
  if (verb === 'QUIT' || verb === 'LOGOUT') {
    heard(context, connection, lineBytes(bytes), 'command', undefined);
    const replied = await reply(context, connection, undefined, { verb, place });
    if (!replied.stop) await connection.close('fin');
    return replied.stop;
  }
  const expected = 'the end of the script: goodbye, or the end of the connection';
  const comparison = { ok: false as const, wanted: 'goodbye', got: text.split(' ')[0] ?? '' };
  return leaves(context, connection, { place, expected, actual: text, comparison });
}

function verbOf(connection: Served, text: string): string {
  if (connection.protocol !== 'imap') return (text.trim().split(/\s+/)[0] ?? '').toUpperCase();
  const { tag, name } = parseCommand([{ kind: 'text', bytes: utf8(`${text}\r\n`) }]);
  connection.dialogue.tag = tag;
  return name;
}

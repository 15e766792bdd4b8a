/** What changes sides: the client's `close` is waited for, its `expect close` is ours to do, its `raw` octets are ours to read. */
import { concat, equalBytes, fromLatin1, latin1, utf8 } from '../base';
import type { Close, ExpectClose, Raw } from '../script/program';
import { failed, failure, located, type Outcome } from '../session/failure';
import { connectionFor, greet } from './connect';
import type { ServeContext } from './context';
import { heard } from './hear';
import { leaves } from './leave-script';
import { readOctets, textOf } from './read';
import { forcedText } from './values/hole';

export async function clientCloses(context: ServeContext, step: Close): Promise<Outcome> {
  const found = await connectionFor(context, step.connection, step.place);
  if (!found.ok) return found.error;
  const connection = found.value;
  const stop = await greet(context, connection, step.place);
  if (stop) return stop;
  const woken = await context.waiter.until(
    () => connection.ended !== undefined || connection.line() !== undefined,
    context.timeouts.command,
  );
  if (connection.ended) {
    await connection.close('fin');
    return undefined;
  }
  if (woken === 'cancelled') return { kind: 'cancelled' };
  const line = connection.line();
  const shown = step.how === 'fin' ? 'the client closes the connection' : 'the client breaks the connection off';
  if (line) {
    const actual = textOf(line.bytes);
    return leaves(context, connection, {
      place: step.place,
      expected: shown,
      actual,
      comparison: { ok: false, wanted: 'the end of the connection', got: actual.split(' ')[0] ?? '' },
    });
  }
  const cause = failure('timeout', 'The client did not close the connection', { expected: shown, actual: 'nothing' });
  return failed(located(cause, step.place, connection.name));
}

export async function serverCloses(context: ServeContext, step: ExpectClose): Promise<Outcome> {
  const found = await connectionFor(context, step.connection, step.place);
  if (!found.ok) return found.error;
  await found.value.close('fin');
  return undefined;
}

/** Byte for byte; values that only the client knows cannot stand in it. */
export async function clientSends(context: ServeContext, step: Raw): Promise<Outcome> {
  const found = await connectionFor(context, step.connection, step.place);
  if (!found.ok) return found.error;
  const connection = found.value;
  const stop = await greet(context, connection, step.place);
  if (stop) return stop;
  const moment = { index: context.round, tag: connection.dialogue.tag };
  const wanted = concat(
    step.bytes.map((part) => {
      if (part.kind === 'value') return utf8(forcedText(context.values.expression(part.expression, moment)));
      return /[^\x00-\xff]/.test(part.text) ? utf8(part.text) : fromLatin1(part.text);
    }),
  );
  const shown = `raw ${JSON.stringify(latin1(wanted))}`;
  const extraMs = (step.everyMs ?? 0) * wanted.length;
  const read = await readOctets(context, connection, wanted.length, { place: step.place, shown, extraMs });
  if (!read.ok) return read.error;
  heard(context, connection, read.value, 'raw', { place: step.place });
  if (equalBytes(read.value, wanted)) return undefined;
  const at = read.value.findIndex((octet, i) => octet !== wanted[i]);
  return leaves(context, connection, {
    place: step.place,
    expected: shown,
    actual: JSON.stringify(latin1(read.value)),
    recorded: true,
    comparison: {
      ok: false,
      wanted: JSON.stringify(latin1(wanted, at, at + 20)),
      got: JSON.stringify(latin1(read.value, at, at + 20)),
    },
  });
}

/** Waits; `early` ends it. */
export async function sleep(context: ServeContext, ms: number, early: () => boolean = () => false): Promise<Outcome> {
  const woken = await context.waiter.until(early, ms);
  if (woken === 'cancelled') return { kind: 'cancelled' };
  return woken === 'session-late'
    ? failed(failure('timeout', 'The session took longer than it may in all'))
    : undefined;
}

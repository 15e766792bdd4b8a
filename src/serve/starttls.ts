/** `starttls`, from the other side: STARTTLS or STLS is heard, answered, and the handshake done. */
import type { StartTls } from '../script/program';
import type { Outcome } from '../session/failure';
import { connectionFor } from './connect';
import type { ServeContext } from './context';
import { exchange } from './exchange';

export async function startTls(context: ServeContext, step: StartTls): Promise<Outcome> {
  const found = await connectionFor(context, step.connection, step.place);
  if (!found.ok) return found.error;
  const { range } = step.place;
  const verb = found.value.protocol === 'pop3' ? 'STLS' : 'STARTTLS';
  return exchange(context, {
    kind: 'exchange',
    pipelined: false,
    place: step.place,
    ...(step.connection === undefined ? {} : { connection: step.connection }),
    commands: [
      {
        payload: [{ kind: 'text', template: [{ kind: 'text', text: verb, range }] }],
        expected: step.expected ? [step.expected] : [],
        place: step.place,
      },
    ],
  });
}

/** The one place where faults come between a command and its answer: asked by each protocol before it carries a command out. */
import { greetingVerb } from '../protocol/faults/fault';
import type { FaultAnswer } from './faults';
import type { SessionContext } from './session';

/** A cut or reset connection ends with what is in its place; whoever asked must not go on. */
type Interference = 'nothing' | 'answered';

/**
 * Does what the faults that are on have for this command, an answer of theirs included. `say` sends a reply without its line end,
 * behind the tag where there is one. `nothing`: the command is to be carried out (after a delay, when it is a promise).
 */
export function interfere(
  context: SessionContext,
  verb: string,
  say: (text: string) => void,
): Interference | Promise<Interference> {
  const { server, service } = context;
  const { faults } = server;
  if (faults.none) return 'nothing';
  const late = faults.delay(verb, service);
  return late > 0 ? server.pause(late).then(() => answer(context, verb, say)) : answer(context, verb, say);
}

/** As `interfere`, for the greeting. */
export const interfereWithGreeting = (context: SessionContext, say: (text: string) => void) =>
  interfere(context, greetingVerb, say);

function answer(context: SessionContext, verb: string, say: (text: string) => void): Interference {
  const instead = context.server.faults.answer(verb, context.service);
  if (!instead) return 'nothing';
  carryOut(context, instead, say);
  return 'answered';
}

function carryOut(
  { connection, reader, service }: SessionContext,
  instead: FaultAnswer,
  say: (text: string) => void,
): void {
  switch (instead.kind) {
    case 'reply':
      say(instead.text);
      break;
    case 'silence':
      break;
    case 'garbage':
      connection.write(instead.bytes);
      break;
    case 'long-line': {
      const word = service.startsWith('imap') ? 'OK' : service.startsWith('pop3') ? '+OK' : '250';
      say(`${word} ${'x'.repeat(Math.max(0, instead.octets - word.length - 3))}`);
      break;
    }
    case 'cut':
      // What was sent behind the command goes unheard.
      reader.discard();
      connection.end();
      break;
    case 'reset':
      reader.discard();
      connection.destroy();
      break;
  }
}

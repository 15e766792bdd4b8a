/** `if`, from the other side: decided by what is known here; else the client's next command tells which way it went. */
import type { Condition, If, Step } from '../script/program';
import { replyFact, tlsFact } from '../session/facts';
import type { Outcome } from '../session/failure';
import { evaluate } from '../session/values/conditions';
import type { Fact } from '../session/values/facts';
import { connectionFor, greet } from './connect';
import { note, type ServeContext } from './context';
import { announcedLines, neededBy, withUsual } from './make/announce';
import { sourceFor } from './make/wishes';
import { textOf } from './read';
import type { Served } from './served';

export async function conditional(context: ServeContext, step: If): Promise<Outcome> {
  const connection = await aboutWhom(context, step.condition);
  if ('stop' in connection) return connection.stop;
  const known = decided(context, step.condition, connection.served);
  const yes = known ?? (await followed(context, step, connection.served));
  const why = known === undefined ? 'as the client goes on' : 'as is known here';
  note(context, `if ${step.condition.text}: ${yes ? 'yes' : 'no'}, ${why}`, step.place);
  return context.carryOut(yes ? step.then : step.else);
}

/** The connection that a fact belongs to, or the one that the client speaks on. */
async function aboutWhom(
  context: ServeContext,
  { left, connection, place }: Condition,
): Promise<{ readonly stop: Outcome } | { readonly served: Served | undefined }> {
  if (left.kind === 'variable' && context.connections.length === 0) return { served: undefined };
  const found = await connectionFor(context, connection, place);
  if (!found.ok) return { stop: found.error };
  const stop = await greet(context, found.value, place);
  return stop ? { stop } : { served: found.value };
}

/** Undefined: only the client knows. */
function decided(context: ServeContext, condition: Condition, served: Served | undefined): boolean | undefined {
  const { left, operator } = condition;
  const fact = (path: string): Fact | undefined => (served ? factOf(context, served, path) : undefined);
  if (left.kind === 'fact') {
    if (fact(left.path) === undefined) return undefined;
  } else if (context.values.known(left.name) === undefined) {
    if (context.values.names.includes(left.name)) return undefined;
    if (operator === 'exists') return false;
  }
  const judged = evaluate(condition, sourceFor(context.values, {}, fact));
  return judged.ok ? judged.value.ok : undefined;
}

function factOf(context: ServeContext, { dialogue, transport, protocol }: Served, path: string): Fact | undefined {
  const [group = '', ...rest] = path.split('.');
  const name = rest.join('.');
  switch (group) {
    case 'reply':
      return name === 'time' || !dialogue.last ? undefined : replyFact(dialogue.last, 0, name);
    case 'mailbox':
      return { ...dialogue.mailbox }[name as 'exists'];
    case 'auth':
      return dialogue.mechanism;
    case 'tls':
      return /^(?:version|cipher)$/.test(name) && transport.tls ? tlsFact(transport.tls, name) : undefined;
    case 'capabilities': {
      const needed = neededBy(context.session, protocol, transport.tls !== undefined, context);
      const { last } = dialogue;
      const lines = last?.kind === 'smtp' ? last.reply.lines.slice(1).map((line) => line.text) : [];
      const all = lines.length > 0 ? lines : announcedLines(withUsual(needed, protocol));
      return all.flatMap((line) => {
        const [keyword = '', ...parameters] = line.toUpperCase().split(/[ =]/);
        return [line.toUpperCase(), keyword, ...parameters.map((one) => `${keyword}=${one}`)];
      });
    }
    default:
      return undefined;
  }
}

/** Waits for the client's next line, and looks which part of the `if` begins with it; the line stays to be read. */
async function followed(context: ServeContext, step: If, served: Served | undefined): Promise<boolean> {
  const then = firstWord(step.then);
  const otherwise = firstWord(step.else) ?? firstWord(context.ahead);
  if (!served || then === undefined || then === otherwise) return then !== undefined;
  await context.waiter.until(() => served.line() !== undefined || served.ended !== undefined, context.timeouts.command);
  const text = textOf(served.line()?.bytes ?? new Uint8Array(0));
  const words = text.toUpperCase().split(/\s+/);
  return words[served.protocol === 'imap' ? 1 : 0] === then;
}

function firstWord(steps: readonly Step[]): string | undefined {
  for (const step of steps) {
    if (step.kind !== 'exchange') continue;
    const [part] = step.commands[0]?.payload ?? [];
    const text = part?.kind === 'text' && part.template[0]?.kind === 'text' ? part.template[0].text : '';
    return text.trim().split(/\s+/)[0]?.toUpperCase();
  }
  return undefined;
}

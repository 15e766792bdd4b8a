/** Events in the order of turns: what was said, then what answered it, also where several connections spoke at the same time. */
import type { RunEvent } from './event';

/** The events of one session; each answer follows what it answers, each greeting the connection that it greets. */
export function inTurns(events: readonly RunEvent[]): readonly RunEvent[] {
  const turns: RunEvent[][] = [];
  const ofSent = new Map<number, RunEvent[]>();
  const latest = new Map<string, RunEvent[]>();
  for (const event of events) {
    const connection = event.connection ?? '';
    const answered = event.kind === 'received' && event.answers !== undefined ? ofSent.get(event.answers) : undefined;
    const before = latest.get(connection);
    const turn = answered ?? (startsTurn(event, before) ? undefined : before);
    if (turn) turn.push(event);
    const own = turn ?? [event];
    if (!turn) turns.push(own);
    if (!answered) latest.set(connection, own);
    if (event.kind === 'sent') ofSent.set(event.seq, own);
  }
  return turns.flat();
}

/** What goes on with what its connection said before: a greeting, the steps of SASL, the parts of a literal, TLS. */
function startsTurn(event: RunEvent, before: readonly RunEvent[] | undefined): boolean {
  switch (event.kind) {
    case 'sent': {
      const last = before?.findLast((one) => one.kind === 'sent');
      const isRest = last?.kind === 'sent' && last.role === 'literal';
      return event.role !== 'sasl' && event.role !== 'literal' && !isRest;
    }
    case 'received':
      return event.role !== 'greeting';
    case 'connected':
      return true;
    default:
      return false;
  }
}

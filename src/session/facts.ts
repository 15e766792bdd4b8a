/** The facts of a connection that conditions ask for (language.md §6). */
import type { Connection } from './connection';
import type { ServerUnit } from './match/verdict';
import type { Fact } from './values/facts';

/** Undefined while there is none. `dsn.…` and `message.…` belong to `await`. */
export function factOf(connection: Connection, path: string): Fact | undefined {
  const { conversation, transport } = connection;
  const [group = '', ...rest] = path.split('.');
  const name = rest.join('.');
  switch (group) {
    case 'reply':
      return conversation.last && replyFact(conversation.last.unit, conversation.last.ms, name);
    case 'capabilities':
      return conversation.capabilities?.names;
    case 'tls':
      return transport.tls && tlsFact(transport.tls, name);
    case 'mailbox':
      return { ...conversation.mailbox }[name as 'exists' | 'uidnext' | 'uidvalidity' | 'flags'];
    case 'auth':
      return name === 'mechanism' ? connection.mechanism : undefined;
    default:
      return undefined;
  }
}

/** `name`: the fact without `tls.`. */
export function tlsFact(tls: NonNullable<Connection['transport']['tls']>, name: string): Fact | undefined {
  switch (name) {
    case 'version':
    case 'cipher':
    case 'authorized':
      return tls[name];
    case 'peer.subject':
      return tls.peer?.subject;
    case 'peer.issuer':
      return tls.peer?.issuer;
    case 'peer.daysLeft':
      return tls.peer?.daysLeft;
    default:
      return undefined;
  }
}

/** `name`: the fact without `reply.`; `ms`: what `reply.time` is. */
export function replyFact(unit: ServerUnit, ms: number, name: string): Fact | undefined {
  if (name === 'time') return ms;
  switch (unit.kind) {
    case 'smtp': {
      const { reply } = unit;
      if (name === 'code') return reply.code;
      if (name === 'enhanced') return reply.enhanced;
      if (name === 'text') return reply.text;
      return name === 'lines' ? reply.lines.map((line) => line.text) : undefined;
    }
    case 'pop3': {
      const { response } = unit;
      if (name === 'code') return response.kind === 'ok' ? '+OK' : response.kind === 'err' ? '-ERR' : '+';
      if (name === 'enhanced') return response.code;
      if (name === 'text') return response.text;
      return name === 'lines' ? (response.lines ?? []) : undefined;
    }
    case 'imap': {
      const { response } = unit;
      if (name === 'code') return response.name;
      if (name === 'enhanced') return response.code?.name;
      if (name === 'text') return response.text;
      return name === 'lines' ? [response.text ?? ''] : undefined;
    }
  }
}

/** From the protocol's table of commands to the functions that carry them out. */
import { commandNamed, type ImapCommand } from '../../protocol/imap/commands';
import { supports } from './capabilities';
import { append } from './commands/append';
import { authenticate } from './commands/authenticate';
import { capability } from './commands/capability';
import { close } from './commands/close';
import { compress } from './commands/compress';
import { copy, move } from './commands/copy';
import { create } from './commands/create';
import { remove } from './commands/delete';
import { enable } from './commands/enable';
import { expunge } from './commands/expunge';
import { fetch } from './commands/fetch';
import { id } from './commands/id';
import { idle } from './commands/idle';
import { list, lsub } from './commands/list';
import { login } from './commands/login';
import { logout } from './commands/logout';
import { getMetadata, setMetadata } from './commands/metadata';
import { namespace } from './commands/namespace';
import { noop } from './commands/noop';
import { getQuota, getQuotaRoot } from './commands/quota';
import { rename } from './commands/rename';
import { replace } from './commands/replace';
import { search } from './commands/search';
import { examine, select } from './commands/select';
import { sort } from './commands/sort';
import { starttls } from './commands/starttls';
import { status } from './commands/status';
import { store } from './commands/store';
import { subscribe, unsubscribe } from './commands/subscribe';
import { thread } from './commands/thread';
import { unauthenticate } from './commands/unauthenticate';
import { unselect } from './commands/unselect';
import { bad, type Outcome } from './outcome';
import type { ImapRequest } from './request';
import type { ImapSession } from './session';

/** Carries a command out, untagged responses included; `said` when nothing more is to be sent. */
export type ImapHandler = (session: ImapSession, request: ImapRequest) => Outcome | 'said' | Promise<Outcome | 'said'>;

const handlers: Readonly<Record<string, ImapHandler>> = {
  CAPABILITY: capability,
  NOOP: noop,
  LOGOUT: logout,
  STARTTLS: starttls,
  AUTHENTICATE: authenticate,
  LOGIN: login,
  ENABLE: enable,
  SELECT: select,
  EXAMINE: examine,
  CREATE: create,
  DELETE: remove,
  RENAME: rename,
  SUBSCRIBE: subscribe,
  UNSUBSCRIBE: unsubscribe,
  LIST: list,
  LSUB: lsub,
  NAMESPACE: namespace,
  STATUS: status,
  APPEND: append,
  IDLE: idle,
  CHECK: noop,
  CLOSE: close,
  UNSELECT: unselect,
  EXPUNGE: expunge,
  SEARCH: search,
  FETCH: fetch,
  STORE: store,
  COPY: copy,
  MOVE: move,
  SORT: sort,
  THREAD: thread,
  ID: id,
  COMPRESS: compress,
  UNAUTHENTICATE: unauthenticate,
  REPLACE: replace,
  GETMETADATA: getMetadata,
  SETMETADATA: setMetadata,
  GETQUOTA: getQuota,
  GETQUOTAROOT: getQuotaRoot,
};

export function carryOut(session: ImapSession, request: ImapRequest): ReturnType<ImapHandler> {
  const info = commandNamed(request.name);
  const handler = handlers[request.name.replace(/^UID /, '')];
  if (!info || !handler || !isKnown(session, info)) return bad('unknown command');
  if (!info.states.includes(session.state)) return bad(`${info.name} is not for the ${session.state} state`);
  if (request.problem !== undefined) return bad(request.problem);
  if (info.syntax === '' && request.values.length > 0) return bad(`${info.name} takes nothing`);
  return handler(session, request);
}

const isKnown = ({ server }: ImapSession, { name, capabilities }: ImapCommand): boolean =>
  server.has(name) && (capabilities.length === 0 || capabilities.some((one) => supports(server, one)));

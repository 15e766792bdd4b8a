/** What went wrong with a mailbox, in words for the user: data, never an exception. */
import type { Failure } from '../transcript/event';

export type TroubleKind =
  /** No connection, or it was lost. */
  | 'connection'
  /** Signing in failed. */
  | 'sign-in'
  /** The server said NO or BAD. */
  | 'refused'
  /** The folder is not there (any more). */
  | 'missing'
  /** The account is read-only until the user says otherwise. */
  | 'read-only'
  /** The name cannot be used. */
  | 'name'
  /** The account was closed. */
  | 'closed';

export interface Trouble {
  readonly kind: TroubleKind;
  /** One sentence; holds no secret. */
  readonly message: string;
  /** What to do. */
  readonly advice?: string;
  /** The response code of a refusal, such as `NONEXISTENT` (RFC 5530). */
  readonly code?: string;
}

export const trouble = (kind: TroubleKind, message: string, advice?: string, code?: string): Trouble => ({
  kind,
  message,
  ...(advice === undefined ? {} : { advice }),
  ...(code === undefined ? {} : { code }),
});

/** What to do about the response codes of RFC 5530, RFC 9051 §7.1 and RFC 9208 §4.3. */
const advices: Readonly<Record<string, string>> = {
  NONEXISTENT: 'It may have been deleted or renamed by somebody else: refresh the account.',
  TRYCREATE: 'The folder does not exist (any more): refresh the account, or create it.',
  ALREADYEXISTS: 'Choose another name.',
  NOPERM: 'Your rights on this folder (in its tooltip) do not allow it.',
  OVERQUOTA: 'The mailbox is full: delete messages, or ask for more quota.',
  INUSE: 'Another client uses it: try again in a moment.',
  CANNOT: 'The server does not allow this for this name.',
  LIMIT: 'A limit of the server is reached.',
  SERVERBUG: 'The server says that this is a fault of its own: its log knows more.',
  UNAVAILABLE: 'A part of the server does not answer: try again later.',
  HASCHILDREN: 'Delete the folders in it first.',
  AUTHENTICATIONFAILED: 'Check the login and the password, or forget the stored secret and enter it again.',
  AUTHORIZATIONFAILED: 'This login may not act as that user.',
  EXPIRED: 'The password or token has expired: renew it.',
  PRIVACYREQUIRED: 'The server wants TLS first.',
  CONTACTADMIN: 'The server asks you to contact its administrator.',
};

const missing: ReadonlySet<string> = new Set(['NONEXISTENT', 'TRYCREATE']);

/** A NO or BAD: what was tried, and what the server said. */
export function refusal(what: string, status: string, code: string | undefined, text: string): Trouble {
  const upper = code?.toUpperCase();
  const gone =
    upper === undefined ? /doesn't exist|does not exist|no such mailbox|not found/i.test(text) : missing.has(upper);
  return trouble(
    gone ? 'missing' : 'refused',
    `${what}: the server says ${status}${upper === undefined ? '' : ` [${upper}]`}${text === '' ? '' : ` “${text}”`}`,
    upper === undefined ? (gone ? advices.NONEXISTENT : undefined) : advices[upper],
    upper,
  );
}

/** A failure of dialling or of the transport. */
export const fromFailure = (failure: Failure): Trouble => trouble('connection', failure.message, failure.advice);

/** The parts of imapflow's errors that say what happened. */
interface LibraryError {
  readonly message?: string;
  readonly code?: string;
  readonly responseStatus?: string;
  readonly responseText?: string;
  readonly serverResponseCode?: string;
}

const lostCodes: ReadonlySet<string> = new Set([
  'NoConnection',
  'EConnectionClosed',
  'ETIMEOUT',
  'ECONNRESET',
  'EPIPE',
]);

/** Whatever imapflow threw, in words. `what` names what was tried. */
export function fromLibrary(what: string, error: unknown): Trouble {
  const {
    message = String(error),
    code,
    responseStatus,
    responseText,
    serverResponseCode,
  } = (typeof error === 'object' && error !== null ? error : {}) as LibraryError;
  if (responseStatus !== undefined) return refusal(what, responseStatus, serverResponseCode, responseText ?? '');
  if (code === 'NotFound') return trouble('missing', `${what}: the folder does not exist`, advices.NONEXISTENT, code);
  if (code !== undefined && lostCodes.has(code)) {
    return trouble('connection', `${what}: the connection was lost`, 'It returns by itself; then try again.');
  }
  return trouble('refused', `${what}: ${message}`);
}

/** MAIL and RCPT: who sends, and to whom (RFC 5321 §4.1.1.2 and §4.1.1.3, RFC 3461 §4). */
import type { SmtpCommand } from '../../protocol/smtp/command-line';
import { decodeXtext } from '../../protocol/smtp/xtext';
import type { Server } from '../server';
import { createGathering } from './gathering';
import type { SmtpHandler, SmtpSession } from './session';
import type { Fate } from './transaction';

/** In one transaction; RFC 5321 §4.5.3.1.8 asks for a hundred at least. */
export const maxRecipients = 1_000;

export const mail: SmtpHandler = (session, command) => {
  const { server, service } = session;
  const refuse = refuser(session);
  if (server.tlsRequired && service === 'submission' && !session.connection.tls)
    return refuse(530, '5.7.0', 'send STARTTLS first');
  if (service === 'submission' && !session.account) return refuse(530, '5.7.0', 'authentication is required');
  const unusable = unusableParameter(session, command);
  if (unusable !== undefined) return refuse(555, '5.5.4', `${unusable} is not supported here`);
  if (Number(parameterOf(command, 'SIZE') ?? 0) > server.maxMessageSize)
    return refuse(552, '5.3.4', 'the message is too large');
  const body = parameterOf(command, 'BODY')?.toUpperCase();
  const ret = parameterOf(command, 'RET')?.toUpperCase();
  if (body === 'BINARYMIME' && !server.has('BINARYMIME'))
    return refuse(555, '5.5.4', 'BINARYMIME is not supported here');
  const envid = parameterOf(command, 'ENVID');
  session.transaction = {
    sender: command.path?.mailbox ?? '',
    body: body === '8BITMIME' || body === 'BINARYMIME' ? body : '7BIT',
    ret: ret === 'FULL' || ret === 'HDRS' ? ret : undefined,
    envid: envid === undefined ? undefined : decodeXtext(envid),
    utf8: command.parameters.some(({ name }) => name === 'SMTPUTF8'),
    recipients: [],
    refused: 0,
    gathering: createGathering(),
    size: 0,
  };
  return refuse(250, '2.1.0', 'sender accepted');
};

export const rcpt: SmtpHandler = (session, command) => {
  const { transaction } = session;
  const { path } = command;
  if (!transaction || !path) return refuser(session)(503, '5.5.1', 'send MAIL first');
  const refuse = (code: number, enhanced: string, text: string): number => {
    transaction.refused++;
    session.reply(code, enhanced, text);
    return code;
  };
  const unusable = unusableParameter(session, command);
  if (unusable !== undefined) return refuse(555, '5.5.4', `${unusable} is not supported here`);
  if (path.utf8 && !transaction.utf8) return refuse(553, '5.6.7', 'the address needs SMTPUTF8 in MAIL');
  if (transaction.recipients.length >= maxRecipients) return refuse(452, '4.5.3', 'too many recipients');
  const fate = fateOf(session.server, path.localPart, path.domain);
  if (!fate) return refuse(550, '5.7.1', `${path.mailbox}: this sandbox relays to nobody`);
  if (fate.kind === 'unknown' && !fate.late) {
    return refuse(550, '5.1.1', `${path.mailbox}: no such user`);
  }
  const notify = parameterOf(command, 'NOTIFY');
  const orcpt = parameterOf(command, 'ORCPT');
  transaction.recipients.push({
    address: path.mailbox,
    fate,
    notify: notify === undefined ? undefined : new Set(notify.toUpperCase().split(',')),
    orcpt: orcpt === undefined ? undefined : readOrcpt(orcpt),
  });
  session.reply(250, '2.1.5', 'recipient accepted');
  return 250;
};

const refuser =
  (session: SmtpSession) =>
  (code: number, enhanced: string, text: string): number => {
    session.reply(code, enhanced, text);
    return code;
  };

const parameterOf = (command: SmtpCommand, name: string): string | undefined =>
  command.parameters.find((parameter) => parameter.name === name)?.value;

const supported: ReadonlySet<string> = new Set(['SIZE', '8BITMIME', 'DSN', 'SMTPUTF8', 'AUTH']);

/** The first parameter of an extension that was not announced to this client. */
function unusableParameter({ server, extended }: SmtpSession, { parameters }: SmtpCommand): string | undefined {
  return parameters.find(
    ({ info }) => !extended || !info || !supported.has(info.extension) || !server.has(info.extension),
  )?.name;
}

/** What becomes of mail to this address; undefined where that would be relaying. Other domains are never reached. */
export function fateOf(server: Server, localPart: string, domain: string | undefined): Fate | undefined {
  const where = domain?.toLowerCase() ?? server.domain;
  if (where === 'relay.test') return { kind: 'relayed' };
  if (where === 'delay.test') return { kind: 'delayed' };
  if (where === 'bounce.test') return { kind: 'unknown', late: true };
  if (where !== server.domain.toLowerCase() && where !== server.hostname.toLowerCase()) return undefined;
  // RFC 5321 §4.5.1: postmaster is always there; the first user has the office.
  const account =
    server.store.recipient(localPart) ??
    (localPart.toLowerCase() === 'postmaster' ? first(server.store.accounts) : undefined);
  return account ? { kind: 'local', account } : { kind: 'unknown', late: server.unknownUsers === 'bounce' };
}

const first = <T>(map: ReadonlyMap<string, T>): T | undefined => map.values().next().value;

/** `type;xtext` with the xtext undone; utf-8 addresses stand as they are (RFC 6533 §3). */
function readOrcpt(text: string): string {
  const semicolon = text.indexOf(';');
  const address = text.slice(semicolon + 1);
  return `${text.slice(0, semicolon)};${decodeXtext(address) ?? address}`;
}

/** XCLIENT: a trusted client, as all are on loopback, speaks for another one (Postfix's XCLIENT_README). */
import type { SmtpParameter } from '../../protocol/smtp/command-line';
import { isAddressLiteral, isDomain } from '../../protocol/smtp/path';
import { decodeXtext } from '../../protocol/smtp/xtext';
import { greeting } from './greeting';
import type { Origin } from './origin';
import { moved, say } from './say';
import type { SmtpHandler, SmtpSession } from './session';

/** What is not known, for good or for now. */
const unavailable = /^\[(?:UNAVAILABLE|TEMPUNAVAIL)\]$/i;

/** Which attributes there are, and what each may say besides that it is not known. */
const attributes: Readonly<Record<string, (value: string) => boolean>> = {
  NAME: isDomain,
  ADDR: isAddress,
  PORT: isPort,
  PROTO: (value) => /^E?SMTP$/i.test(value),
  HELO: (value) => isDomain(value) || isAddressLiteral(value),
  LOGIN: (value) => value !== '',
  DESTADDR: isAddress,
  DESTPORT: isPort,
};

export const xclientAttributes: readonly string[] = Object.keys(attributes);

/** A session begins anew with the 220, as if the other client had connected. TLS stays, since it cannot be turned off. */
export const xclient: SmtpHandler = (session, { parameters }) => {
  const values = new Map<string, string | undefined>();
  for (const parameter of parameters) {
    const wrong = complaintAbout(parameter);
    if (wrong !== undefined) return say(session, 501, '5.5.4', wrong);
    const value = decodeXtext(parameter.value ?? '') ?? '';
    values.set(parameter.name, unavailable.test(value) ? undefined : value);
  }
  const login = values.get('LOGIN');
  const account = login === undefined ? undefined : session.server.store.account(login);
  if (login !== undefined && !account) return say(session, 550, '5.7.1', 'LOGIN names nobody who is known here');
  session.origin = originFrom(session, values);
  // Who has signed in stays so only as LOGIN says.
  session.account = account;
  session.transaction = undefined;
  const helo = values.get('HELO');
  session.client = helo ?? '';
  session.extended = helo !== undefined && values.get('PROTO')?.toUpperCase() !== 'SMTP';
  session.state = helo === undefined ? 'connected' : 'greeted';
  session.connection.write(`220 ${greeting(session)}\r\n`);
  return moved;
};

function complaintAbout({ name, value }: SmtpParameter): string | undefined {
  const valid = attributes[name];
  if (!valid) return `${name} is no attribute: there are ${xclientAttributes.join(', ')}`;
  const decoded = decodeXtext(value ?? '');
  if (decoded === undefined) return `${name} is not written as xtext`;
  return unavailable.test(decoded) || valid(decoded) ? undefined : `${name} has no value that it can have`;
}

function originFrom({ origin }: SmtpSession, values: ReadonlyMap<string, string | undefined>): Origin {
  const given = values.get('ADDR');
  const address = values.has('ADDR') ? given?.replace(/^IPv6:/i, '') : origin.address;
  // The name of another address is not this one's.
  const name = values.has('NAME') ? values.get('NAME') : values.has('ADDR') ? undefined : origin.name;
  return { address, name };
}

/** `192.0.2.1`, or an IPv6 address behind `IPV6:`. */
function isAddress(value: string): boolean {
  return /^(?:[\d.]+|IPv6:[0-9a-f:.]+)$/i.test(value) && isAddressLiteral(`[${value}]`);
}

function isPort(value: string): boolean {
  return /^\d{1,5}$/.test(value) && Number(value) <= 65_535;
}

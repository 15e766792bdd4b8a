/** POP3's commands, capabilities and response codes, described from the tables. */
import type { Pop3CapabilityInfo } from '../../protocol/pop3/capabilities';
import type { Pop3CommandInfo } from '../../protocol/pop3/commands';
import type { Pop3ResponseCodeInfo } from '../../protocol/pop3/response-codes';
import type { Pop3State } from '../../protocol/pop3/state';
import type { Entry } from './entry';
import { code, plain } from './markdown';

export const pop3StateNames: Readonly<Record<Pop3State, string>> = {
  opening: 'before the greeting',
  authorization: 'before signing in',
  authenticating: 'while AUTH goes on',
  tls: 'before the TLS handshake',
  transaction: 'when signed in',
  update: 'after QUIT',
  closed: 'after the end',
};

export const pop3CommandEntry = (info: Pop3CommandInfo): Entry => ({
  name: info.keyword,
  kind: 'POP3 command',
  about: info.description,
  syntax: info.syntax,
  notes: [
    `Legal ${info.states.map((state) => pop3StateNames[state]).join('; ')}.`,
    ...(info.capability === undefined ? [] : [`Needs the capability ${code(info.capability)}.`]),
  ],
  lists: [{ heading: 'Responses:', items: info.responses.map((one) => `${code(one.status)} ${plain(one.meaning)}`) }],
  rfc: info.rfc,
});

export const pop3CapabilityEntry = (info: Pop3CapabilityInfo): Entry => ({
  name: info.tag,
  kind: 'POP3 capability',
  about: info.description,
  notes: info.parameters === undefined ? [] : [`Behind the tag: ${info.parameters}.`],
  rfc: info.rfc,
});

export const pop3ResponseCodeEntry = (info: Pop3ResponseCodeInfo): Entry => ({
  name: `[${info.code}]`,
  kind: 'POP3 response code',
  about: info.meaning,
  rfc: info.rfc,
});

/** The SASL mechanisms: what each sends, whether the password can be read, and how it is bound to the TLS channel. */
import { type MechanismFacts, mechanismFacts } from '../../protocol/sasl/mechanism-facts';
import type { Entry } from './entry';

const scram =
  'The client sends its user name and a nonce; the server its nonce, the salt and the iteration count; the client a proof; the server its own signature.';

/** What goes over the wire. */
const sends: Readonly<Record<string, string>> = {
  'SCRAM-SHA-256-PLUS': scram,
  'SCRAM-SHA-1-PLUS': scram,
  'SCRAM-SHA-256': scram,
  'SCRAM-SHA-1': scram,
  'CRAM-MD5':
    'The server sends a challenge; the client its user name and the HMAC-MD5 of the challenge, keyed with the password.',
  PLAIN: 'The client sends `authorization identity NUL user NUL password`, in base64.',
  LOGIN: 'The server asks for the user name, then for the password; the client sends each in base64.',
  OAUTHBEARER: 'The client sends the user name, host and port where given, and `auth=Bearer` with the token.',
  XOAUTH2: 'The client sends `user=` with the user name and `auth=Bearer` with the token.',
  EXTERNAL: 'The client sends at most an authorization identity; who it is, its TLS certificate says.',
  ANONYMOUS: 'The client sends at most a trace, such as an e-mail address.',
};

const byName: ReadonlyMap<string, MechanismFacts> = new Map(mechanismFacts.map((row) => [row.name, row]));

/** The facts of a mechanism, case aside. */
export const mechanismNamed = (name: string): MechanismFacts | undefined => byName.get(name.toUpperCase());

function binding(row: MechanismFacts): string {
  if (row.requires === 'channel binding')
    return 'Bound to the TLS channel: a man in the middle with a certificate of his own is found out.';
  return row.name.startsWith('SCRAM-')
    ? 'Not bound to the TLS channel; the variant with `-PLUS` is.'
    : 'No channel binding.';
}

export const mechanismEntry = (row: MechanismFacts): Entry => ({
  name: row.name,
  kind: 'SASL mechanism',
  about: row.about,
  notes: [
    ...(sends[row.name] === undefined ? [] : [sends[row.name] ?? '']),
    row.clearText
      ? `**Whoever reads the exchange has the ${row.needs}**: base64 hides nothing.`
      : row.needs === 'password'
        ? 'The password does not go over the wire.'
        : 'No secret goes over the wire.',
    binding(row),
    row.clientFirst
      ? 'The client speaks first: an initial response may stand in the command.'
      : 'The server speaks first: there is no initial response.',
  ],
  rfc: row.rfc,
});

/** The mechanisms of the table, each with its two halves. */
import { anonymousClient, anonymousServer, explainAnonymous } from './anonymous';
import { cramMd5Client, cramMd5Server, explainCramMd5 } from './cram-md5';
import { explainExternal, externalClient, externalServer } from './external';
import { explainLogin, loginClient, loginServer } from './login';
import type { ClientFactory, SaslNote, ServerFactory } from './mechanism';
import { type MechanismFacts, type MechanismName, mechanismFacts } from './mechanism-facts';
import { explainOauthbearer, oauthbearerClient, oauthbearerServer } from './oauthbearer';
import { explainPlain, plainClient, plainServer } from './plain';
import { explainScram, scramClient } from './scram';
import { scramServer } from './scram-server';
import { explainXoauth2, xoauth2Client, xoauth2Server } from './xoauth2';

interface Halves {
  readonly client: ClientFactory;
  readonly server: ServerFactory;
  /** What one message says, without its secrets. */
  readonly explain: (bytes: Uint8Array, fromClient: boolean) => SaslNote;
}

export interface Mechanism extends MechanismFacts, Halves {}

const halves: Readonly<Record<MechanismName, Halves>> = {
  'SCRAM-SHA-256-PLUS': {
    client: scramClient('SCRAM-SHA-256-PLUS', 'sha256', true),
    server: scramServer('SCRAM-SHA-256-PLUS', 'sha256', true),
    explain: explainScram,
  },
  'SCRAM-SHA-1-PLUS': {
    client: scramClient('SCRAM-SHA-1-PLUS', 'sha1', true),
    server: scramServer('SCRAM-SHA-1-PLUS', 'sha1', true),
    explain: explainScram,
  },
  'SCRAM-SHA-256': {
    client: scramClient('SCRAM-SHA-256', 'sha256', false),
    server: scramServer('SCRAM-SHA-256', 'sha256', false),
    explain: explainScram,
  },
  'SCRAM-SHA-1': {
    client: scramClient('SCRAM-SHA-1', 'sha1', false),
    server: scramServer('SCRAM-SHA-1', 'sha1', false),
    explain: explainScram,
  },
  'CRAM-MD5': { client: cramMd5Client, server: cramMd5Server, explain: explainCramMd5 },
  PLAIN: { client: plainClient, server: plainServer, explain: explainPlain },
  LOGIN: { client: loginClient, server: loginServer, explain: explainLogin },
  OAUTHBEARER: { client: oauthbearerClient, server: oauthbearerServer, explain: explainOauthbearer },
  XOAUTH2: { client: xoauth2Client, server: xoauth2Server, explain: explainXoauth2 },
  EXTERNAL: { client: externalClient, server: externalServer, explain: explainExternal },
  ANONYMOUS: { client: anonymousClient, server: anonymousServer, explain: explainAnonymous },
};

export const mechanisms: readonly Mechanism[] = mechanismFacts.map((facts) => ({ ...facts, ...halves[facts.name] }));

/** The mechanism of that name, case aside (RFC 4422 §3.1 names are upper case). */
export function findMechanism(name: string): Mechanism | undefined {
  const upper = name.toUpperCase();
  return mechanisms.find((mechanism) => mechanism.name === upper);
}

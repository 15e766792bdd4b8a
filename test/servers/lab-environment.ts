/** The lab as an environment that scripts run in: what `mailwright.env.json` would say of it. */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { OpenEnvironment } from '../../src/host/open-environment';
import { dialer } from '../../src/net';
import type { LabEnvironment } from './environment';

export interface LabOpenOptions {
  /** Trust the lab's CA. Default true. */
  readonly ca?: boolean;
  /** Show alice's client certificate: Dovecot then takes its name before any other that is said. Default false. */
  readonly certificate?: boolean;
}

/** The users sign in with the lab's password or, by XOAUTH2 and OAUTHBEARER, with a token of their own. */
export function openLab(lab: LabEnvironment, { ca = true, certificate = false }: LabOpenOptions = {}): OpenEnvironment {
  const at = (port: number): string => `${lab.host}:${port}`;
  const tls = (name: string): string => readFileSync(join(dirname(lab.ca), name), 'utf8');
  const secrets = new Map<string, string>();
  for (const user of lab.users) {
    secrets.set(user, lab.password);
    secrets.set(`${user} token`, token(`${user}@${lab.domain}`, lab.password));
  }
  return {
    environment: {
      name: 'lab',
      servers: {
        smtp: `smtp://${at(lab.smtp)}`,
        submission: `submission://${at(lab.submission)}`,
        lmtp: `lmtp://${at(lab.lmtp)}`,
        imap: `imap://${at(lab.imap)}`,
        pop3: `pop3://${at(lab.pop3)}`,
      },
      users: Object.fromEntries(
        lab.users.map((user) => [user, { login: user, secret: user, tokenSecret: `${user} token` }]),
      ),
      variables: {
        imaps: `imaps://${at(lab.imaps)}`,
        pop3s: `pop3s://${at(lab.pop3s)}`,
        smtps: `smtps://${at(lab.smtps)}`,
        smtpPort: String(lab.smtp),
        dead: String(lab.dead),
        clear: String(lab.imap),
        lmtpSocket: join(dirname(lab.mailDir), 'dovecot/run/lmtp'),
      },
    },
    dial: dialer({
      ca: ca ? [readFileSync(lab.ca, 'utf8')] : [],
      dns: [at(lab.dns)],
      now: Date.now,
      ...(certificate ? { certificate: { cert: tls('client.crt'), key: tls('client.key') } } : {}),
    }),
    secret: (name) => secrets.get(name),
    close: async () => {},
  };
}

/** Seconds since 1970: the years 2020 and 2100. */
const issued = 1_577_836_800;
const ends = 4_102_444_800;

/** A JWT (RFC 7519) that names the user, signed by HS256 with the password: what oauth2.conf of the lab checks. */
export function token(subject: string, key: string): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: subject, iat: issued, nbf: issued, exp: ends })}`;
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`;
}

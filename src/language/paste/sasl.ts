/** Follows a SASL exchange in a recording: who signs in, and what of it is a secret (RFC 4422). */
import { fromBase64, fromUtf8 } from '../../base';
import type { Redactor } from '../../transcript/redact';

export interface SaslReader {
  /** Reads a response of the client, in base64; gives what it says, for the event. Secrets are known to the redactor afterwards. */
  response(encoded: string): string;
}

/** The name under which a user's password or token is kept: what stands before the `@`. */
export function secretName(user: string | undefined): string {
  const name = (user ?? '')
    .replace(/@.*$/s, '')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'password' : name;
}

export function saslReader(mechanism: string, redactor: Redactor): SaslReader {
  const name = mechanism.toUpperCase();
  let user: string | undefined;
  const secret = (text: string): void => redactor.add(secretName(user), text);
  return {
    response(encoded) {
      if (encoded === '*' || encoded === '=' || encoded === '') return '';
      const bytes = fromBase64(encoded);
      if (!bytes) {
        // Whatever it is, it is no step that anybody may read.
        secret(encoded);
        return '';
      }
      const text = fromUtf8(bytes);
      if (name === 'PLAIN') {
        const [, who = '', password = ''] = text.split('\0');
        user = who;
        secret(password);
      } else if (name === 'LOGIN') {
        if (user !== undefined) secret(text);
        user ??= text;
      } else if (name === 'XOAUTH2' || name === 'OAUTHBEARER') {
        user = /(?:^|[,\x01])(?:user|a)=([^,\x01]*)/.exec(text)?.[1] ?? user;
        const token = /auth=\S+ ([^\x01]+)/.exec(text)?.[1];
        if (token !== undefined) secret(token);
      } else if (name.startsWith('SCRAM-')) {
        user = /(?:^|,)n=([^,]*)/.exec(text)?.[1]?.replaceAll('=2C', ',').replaceAll('=3D', '=') ?? user;
        if (/(?:^|,)p=/.test(text) && !/^p=[^,]*,/.test(text)) secret(encoded);
      } else if (name === 'ANONYMOUS' || name === 'EXTERNAL') user ??= text === '' ? undefined : text;
      else {
        user = text.split(' ')[0];
        secret(encoded);
      }
      return user === undefined ? '' : `user ${user}`;
    },
  };
}

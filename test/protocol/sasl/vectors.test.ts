/** The examples in the RFCs, octet for octet. */
import { describe, expect, it } from 'vitest';
import { fromBase64, fromUtf8, toBase64, utf8 } from '../../../src/base';
import { apopDigest, apopTimestamp, makeApopTimestamp, verifyApop } from '../../../src/protocol/sasl/apop';
import type { Credentials } from '../../../src/protocol/sasl/credentials';
import type { ClientOptions } from '../../../src/protocol/sasl/mechanism';
import { findMechanism } from '../../../src/protocol/sasl/mechanisms';
import { exchange, failureOf, seeded, value } from './exchange';

function clientOf(name: string, credentials: Credentials, options: Partial<ClientOptions> = {}) {
  const mechanism = findMechanism(name);
  if (!mechanism) throw new Error(`no ${name}`);
  return value(mechanism.client(credentials, { random: seeded('client'), ...options }));
}
function serverOf(name: string, users: Record<string, string>) {
  const mechanism = findMechanism(name);
  if (!mechanism) throw new Error(`no ${name}`);
  const lookUp = (user: string) =>
    users[user] === undefined ? undefined : { password: users[user], token: users[user] };
  return mechanism.server({ lookUp, random: seeded('server'), host: 'postoffice.example' });
}
/** The nonce of an example, through the injected source of randomness. */
const nonce = (text: string): Partial<ClientOptions> => ({ random: () => fromBase64(text) ?? new Uint8Array(0) });

describe('RFC 4616 §4 (PLAIN)', () => {
  it('sends authzid, user and password', () => {
    expect(clientOf('PLAIN', { user: 'tim', password: 'tanstaaftanstaaf' }).initial?.response).toEqual(
      utf8('\0tim\0tanstaaftanstaaf'),
    );
    const ours = clientOf('PLAIN', { authzid: 'Ursel', user: 'Kurt', password: 'xipj3plmq' });
    expect(ours.initial?.response).toEqual(utf8('Ursel\0Kurt\0xipj3plmq'));
    expect(ours.initial).toMatchObject({
      note: 'authorization identity Ursel, user Kurt, password …',
      sensitive: true,
    });
    expect(exchange(ours, serverOf('PLAIN', { Kurt: 'xipj3plmq' })).server).toEqual({
      kind: 'success',
      user: 'Kurt',
      authzid: 'Ursel',
    });
  });

  it.each(['', 'tim', '\0tim', '\0\0secret', 'a\0b\0c\0d', '\0tim\0'])(
    'refuses the malformed message %j',
    (message) => {
      expect(serverOf('PLAIN', { tim: 'secret' }).step(utf8(message)).kind).toBe('failure');
    },
  );

  it('refuses a NUL in a password, which would move the fields', () => {
    const plain = findMechanism('PLAIN');
    if (!plain) throw new Error('no PLAIN');
    expect(failureOf(plain.client({ user: 'tim', password: 'a\0b' }, { random: seeded('') })).message).toContain(
      'password',
    );
  });
});

describe('RFC 2195 §2 (CRAM-MD5)', () => {
  it('answers the challenge of the example', () => {
    const ours = clientOf('CRAM-MD5', { user: 'tim', password: 'tanstaaftanstaaf' });
    const step = value(
      ours.respond(fromBase64('PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+') ?? utf8('')),
    );
    expect(toBase64(step.response)).toBe('dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw');
    expect(step).toMatchObject({ note: 'user tim, digest …', sensitive: true });
    expect(ours.finish().ok).toBe(true);
  });

  it('is asked with something like a message identifier, different each time', () => {
    const first = serverOf('CRAM-MD5', {}).step(undefined);
    expect(first.kind === 'challenge' && fromUtf8(first.bytes)).toMatch(/^<[0-9a-f]{24}@postoffice\.example>$/);
  });

  it('allows spaces in user names', () => {
    const ours = clientOf('CRAM-MD5', { user: 'tim the sorcerer', password: 'x' });
    expect(exchange(ours, serverOf('CRAM-MD5', { 'tim the sorcerer': 'x' })).server.kind).toBe('success');
  });

  it('does not believe a success without a question', () => {
    expect(clientOf('CRAM-MD5', { user: 'tim', password: 'x' }).finish().ok).toBe(false);
  });
});

describe('LOGIN', () => {
  it('asks with the prompts that clients look for', () => {
    const theirs = serverOf('LOGIN', { tim: 'secret' });
    expect(theirs.step(undefined)).toEqual({ kind: 'challenge', bytes: utf8('Username:') });
    expect(theirs.step(utf8('tim'))).toEqual({ kind: 'challenge', bytes: utf8('Password:') });
    expect(theirs.step(utf8('secret'))).toEqual({ kind: 'success', user: 'tim' });
  });

  it('takes the user name as initial response, as many clients send it', () => {
    const theirs = serverOf('LOGIN', { tim: 'secret' });
    expect(theirs.step(utf8('tim'))).toEqual({ kind: 'challenge', bytes: utf8('Password:') });
    expect(theirs.step(utf8('secret')).kind).toBe('success');
  });

  it('answers any prompts in order, and no third one', () => {
    const ours = clientOf('LOGIN', { user: 'tim', password: 'secret' });
    expect(value(ours.respond(utf8('Benutzer:')))).toMatchObject({ response: utf8('tim'), sensitive: false });
    expect(value(ours.respond(utf8('Kennwort:')))).toMatchObject({ response: utf8('secret'), sensitive: true });
    expect(failureOf(ours.respond(utf8('PIN:'))).message).toContain('PIN:');
  });
});

describe.each([
  {
    name: 'SCRAM-SHA-1',
    rfc: 'RFC 5802 §5',
    ours: 'fyko+d2lbbFgONRv9qkxdawL',
    first: 'n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL',
    asked: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
    final: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
    verifier: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
  },
  {
    name: 'SCRAM-SHA-256',
    rfc: 'RFC 7677 §3',
    ours: 'rOprNGfwEbeRWgbNEkqO',
    first: 'n,,n=user,r=rOprNGfwEbeRWgbNEkqO',
    asked: 'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
    final: 'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    verifier: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  },
])('$rfc ($name)', ({ name, ours, first, asked, final, verifier }) => {
  const start = () => clientOf(name, { user: 'user', password: 'pencil' }, nonce(ours));

  it('says what the example says', () => {
    const client = start();
    expect(client.initial).toEqual({ response: utf8(first), note: `client-first-message: ${first}`, sensitive: false });
    const step = value(client.respond(utf8(asked)));
    expect(fromUtf8(step.response)).toBe(final);
    expect(step.note).toBe(`client-final-message: ${final.replace(/p=.*/, 'p=…')}`);
    expect(step.sensitive).toBe(true);
    expect(step.warning).toBeUndefined();
    expect(value(client.respond(utf8(verifier))).response).toEqual(new Uint8Array(0));
    expect(client.finish().ok).toBe(true);
  });

  it('takes the signature as additional data of success', () => {
    const client = start();
    value(client.respond(utf8(asked)));
    expect(client.finish(utf8(verifier)).ok).toBe(true);
  });
});

describe('RFC 7628 §4 (OAUTHBEARER)', () => {
  const credentials = {
    user: 'user@example.com',
    token: 'vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==',
    host: 'server.example.com',
    port: 143,
  };
  it('sends the message of the example', () => {
    const ours = clientOf('OAUTHBEARER', credentials);
    expect(toBase64(ours.initial?.response ?? utf8(''))).toBe(
      'bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9QmVhcmVyIHZGOWRmdDRxbVRjMk52YjNSbGNrQmhiSFJoZG1semRHRXVZMjl0Q2c9PQEB',
    );
    expect(ours.initial).toMatchObject({
      note: 'n,a=user@example.com, host=server.example.com port=143 auth=…',
      sensitive: true,
    });
  });

  it('answers the error of the example with %x01, and reports it decoded', () => {
    const ours = clientOf('OAUTHBEARER', credentials);
    const error = fromBase64(
      'eyJzdGF0dXMiOiJpbnZhbGlkX3Rva2VuIiwic2NvcGUiOiJleGFtcGxlX3Njb3BlIiwib3BlbmlkLWNvbmZpZ3VyYXRpb24iOiJodHRwczovL2V4YW1wbGUuY29tLy53ZWxsLWtub3duL29wZW5pZC1jb25maWd1cmF0aW9uIn0=',
    );
    const step = value(ours.respond(error ?? utf8('')));
    expect(step.response).toEqual(new Uint8Array([1]));
    expect(step.note).toContain('status invalid_token, scope example_scope');
    expect(failureOf(ours.finish()).advice).toContain('with the scope example_scope');
  });

  it('is refused with JSON by our server, and then for good', () => {
    const outcome = exchange(
      clientOf('OAUTHBEARER', { ...credentials, token: 'stale' }),
      serverOf('OAUTHBEARER', { 'user@example.com': 'fresh' }),
    );
    expect(outcome.notes.at(-1)).toContain('status invalid_token');
    expect(outcome.server).toEqual({ kind: 'failure', reason: 'the token is wrong' });
  });

  it('lets nobody in with the empty token that asks for the scope (§4.3)', () => {
    const theirs = serverOf('OAUTHBEARER', { 'user@example.com': '' });
    const message = fromBase64('bixhPXVzZXJAZXhhbXBsZS5jb20sAWhvc3Q9c2VydmVyLmV4YW1wbGUuY29tAXBvcnQ9MTQzAWF1dGg9AQE=');
    expect(theirs.step(message).kind).toBe('challenge');
    expect(theirs.step(new Uint8Array([1])).kind).toBe('failure');
  });
});

describe('XOAUTH2', () => {
  it('sends user and token, and answers an error with nothing', () => {
    const ours = clientOf('XOAUTH2', {
      user: 'someuser@example.com',
      token: 'ya29.vF9dft4qmTc2Nvb3RlckBhdHRhdmlzdGEuY29tCg',
    });
    expect(toBase64(ours.initial?.response ?? utf8(''))).toBe(
      'dXNlcj1zb21ldXNlckBleGFtcGxlLmNvbQFhdXRoPUJlYXJlciB5YTI5LnZGOWRmdDRxbVRjMk52YjNSbGNrQmhkSFJoZG1semRHRXVZMjl0Q2cBAQ==',
    );
    const step = value(
      ours.respond(
        fromBase64(
          'eyJzdGF0dXMiOiI0MDEiLCJzY2hlbWVzIjoiYmVhcmVyIG1hYyIsInNjb3BlIjoiaHR0cHM6Ly9tYWlsLmdvb2dsZS5jb20vIn0=',
        ) ?? utf8(''),
      ),
    );
    expect(step.response).toEqual(new Uint8Array(0));
    expect(step.note).toBe('acknowledges the error: status 401, schemes bearer mac, scope https://mail.google.com/');
    expect(failureOf(ours.finish()).advice).toContain('expired');
  });

  it('refuses a token that would break its field', () => {
    const xoauth2 = findMechanism('XOAUTH2');
    if (!xoauth2) throw new Error('no XOAUTH2');
    expect(xoauth2.client({ user: 'u', token: 'a\x01b' }, { random: seeded('') }).ok).toBe(false);
    expect(xoauth2.client({ user: 'u\x01', token: 'ab' }, { random: seeded('') }).ok).toBe(false);
  });
});

describe('RFC 1939 §7 (APOP)', () => {
  const greeting = '+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>';
  it('computes the digest of the example', () => {
    expect(apopTimestamp(greeting)).toBe('<1896.697170952@dbc.mtview.ca.us>');
    expect(apopDigest('<1896.697170952@dbc.mtview.ca.us>', 'tanstaaf')).toBe('c4c9334bac560ecc979e58001b3e22fb');
  });

  it('sees that a greeting offers none', () => {
    expect(apopTimestamp('+OK ready <nothing here>')).toBeUndefined();
    expect(apopTimestamp('+OK ready')).toBeUndefined();
  });

  it('is verified by our server, and refuses the unknown user', () => {
    const stamp = makeApopTimestamp(seeded('s'), 'mail.example');
    expect(apopTimestamp(`+OK ${stamp}`)).toBe(stamp);
    expect(verifyApop(stamp, 'secret', apopDigest(stamp, 'secret'))).toBe(true);
    expect(verifyApop(stamp, 'secret', apopDigest(stamp, 'Secret'))).toBe(false);
    expect(verifyApop(stamp, undefined, apopDigest(stamp, ''))).toBe(false);
  });
});

/** Every mechanism of the table: client against server, with and without an initial response. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Credentials } from '../../../src/protocol/sasl/credentials';
import type { ChannelBinding, ServerOptions } from '../../../src/protocol/sasl/mechanism';
import { findMechanism, type Mechanism, mechanisms } from '../../../src/protocol/sasl/mechanisms';
import { prepare } from '../../../src/protocol/sasl/prepare';
import { exchange, failureOf, seeded, value } from './exchange';

const binding: ChannelBinding = { type: 'tls-exporter', data: new Uint8Array([1, 2, 3, 0, 255]) };

const server = (password: string, more: Partial<ServerOptions> = {}): ServerOptions => ({
  lookUp: (user) => (user === 'alice' ? { password, token: password } : undefined),
  random: seeded('server'),
  channelBindings: [binding],
  iterations: 1,
  ...more,
});
const client = { random: seeded('client'), channelBinding: binding, announced: mechanisms.map((one) => one.name) };

function play(mechanism: Mechanism, credentials: Credentials, password: string, initialResponse = true) {
  return exchange(value(mechanism.client(credentials, client)), mechanism.server(server(password)), initialResponse);
}

const withPassword = mechanisms.filter((one) => one.needs === 'password');
const withToken = mechanisms.filter((one) => one.needs === 'token');
const secret = (mechanism: Mechanism): fc.Arbitrary<string> =>
  mechanism.needs === 'token'
    ? fc.stringMatching(/^[!-~]{1,40}$/)
    : fc.string({ minLength: 1, unit: 'binary' }).filter((text) => !text.includes('\0'));

const credentials = (secret: string): Credentials => ({ user: 'alice', password: secret, token: secret });

describe.each([...withPassword, ...withToken].map((one) => [one.name, one] as const))('%s', (_, mechanism) => {
  it('lets the right secret in, whoever sends the first message', () => {
    for (const initialResponse of [true, false]) {
      const outcome = play(mechanism, credentials('pencil'), 'pencil', initialResponse);
      expect(outcome.server).toEqual({ kind: 'success', user: 'alice' });
      expect(outcome.client?.ok).toBe(true);
    }
  });

  it('lets any right secret in, and never shows it', () => {
    fc.assert(
      fc.property(secret(mechanism), (password) => {
        const outcome = play(mechanism, credentials(password), password);
        expect(outcome.server.kind).toBe('success');
        expect(outcome.client?.ok).toBe(true);
        if (password.length > 8) expect(outcome.notes.join('\n')).not.toContain(password);
      }),
      { numRuns: 60 },
    );
  });

  it('keeps any wrong secret out', () => {
    fc.assert(
      fc.property(secret(mechanism), secret(mechanism), (password, other) => {
        fc.pre(prepare(password) !== prepare(other));
        expect(play(mechanism, credentials(other), password).server.kind).toBe('failure');
      }),
      { numRuns: 60 },
    );
  });

  it('keeps an unknown user out', () => {
    expect(play(mechanism, { ...credentials('pencil'), user: 'mallory' }, 'pencil').server.kind).toBe('failure');
  });

  it('says what is missing when there is no secret', () => {
    expect(failureOf(mechanism.client({ user: 'alice' }, client)).message).toMatch(
      /needs (a password|an OAuth 2 token)/,
    );
  });

  it('speaks first exactly when the table says so', () => {
    expect(value(mechanism.client(credentials('pencil'), client)).initial !== undefined).toBe(mechanism.clientFirst);
  });

  it('never throws, whatever the peer sends', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 60 }), { minLength: 1, maxLength: 4 }), (messages) => {
        const ours = value(mechanism.client(credentials('pencil'), client));
        const theirs = mechanism.server(server('pencil'));
        for (const message of messages) {
          ours.respond(message);
          expect(theirs.step(message).kind).not.toBe('success');
          mechanism.explain(message, true);
          mechanism.explain(message, false);
        }
        ours.finish();
      }),
      { numRuns: 100 },
    );
  });
});

describe('the table of mechanisms', () => {
  it('has each name once, in upper case, with its source', () => {
    const names = mechanisms.map((one) => one.name);
    expect(new Set(names).size).toBe(names.length);
    for (const one of mechanisms) {
      expect(one.name).toBe(one.name.toUpperCase());
      expect(one.rfc).toMatch(/RFC \d+|draft-|Google/);
      expect(one.about).toMatch(/\.$/);
    }
  });

  it('finds a name in any case', () => {
    expect(findMechanism('scram-sha-256')?.name).toBe('SCRAM-SHA-256');
    expect(findMechanism('SCRAM-SHA-512')).toBeUndefined();
  });
});

describe('EXTERNAL (RFC 4422 appendix A)', () => {
  const external = findMechanism('EXTERNAL');
  it('is whom the certificate names, and asks to act as somebody else', () => {
    if (!external) throw new Error('no EXTERNAL');
    const options = server('', { certificateUser: 'alice' });
    const plain = value(external.client({ user: '' }, client));
    expect(plain.initial?.response).toEqual(new Uint8Array(0));
    expect(exchange(plain, external.server(options)).server).toEqual({ kind: 'success', user: 'alice' });
    const other = value(external.client({ user: '', authzid: 'bob' }, client));
    expect(exchange(other, external.server(options), false).server).toEqual({
      kind: 'success',
      user: 'alice',
      authzid: 'bob',
    });
  });

  it('is refused without a certificate', () => {
    if (!external) throw new Error('no EXTERNAL');
    expect(exchange(value(external.client({ user: '' }, client)), external.server(server(''))).server.kind).toBe(
      'failure',
    );
  });
});

describe('ANONYMOUS (RFC 4505)', () => {
  const anonymous = findMechanism('ANONYMOUS');
  it('sends a trace, as in the example of RFC 4505 §4', () => {
    if (!anonymous) throw new Error('no ANONYMOUS');
    const ours = value(anonymous.client({ user: 'sirhc' }, client));
    expect(new TextDecoder().decode(ours.initial?.response)).toBe('sirhc');
    expect(exchange(ours, anonymous.server(server(''))).server).toEqual({ kind: 'success', user: 'anonymous' });
  });

  it('refuses a trace with a control character, or too long a one', () => {
    if (!anonymous) throw new Error('no ANONYMOUS');
    expect(failureOf(anonymous.client({ user: 'a\r\nb' }, client)).message).toContain('control');
    expect(failureOf(anonymous.client({ user: 'x'.repeat(256) }, client)).message).toContain('255');
    expect(anonymous.client({ user: `${'x'.repeat(256)}@example.org` }, client).ok).toBe(true);
  });
});

/** Which mechanism is taken. */
import { describe, expect, it } from 'vitest';
import { type ChoiceContext, choose } from '../../../src/protocol/sasl/choose';
import type { Credentials } from '../../../src/protocol/sasl/credentials';
import { failureOf, value } from './exchange';

const password: Credentials = { user: 'alice', password: 'x' };
const all = [
  'LOGIN',
  'PLAIN',
  'CRAM-MD5',
  'SCRAM-SHA-1',
  'SCRAM-SHA-256',
  'SCRAM-SHA-1-PLUS',
  'SCRAM-SHA-256-PLUS',
  'XOAUTH2',
  'OAUTHBEARER',
  'EXTERNAL',
  'ANONYMOUS',
];
const binding = { type: 'tls-exporter', data: new Uint8Array(32) } as const;
const chosen = (announced: readonly string[], credentials: Credentials, context: ChoiceContext): string => {
  const { mechanism, exposed } = value(choose(announced, credentials, context));
  return exposed ? `${mechanism.name}, exposed` : mechanism.name;
};

describe('choosing a mechanism', () => {
  it('takes the strongest that both sides have', () => {
    expect(chosen(all, password, { tls: true, channelBinding: binding })).toBe('SCRAM-SHA-256-PLUS');
    expect(chosen(all, password, { tls: true })).toBe('SCRAM-SHA-256');
    expect(chosen(all, password, { tls: false })).toBe('SCRAM-SHA-256');
    expect(chosen(['plain', 'login', 'cram-md5'], password, { tls: true })).toBe('CRAM-MD5');
    expect(chosen(['LOGIN', 'PLAIN'], password, { tls: true })).toBe('PLAIN');
    expect(chosen(['LOGIN', 'GSSAPI'], password, { tls: true })).toBe('LOGIN');
  });

  it('takes what the credentials are for', () => {
    expect(chosen(all, { user: 'alice', token: 't' }, { tls: true })).toBe('OAUTHBEARER');
    expect(chosen(['XOAUTH2', 'PLAIN'], { ...password, token: 't' }, { tls: true })).toBe('XOAUTH2');
    expect(chosen(all, { user: 'alice' }, { tls: true, clientCertificate: true })).toBe('EXTERNAL');
    expect(chosen(all, { user: '' }, { tls: false })).toBe('ANONYMOUS');
  });

  it('never takes clear text without TLS, unless allowed, and then says so', () => {
    const refused = failureOf(choose(['PLAIN', 'LOGIN'], password, { tls: false }));
    expect(refused.message).toBe('Without TLS, PLAIN and LOGIN would give the secret away');
    expect(refused.advice).toContain('starttls');
    expect(chosen(['PLAIN', 'LOGIN'], password, { tls: false, allowClearText: true })).toBe('PLAIN, exposed');
    expect(chosen(['PLAIN', 'CRAM-MD5'], password, { tls: false, allowClearText: true })).toBe('CRAM-MD5');
    expect(failureOf(choose(['XOAUTH2'], { user: 'a', token: 't' }, { tls: false })).message).toContain('XOAUTH2');
    expect(
      failureOf(choose(['EXTERNAL'], { user: '' }, { tls: false, clientCertificate: true, allowClearText: true }))
        .advice,
    ).toContain('TLS');
  });

  it('says what each side has when there is nothing in common', () => {
    expect(failureOf(choose(['GSSAPI', 'NTLM'], password, { tls: true })).message).toBe(
      'No mechanism in common: the server has GSSAPI, NTLM',
    );
    expect(failureOf(choose([], password, { tls: false })).advice).toContain('starttls');
    expect(failureOf(choose(['SCRAM-SHA-1-PLUS'], password, { tls: true })).message).toContain('to bind to');
  });
});

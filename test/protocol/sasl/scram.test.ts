/** SCRAM among hostile and mistaken peers, and its channel binding. */
import { describe, expect, it } from 'vitest';
import { fromUtf8, toBase64, utf8 } from '../../../src/base';
import type { ChannelBinding, ClientOptions, ServerOptions, ServerStep } from '../../../src/protocol/sasl/mechanism';
import { scramClient } from '../../../src/protocol/sasl/scram';
import { scramErrors } from '../../../src/protocol/sasl/scram-errors';
import { decodeName, encodeName } from '../../../src/protocol/sasl/scram-messages';
import { scramServer } from '../../../src/protocol/sasl/scram-server';
import { exchange, failureOf, seeded, value } from './exchange';

const credentials = { user: 'user', password: 'pencil' };
const binding: ChannelBinding = { type: 'tls-server-end-point', data: utf8('hash of the certificate') };
const start = (options: Partial<ClientOptions> = {}, plus = false, who = credentials) =>
  value(
    scramClient(
      plus ? 'SCRAM-SHA-256-PLUS' : 'SCRAM-SHA-256',
      'sha256',
      plus,
    )(who, { random: seeded('client'), ...options }),
  );
const serve = (options: Partial<ServerOptions> = {}, plus = false) =>
  scramServer(
    plus ? 'SCRAM-SHA-256-PLUS' : 'SCRAM-SHA-256',
    'sha256',
    plus,
  )({
    lookUp: (user) => (user === 'user' ? { password: 'pencil' } : undefined),
    random: seeded('server'),
    ...options,
  });
const nonceOf = (client: ReturnType<typeof start>): string =>
  /r=(.*)$/.exec(fromUtf8(client.initial?.response ?? utf8('')))?.[1] ?? '';
const said = (step: ServerStep): string => (step.kind === 'challenge' ? fromUtf8(step.bytes) : step.kind);

describe('the client', () => {
  const answer = (rest: string) => {
    const client = start();
    return { client, result: client.respond(utf8(rest.replace('NONCE', nonceOf(client)))) };
  };

  it('refuses a nonce that does not begin with its own', () => {
    expect(failureOf(answer('r=somethingelse,s=QSXCR+Q6sek8bf92,i=4096').result).message).toContain(
      'nonce does not begin with ours',
    );
  });

  it('refuses an iteration count that would keep it busy', () => {
    expect(failureOf(answer('r=NONCEx,s=QSXCR+Q6sek8bf92,i=10000001').result).message).toContain('10000001 iterations');
    expect(failureOf(answer('r=NONCEx,s=QSXCR+Q6sek8bf92,i=99999999999999999999').result).message).toContain(
      'iterations',
    );
  });

  it('warns of a low iteration count, and goes on', () => {
    expect(value(answer('r=NONCEx,s=QSXCR+Q6sek8bf92,i=4095').result).warning).toContain('4095 iterations');
    expect(value(answer('r=NONCEx,s=QSXCR+Q6sek8bf92,i=4096').result).warning).toBeUndefined();
  });

  it('warns of a server that adds nothing to the nonce', () => {
    expect(value(answer('r=NONCE,s=QSXCR+Q6sek8bf92,i=4096').result).warning).toContain('replayed');
  });

  it.each([
    '',
    'r=NONCEx',
    'r=NONCEx,s=QSXCR+Q6sek8bf92',
    's=QSXCR+Q6sek8bf92,r=NONCEx,i=4096',
    'r=NONCEx,s=!!!!,i=4096',
    'r=NONCEx,s=QSXCR+Q6sek8bf92,i=0',
    'r=NONCEx,s=QSXCR+Q6sek8bf92,i=-1',
    'r=NONCEx,s=QSXCR+Q6sek8bf92,i=1e3',
    'm=x,r=NONCEx,s=QSXCR+Q6sek8bf92,i=4096',
    'r=NONCEx,s=QSXCR+Q6sek8bf92,i=4096,m=x',
    '+OK',
    ',,,',
  ])('refuses %j', (message) => {
    expect(failureOf(answer(message).result).message).toContain('SCRAM-SHA-256');
  });

  it('ignores optional extensions', () => {
    expect(answer('r=NONCEx,s=QSXCR+Q6sek8bf92,i=4096,x=anything').result.ok).toBe(true);
  });

  it('refuses a server that cannot sign, that signs wrongly, or that forgets to', () => {
    const challenge = 'r=NONCEx,s=QSXCR+Q6sek8bf92,i=4096';
    expect(failureOf(answer(challenge).client.respond(utf8(`v=${toBase64(new Uint8Array(32))}`))).message).toContain(
      'signature is wrong',
    );
    expect(failureOf(answer(challenge).client.respond(utf8('v=?'))).message).toContain('not base64');
    expect(failureOf(answer(challenge).client.respond(utf8('welcome'))).message).toContain('not v=');
    expect(failureOf(answer(challenge).client.finish()).message).toContain('without its signature');
    expect(failureOf(answer(challenge).client.finish(utf8('v=AAAA'))).message).toContain('signature is wrong');
    expect(failureOf(start().finish()).message).toContain('without its signature');
  });

  it('names the errors of servers, with advice for each', () => {
    for (const [error, advice] of Object.entries(scramErrors)) {
      expect(failureOf(start().respond(utf8(`e=${error}`)))).toEqual({
        message: `SCRAM-SHA-256: the server reports the error ${error}`,
        advice,
      });
    }
    expect(failureOf(start().respond(utf8('e=new-error,x=y'))).advice).toBe(scramErrors['other-error']);
  });

  it('quotes names', () => {
    const client = start({}, false, { user: 'a,b=c', password: 'x' });
    expect(client.initial?.note).toContain('n=a=2Cb=3Dc,');
    for (const name of ['a,b=c', '=2C', ',', '=', 'plain']) expect(decodeName(encodeName(name))).toBe(name);
    for (const wrong of ['=', '=2c', 'a=2D', '']) expect(decodeName(wrong)).toBeUndefined();
  });

  it('carries an authorization identity to the server', () => {
    const who = { ...credentials, authzid: 'the, other' };
    expect(exchange(start({}, false, who), serve()).server).toEqual({
      kind: 'success',
      user: 'user',
      authzid: 'the, other',
    });
  });

  it('prepares names and passwords (RFC 4013 §3), and takes them raw when that is forbidden', () => {
    const typed = { user: 'I\u00ADX', password: '\u2168 soft' };
    const lookUp = (user: string) => (user === 'IX' ? { password: 'IX soft' } : undefined);
    expect(exchange(start({}, false, typed), serve({ lookUp })).server.kind).toBe('success');
    const emoji = { user: 'user', password: '🦄' };
    expect(exchange(start({}, false, emoji), serve({ lookUp: () => ({ password: '🦄' }) })).server.kind).toBe(
      'success',
    );
  });
});

describe('channel binding (RFC 5802 §6)', () => {
  const flag = (options: Partial<ClientOptions>, plus = false): string =>
    fromUtf8(start(options, plus).initial?.response ?? utf8('')).split(',')[0] ?? '';

  it('says n, y or p as the announcement asks for', () => {
    expect(flag({})).toBe('n');
    expect(flag({ announced: ['SCRAM-SHA-256'] })).toBe('n');
    expect(flag({ channelBinding: binding, announced: ['SCRAM-SHA-256'] })).toBe('y');
    expect(flag({ channelBinding: binding, announced: ['SCRAM-SHA-256', 'scram-sha-256-plus'] })).toBe('n');
    expect(flag({ channelBinding: binding })).toBe('n');
    expect(flag({ channelBinding: binding }, true)).toBe('p=tls-server-end-point');
  });

  it('needs something to bind to', () => {
    const without = scramClient('SCRAM-SHA-256-PLUS', 'sha256', true)(credentials, { random: seeded('') });
    expect(failureOf(without).advice).toContain('use SCRAM-SHA-256');
  });

  it('passes when both ends see the same channel', () => {
    const other: ChannelBinding = { type: 'tls-exporter', data: utf8('something else') };
    expect(
      exchange(start({ channelBinding: binding }, true), serve({ channelBindings: [other, binding] }, true)).server
        .kind,
    ).toBe('success');
  });

  it('fails when somebody stands between', () => {
    const theirs = serve({ channelBindings: [{ ...binding, data: utf8("the proxy's certificate") }] }, true);
    const outcome = exchange(start({ channelBinding: binding }, true), theirs);
    expect(outcome.client?.ok).toBe(false);
    expect(outcome.client && failureOf(outcome.client).message).toContain('channel-bindings-dont-match');
    expect(theirs.step(utf8('')).kind).toBe('failure');
  });

  it('fails on a type the server does not have, or a binding the server has not announced', () => {
    expect(said(serve({ channelBindings: [binding] }, true).step(utf8('p=tls-unique,,n=user,r=abc')))).toBe(
      'e=unsupported-channel-binding-type',
    );
    expect(said(serve({ channelBindings: [binding] }, true).step(utf8('n,,n=user,r=abc')))).toBe('e=other-error');
    expect(said(serve({ channelBindings: [binding] }).step(utf8('p=tls-server-end-point,,n=user,r=abc')))).toBe(
      'e=channel-binding-not-supported',
    );
  });

  it('detects that its announcement was changed on the way', () => {
    const options = { announced: ['SCRAM-SHA-256', 'SCRAM-SHA-256-PLUS'] };
    const outcome = exchange(start({ channelBinding: binding, announced: ['SCRAM-SHA-256'] }), serve(options));
    expect(outcome.client && failureOf(outcome.client).message).toContain('server-does-support-channel-binding');
  });
});

describe('the server', () => {
  it.each([
    ['hello', 'e=invalid-encoding'],
    ['n,,n=user', 'e=invalid-encoding'],
    ['x,,n=user,r=abc', 'e=invalid-encoding'],
    ['n,,r=abc,n=user', 'e=invalid-encoding'],
    ['n,,n=us=er,r=abc', 'e=invalid-username-encoding'],
    ['n,a==,n=user,r=abc', 'e=invalid-username-encoding'],
    ['n,,m=x,n=user,r=abc', 'e=extensions-not-supported'],
    ['n,,n=user,r=a b', 'e=invalid-encoding'],
  ])('answers %j with %s, and then refuses', (message, error) => {
    const theirs = serve();
    expect(said(theirs.step(utf8(message)))).toBe(error);
    expect(theirs.step(utf8('')).kind).toBe('failure');
  });

  it.each([
    ['c=biws,r=other,p=AAAA', 'e=other-error'],
    ['c=eSws,r=NONCE,p=AAAA', 'e=channel-bindings-dont-match'],
    ['c=biws,r=NONCE,p=AAAA', 'e=invalid-proof'],
    ['c=biws,r=NONCE', 'e=invalid-encoding'],
    ['c=biws,r=NONCE,p=!', 'e=invalid-encoding'],
    ['c=biws,r=NONCE,m=x,p=AAAA', 'e=extensions-not-supported'],
    ['', 'e=invalid-encoding'],
  ])('answers the last message %j with %s', (message, error) => {
    const theirs = serve();
    const nonce = /r=([^,]*)/.exec(said(theirs.step(utf8('n,,n=user,r=abc'))))?.[1] ?? '';
    expect(said(theirs.step(utf8(message.replace('NONCE', nonce))))).toBe(error);
    expect(theirs.step(utf8('')).kind).toBe('failure');
  });

  it('does not tell an unknown user from a wrong password', () => {
    const outcomes = [
      { user: 'nobody', password: 'pencil' },
      { user: 'user', password: 'wrong' },
    ].map((who) => exchange(start({}, false, who), serve()));
    expect(outcomes.map((one) => one.client && failureOf(one.client).message)).toEqual(
      Array(2).fill('SCRAM-SHA-256: the server reports the error invalid-proof'),
    );
  });
});

import { describe, expect, it } from 'vitest';
import { parseTarget } from '../../src/net';

const target = (url: string) => {
  const parsed = parseTarget(url);
  return parsed.ok ? parsed.value : parsed.error;
};

describe('a connection URL', () => {
  it('brings its protocol’s port and says whether TLS comes first', () => {
    expect(target('imaps://mail.example')).toEqual({ kind: 'tcp', host: 'mail.example', port: 993, implicitTls: true });
    expect(target('submission://mail.example/')).toMatchObject({ port: 587, implicitTls: false });
    expect(target('submissions://mail.example')).toMatchObject({ port: 465, implicitTls: true });
    expect(target('pop3://[::1]:1110')).toMatchObject({ host: '::1', port: 1110 });
    expect(target('smtp:mail.example:2525')).toMatchObject({ host: 'mail.example', port: 2525 });
  });

  it('may be a unix socket or a domain’s mail hosts', () => {
    expect(target('unix:/run/lmtp.sock')).toEqual({ kind: 'unix', path: '/run/lmtp.sock' });
    expect(target('mx:example.test')).toEqual({ kind: 'mx', domain: 'example.test', port: 25 });
    expect(target('mx:example.test:2525')).toMatchObject({ port: 2525 });
  });

  it('says what is wrong with it', () => {
    expect(target('http://example.test')).toMatch(/no address to connect to.*imaps/);
    expect(target('imap://host:99999')).toBe('port 99999 is not between 1 and 65535');
    expect(target('mailhost')).toMatch(/no address/);
  });
});

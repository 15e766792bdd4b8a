import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { domainOf, findServers, proposed, serverUrl, tryServers } from '../../src/host/autoconfig';
import { probe } from '../../src/host/probe';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { a, type DnsServer, dnsServer, mx, srv } from '../net/dns-server';

let sandbox: Sandbox;
let dns: DnsServer;
let silent: Server;
let silentPort = 0;

const portOf = (url: string): number => Number(new URL(url.replace(/^\w+:/, 'http:')).port);

beforeAll(async () => {
  sandbox = await startSandbox({ users: [{ user: 'alice', password: 'wonderland' }] });
  silent = createServer((socket) => socket.on('error', () => {}));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const bound = silent.address();
  silentPort = typeof bound === 'object' && bound ? bound.port : 0;
  const at = (label: string, url: string) => ({
    [`SRV ${label}._tcp.here.test`]: [srv(`${label}._tcp.here.test`, 'localhost', portOf(url))],
  });
  dns = await dnsServer({
    ...at('_imaps', sandbox.imaps),
    ...at('_imap', sandbox.imap),
    ...at('_pop3', sandbox.pop3),
    ...at('_submission', sandbox.submission),
    'MX here.test': [mx('here.test', 10, 'mx.here.test')],
    'A mx.here.test': [a('mx.here.test', '127.0.0.1')],
    'MX shop.test': [mx('shop.test', 1, 'aspmx.l.google.com')],
    'A aspmx.l.google.com': [a('aspmx.l.google.com', '127.0.0.1')],
    'SRV _imaps._tcp.own.test': [srv('_imaps._tcp.own.test', 'imap.own.test', 993)],
    'MX none.test': [mx('none.test', 0, '.')],
  });
});
afterAll(async () => {
  dns.close();
  silent.close();
  await sandbox.stop();
});

describe('the servers of an address', () => {
  it('are those that its domain announces, each with the record that says so', async () => {
    const { candidates, looked, smtp } = await findServers('here.test', [dns.address]);
    expect(candidates.map(({ service, url }) => `${service} ${url.replace(/\d+$/, 'PORT')}`)).toEqual([
      'imap imaps://localhost:PORT',
      'imap imap://localhost:PORT',
      'pop3 pop3://localhost:PORT',
      'submission submission://localhost:PORT',
    ]);
    expect(candidates[0]?.source).toBe(`_imaps._tcp.here.test SRV 0 1 ${portOf(sandbox.imaps)} localhost`);
    expect(looked).toContain('_pop3s._tcp.here.test: no record');
    expect(looked).toContain('here.test MX 10 mx.here.test');
    expect(smtp).toBe('mx:here.test');
  });

  it('are pointed out when they are not in its own domain, for plain DNS can be forged (RFC 6186 §6)', async () => {
    const [there] = (await findServers('here.test', [dns.address])).candidates;
    const [own] = (await findServers('own.test', [dns.address])).candidates;
    expect([there?.elsewhere, own?.elsewhere]).toEqual([true, false]);
  });

  it('are a known provider’s when its mail goes there, and this is said', async () => {
    const { candidates, provider, looked } = await findServers('shop.test', [dns.address]);
    expect(provider).toBe('google');
    expect(candidates.map(({ url }) => url)).toContain('imaps://imap.gmail.com:993');
    expect(candidates[0]).toMatchObject({ foundBy: 'provider', elsewhere: true });
    expect(candidates[0]?.source).toBe(
      'the mail of the domain goes to aspmx.l.google.com: Google’s documented servers',
    );
    expect(looked).toContain('_imaps._tcp.shop.test: no record');
  });

  it('are none, with all that was asked, where nothing is announced', async () => {
    const found = await findServers('none.test', [dns.address]);
    expect(found.candidates).toEqual([]);
    expect(found.smtp).toBeUndefined();
    expect(found.looked).toHaveLength(7);
    expect(found.looked.at(-1)).toBe('none.test takes no mail: its MX is null (RFC 7505)');
  });
});

describe('trying them', () => {
  it('takes TLS, reads capabilities, and proposes one for each service, TLS from the first octet first', async () => {
    const { candidates } = await findServers('here.test', [dns.address]);
    const told: string[] = [];
    const tried = await tryServers(candidates, { ca: [sandbox.ca] }, ({ url }) => told.push(url));
    expect(told.toSorted()).toEqual(candidates.map(({ url }) => url).toSorted());
    expect(tried.map(({ probe }) => (probe.kind === 'answers' ? probe.security : probe.failure.message))).toEqual([
      'implicit TLS',
      'STARTTLS',
      'STARTTLS',
      'STARTTLS',
    ]);
    const capabilities = tried.map(({ probe }) => (probe.kind === 'answers' ? probe.capabilities : []));
    expect(capabilities[0]).toContain('IMAP4REV1');
    expect(capabilities[2]).toContain('UIDL');
    expect(capabilities[3]).toContain('AUTH=SCRAM-SHA-256');
    expect(proposed(tried).map(({ service, url }) => `${service} ${url.split(':')[0]}`)).toEqual([
      'imap imaps',
      'pop3 pop3',
      'submission submission',
    ]);
  });

  it('verifies the certificate: a server whose issuer is not known is not proposed', async () => {
    const { candidates } = await findServers('here.test', [dns.address]);
    const tried = await tryServers(candidates, {});
    expect(tried.map(({ probe }) => (probe.kind === 'fails' ? probe.failure.kind : 'answers'))).toEqual(
      tried.map(() => 'tls'),
    );
    expect(proposed(tried)).toEqual([]);
  });

  it('says why of a server that is silent, of one that is not there, and of a URL that is none', async () => {
    const failure = async (url: string) => {
      const answer = await probe(url, { timeoutMs: 100 });
      return answer.kind === 'fails' ? answer.failure.kind : 'answers';
    };
    const refused = sandbox.lmtp.replace(/^lmtp/, 'imap');
    expect(await failure(`imap://127.0.0.1:${silentPort}`)).toBe('timeout');
    expect(await failure(`imaps://127.0.0.1:${silentPort}`)).toBe('timeout');
    expect(await failure(refused)).not.toBe('answers');
    expect(await failure('gopher://127.0.0.1:70')).toBe('resolve');
    expect(await failure('imap://127.0.0.1:1\nlog injected')).toBe('resolve');
  });

  it.each(['imaps', 'imap', 'pop3', 'submission'] as const)('signs in over TLS when asked to: %s', async (service) => {
    const options = { ca: [sandbox.ca] };
    const right = await probe(sandbox[service], { ...options, signIn: { login: 'alice', password: 'wonderland' } });
    expect(right.kind === 'fails' ? right.failure.message : right.kind).toBe('answers');
    const wrong = await probe(sandbox[service], { ...options, signIn: { login: 'alice', password: 'underground' } });
    expect(wrong.kind).toBe('fails');
    expect(JSON.stringify([right, wrong])).not.toMatch(/wonderland|underground/);
    const token = await probe(sandbox[service], { ...options, signIn: { login: 'alice', token: 'wonderland' } });
    expect(token.kind === 'fails' ? token.failure.message : token.kind).toBe('answers');
  });

  it('gives no password to a server without TLS', async () => {
    const plain = await startSandbox({ without: ['STARTTLS'], users: [{ user: 'alice', password: 'wonderland' }] });
    try {
      const answer = await probe(plain.imap, { signIn: { login: 'alice', password: 'wonderland' } });
      expect(answer.kind === 'fails' && answer.failure.kind).toBe('assert');
      expect(answer.events.some((event) => event.kind === 'sent' && event.role === 'sasl')).toBe(false);
      const seen = await probe(plain.imap);
      expect(seen).toMatchObject({ kind: 'answers', security: 'none' });
    } finally {
      await plain.stop();
    }
  });
});

describe('what is typed', () => {
  it('is an address with a domain, or it is said what is wrong', () => {
    expect(domainOf(' Alice@Example.ORG. ')).toEqual({ ok: true, value: 'example.org' });
    expect(domainOf('alice@bücher.example')).toEqual({ ok: true, value: 'xn--bcher-kva.example' });
    for (const wrong of [
      'alice',
      '@example.org',
      'alice@',
      'alice@-x.org',
      'a b@example.org',
      'alice@exa_mple',
      'a@b@c',
    ])
      expect(domainOf(wrong).ok, wrong).toBe(false);
  });

  it('is a server as host, host and port, or URL; a bare host means TLS', () => {
    expect(serverUrl('imap', 'mail.example.org')).toEqual({ ok: true, value: 'imaps://mail.example.org' });
    expect(serverUrl('submission', 'mail.example.org:465')).toEqual({
      ok: true,
      value: 'submissions://mail.example.org:465',
    });
    expect(serverUrl('submission', 'smtp://127.0.0.1:2525')).toEqual({ ok: true, value: 'smtp://127.0.0.1:2525' });
    for (const wrong of ['', 'pop3://mail.example.org', 'mail.example.org:0', 'mail example.org', 'imap://x y'])
      expect(serverUrl('imap', wrong).ok, wrong).toBe(false);
  });
});

import { createSocket } from 'node:dgram';
import { createServer } from 'node:net';
import packet from 'dns-packet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dialer } from '../../src/net';
import { mailHosts, resolver } from '../../src/net/mx';

type Zone = Readonly<Record<string, readonly packet.Answer[]>>;

const mx = (name: string, preference: number, exchange: string): packet.Answer => ({
  type: 'MX',
  name,
  data: { preference, exchange },
});
const a = (name: string, data: string): packet.Answer => ({ type: 'A', name, data });

const zone: Zone = {
  'MX two.test': [mx('two.test', 20, 'b.two.test'), mx('two.test', 10, 'a.two.test')],
  'A a.two.test': [a('a.two.test', '127.0.0.2')],
  'A b.two.test': [a('b.two.test', '127.0.0.1')],
  'MX null.test': [mx('null.test', 0, '.')],
  'A bare.test': [a('bare.test', '127.0.0.1')],
  'MX dangling.test': [mx('dangling.test', 5, 'nowhere.test')],
};

const dns = createSocket('udp4');
let server = '';
beforeAll(async () => {
  dns.on('message', (message, from) => {
    const query = packet.decode(message);
    const question = query.questions?.[0];
    const answers = zone[`${question?.type} ${question?.name}`] ?? [];
    dns.send(
      packet.encode({ type: 'response', id: query.id ?? 0, questions: query.questions ?? [], answers: [...answers] }),
      from.port,
      from.address,
    );
  });
  await new Promise<void>((resolve) => dns.bind(0, '127.0.0.1', resolve));
  server = `127.0.0.1:${dns.address().port}`;
});
afterAll(() => void dns.close());

const hosts = async (domain: string) => {
  const found = await mailHosts(domain, resolver([server]));
  return found.ok ? found.value.map((host) => `${host.preference} ${host.name} ${host.addresses.join()}`) : found.error;
};

describe('the mail hosts of a domain', () => {
  it('come by preference', async () => {
    expect(await hosts('two.test')).toEqual(['10 a.two.test 127.0.0.2', '20 b.two.test 127.0.0.1']);
  });
  it('are the domain itself when it has no MX (RFC 5321 §5.1)', async () => {
    expect(await hosts('bare.test')).toEqual(['0 bare.test 127.0.0.1']);
  });
  it('are none, in words, for a null MX, a dangling one, and a name that is not there', async () => {
    expect(await hosts('null.test')).toBe('null.test takes no mail: its MX is null (RFC 7505)');
    expect(await hosts('dangling.test')).toBe('none of the mail hosts of dangling.test has an address: nowhere.test');
    expect(await hosts('gone.test')).toBe('gone.test has no MX record and no address');
  });
  it('are tried in that order until one answers', async () => {
    const listener = createServer((socket) => socket.end());
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const bound = listener.address();
    const port = typeof bound === 'object' && bound ? bound.port : 0;
    const attempts: string[] = [];
    const opened = await dialer({ dns: [server], now: Date.now })({
      url: `mx:two.test:${port}`,
      insecure: false,
      timeoutMs: 5_000,
      signal: new AbortController().signal,
      onAttempt: (text) => attempts.push(text),
    });
    expect(attempts).toEqual([`MX 10 a.two.test: 127.0.0.2 port ${port}`, `MX 20 b.two.test: 127.0.0.1 port ${port}`]);
    expect(opened.ok && opened.value.remote).toBe(`127.0.0.1:${port}`);
    if (opened.ok) await opened.value.close();
    listener.close();
  });
});

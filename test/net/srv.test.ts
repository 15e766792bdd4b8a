import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolver } from '../../src/net/mx';
import { mailServices } from '../../src/net/srv';
import { type DnsServer, dnsServer, srv } from './dns-server';

let dns: DnsServer;
beforeAll(async () => {
  dns = await dnsServer(
    {
      'SRV _imaps._tcp.two.test': [
        srv('_imaps._tcp.two.test', 'slow.two.test', 993, 20),
        srv('_imaps._tcp.two.test', 'light.two.test', 993, 10, 1),
        srv('_imaps._tcp.two.test', 'heavy.two.test', 1993, 10, 5),
      ],
      'SRV _pop3s._tcp.two.test': [srv('_pop3s._tcp.two.test', '.', 0, 0, 0)],
      'SRV _submission._tcp.two.test': [srv('_submission._tcp.two.test', 'a b\n.two.test', 587)],
    },
    ['_imap._tcp.two.test'],
  );
});
afterAll(() => dns.close());

const answers = async () => {
  const found = await mailServices('two.test', resolver([dns.address]));
  return Object.fromEntries(
    found.map(({ label, hosts, none, failure }) => [
      label,
      none ?? failure ?? hosts.map(({ host, port }) => `${host}:${port}`),
    ]),
  );
};

describe('the services that a domain announces', () => {
  it('come by priority, then by weight; what is not there, not offered, broken or no host is told apart', async () => {
    expect(await answers()).toEqual({
      _imaps: ['heavy.two.test:1993', 'light.two.test:993', 'slow.two.test:993'],
      _imap: 'ESERVFAIL',
      _pop3s: 'not offered',
      _pop3: 'no record',
      _submissions: 'no record',
      _submission: 'the record names no host',
    });
  });
});

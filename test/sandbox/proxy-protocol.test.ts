import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { crc32c } from '../../src/sandbox/connection/crc32c';
import { parseProxyHeader } from '../../src/sandbox/connection/proxy-protocol';
import { dial } from './dialogue';
import { listener, passwords, start } from './harness';

const ascii = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const signature = [0x0d, 0x0a, 0x0d, 0x0a, 0x00, 0x0d, 0x0a, 0x51, 0x55, 0x49, 0x54, 0x0a];

/** A header of version 2; `command` 1 is PROXY, 0 is LOCAL. */
function binary(command: number, family: number, block: readonly number[]): Uint8Array {
  return new Uint8Array([...signature, 0x20 | command, family, block.length >> 8, block.length & 255, ...block]);
}

/** 192.0.2.7:4711 to 192.0.2.8:25. */
const ipv4 = [192, 0, 2, 7, 192, 0, 2, 8, 4711 >> 8, 4711 & 255, 0, 25];
/** 2001:db8::7 to ::1. */
const ipv6 = [0x20, 0x01, 0x0d, 0xb8, ...Array(11).fill(0), 7, ...Array(15).fill(0), 1, 0x12, 0x67, 0, 25];

/** With a checksum extension; `by` is added to the right sum. */
function checked(by = 0): Uint8Array {
  const header = binary(1, 0x11, [...ipv4, 3, 0, 4, 0, 0, 0, 0]);
  new DataView(header.buffer).setUint32(header.length - 4, (crc32c(header) + by) >>> 0);
  return header;
}

describe('a PROXY header', () => {
  it.each([
    ['PROXY TCP4 192.0.2.7 192.0.2.8 4711 25\r\n', '192.0.2.7:4711'],
    ['PROXY TCP6 2001:db8::7 ::1 4711 25\r\n', '2001:db8::7:4711'],
    ['PROXY UNKNOWN\r\n', undefined],
    ['PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n', undefined],
  ])('of version 1 names the source: %j', (line, source) => {
    expect(parseProxyHeader(ascii(`${line}EHLO x\r\n`))).toEqual({ kind: 'header', size: line.length, source });
  });

  it.each([
    ['of IPv4', binary(1, 0x11, ipv4), '192.0.2.7:4711'],
    ['of IPv6', binary(1, 0x21, ipv6), '2001:db8::7:4711'],
    ['with extensions to pass over', binary(1, 0x11, [...ipv4, 4, 0, 2, 0, 0, 1, 0, 0]), '192.0.2.7:4711'],
    ['with a right checksum', checked(), '192.0.2.7:4711'],
    ['of a health check', binary(0, 0x00, []), undefined],
    ['of a health check, with addresses to pass over', binary(0, 0x11, ipv4), undefined],
    ['of no known family', binary(1, 0x00, []), undefined],
    ['of UDP', binary(1, 0x12, ipv4), undefined],
    ['of a socket in the file system', binary(1, 0x31, Array(216).fill(65)), undefined],
  ])('of version 2 names the source: %s', (_, header, source) => {
    const bytes = new Uint8Array([...header, ...ascii('EHLO x\r\n')]);
    expect(parseProxyHeader(bytes)).toEqual({ kind: 'header', size: header.length, source });
  });

  it.each([
    ['another protocol', ascii('EHLO client.example\r\n'), /does not begin/],
    ['a bare LF at its end', ascii('PROXY TCP4 192.0.2.7 192.0.2.8 4711 25\n'), /CRLF/],
    ['a number with a zero before it', ascii('PROXY TCP4 192.0.2.07 192.0.2.8 4711 25\r\n'), /none of TCP4/],
    ['an address of the other family', ascii('PROXY TCP6 192.0.2.7 192.0.2.8 4711 25\r\n'), /none of TCP6/],
    ['a port that is none', ascii('PROXY TCP4 192.0.2.7 192.0.2.8 65536 25\r\n'), /65535/],
    ['two spaces', ascii('PROXY  TCP4 192.0.2.7 192.0.2.8 4711 25\r\n'), /PROXY line is not/],
    ['no end', ascii(`PROXY UNKNOWN ${'x'.repeat(100)}`), /longer than 107/],
    ['version 3', new Uint8Array([...signature, 0x31, 0x11, 0, 0]), /not of version 2/],
    ['an unknown command', binary(2, 0x11, ipv4), /unknown command/],
    ['an unknown family', binary(1, 0x41, ipv4), /unknown address family/],
    ['too few octets for its addresses', binary(1, 0x21, ipv4), /too short/],
    ['an extension that is cut off', binary(1, 0x11, [...ipv4, 4, 0, 9, 0]), /cut off/],
    ['a wrong checksum', checked(1), /checksum .* is wrong/],
  ])('is refused for %s', (_, bytes, reason) => {
    expect(parseProxyHeader(bytes)).toEqual({ kind: 'bad', reason: expect.stringMatching(reason) });
  });

  it('can come octet by octet', () => {
    for (const header of [ascii('PROXY TCP4 192.0.2.7 192.0.2.8 4711 25\r\n'), checked(), binary(1, 0x21, ipv6)]) {
      for (let end = 0; end < header.length; end++)
        expect(parseProxyHeader(header.subarray(0, end))).toEqual({ kind: 'more' });
      expect(parseProxyHeader(header)).toMatchObject({ kind: 'header', size: header.length });
    }
  });

  it('can be anything at all', () => {
    const start = fc.constantFrom<readonly number[]>([], signature, [...signature, 0x21], [...ascii('PROXY ')]);
    fc.assert(
      fc.property(start, fc.uint8Array({ maxLength: 300 }), (first, rest) => {
        const bytes = new Uint8Array([...first, ...rest]);
        const found = parseProxyHeader(bytes);
        expect(found.kind === 'header' ? found.size : 0).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });

  it('has the checksum that RFC 3720 §B.4 gives for 32 zeros', () => {
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
  });
});

describe('a service behind a proxy', () => {
  it('takes a client for whom the header names', async () => {
    const { events, onEvent } = listener();
    const sandbox = await start({ onEvent, proxyProtocol: ['smtp'] });
    const client = await dial(sandbox.smtp);
    client.send('PROXY TCP4 192.0.2.7 192.0.2.8 4711 25\r\nEHLO client.example\r\n');
    await client.play('S: 220 ...');
    await client.until(/^250 /);
    expect(events).toContainEqual(expect.objectContaining({ kind: 'connected', remote: '192.0.2.7:4711' }));
    client.send('MAIL FROM:<bob@example.test>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n');
    await client.until(/^354/);
    client.send('Subject: x\r\n\r\n.\r\n');
    await client.until(/^250 2.0.0 queued/);
    const reader = await dial(sandbox.pop3);
    await reader.line();
    reader.send(`USER alice\r\nPASS ${passwords.alice}\r\nRETR 1\r\n`);
    expect(await reader.until(/^\.$/)).toContain('Received: from client.example ([192.0.2.7])');
  });

  it('goes on to TLS behind the header, where TLS comes first', async () => {
    const sandbox = await start({ proxyProtocol: ['imaps', 'pop3s'] });
    for (const [url, greeting] of [
      [sandbox.imaps, 'S: * OK ...'],
      [sandbox.pop3s, 'S: +OK ...'],
    ] as const) {
      const client = await dial(url);
      client.send(binary(1, 0x11, ipv4));
      await client.startTls(sandbox.ca);
      await client.play(greeting);
    }
  });

  it('says nothing before the header has come, and refuses whom it does not name', async () => {
    const { events, onEvent } = listener();
    const sandbox = await start({ onEvent, proxyProtocol: ['smtp', 'imap', 'pop3'] });
    for (const [url, command, refusal] of [
      [sandbox.smtp, 'EHLO client.example', '421 4.3.2'],
      [sandbox.imap, 'a CAPABILITY', '* BYE [UNAVAILABLE]'],
      [sandbox.pop3, 'CAPA', '-ERR [SYS/TEMP]'],
    ] as const) {
      const client = await dial(url);
      client.send(`${command}\r\n`);
      await client.play(`S: ${refusal} the connection does not begin with a PROXY protocol header`);
      await client.closed();
    }
    expect(events.map(({ kind }) => kind)).toEqual(['abused', 'abused', 'abused']);
  });

  it('takes no header where none was asked for', async () => {
    const sandbox = await start();
    const client = await dial(sandbox.smtp);
    await client.play(`
      S: 220 ...
      C: PROXY TCP4 192.0.2.7 192.0.2.8 4711 25
      S: 502 ...
    `);
  });
});

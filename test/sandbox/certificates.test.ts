import { randomBytes, X509Certificate } from 'node:crypto';
import { TLSSocket } from 'node:tls';
import { describe, expect, it } from 'vitest';
import { createAuthority } from '../../src/sandbox/certificates/authority';
import { integer, oid, sequence, time } from '../../src/sandbox/certificates/der';

import { dial } from './dialogue';
import { start } from './harness';

const now = Date.UTC(2026, 10, 23);
const authority = createAuthority((n) => randomBytes(n), now);

describe('certificates', () => {
  it('are signed by an authority that says it is one', () => {
    const ca = new X509Certificate(authority.ca);
    expect(ca.ca).toBe(true);
    expect(ca.verify(ca.publicKey)).toBe(true);
    const leaf = new X509Certificate(
      authority.issue({ use: 'server', commonName: 'localhost', names: ['localhost'] }).cert,
    );
    expect(leaf.ca).toBe(false);
    expect(leaf.checkIssued(ca)).toBe(true);
    expect(leaf.verify(ca.publicKey)).toBe(true);
  });

  it('name hosts and addresses, and nobody else', () => {
    const names = ['localhost', '127.0.0.1', '::1'];
    const leaf = new X509Certificate(authority.issue({ use: 'server', commonName: 'localhost', names }).cert);
    expect(leaf.checkHost('localhost')).toBe('localhost');
    expect(leaf.checkIP('127.0.0.1')).toBe('127.0.0.1');
    expect(leaf.checkIP('::1')).toBe('::1');
    expect(leaf.checkHost('elsewhere.test')).toBeUndefined();
    expect(new Date(leaf.validFrom).getTime()).toBe(now - 86_400_000);
  });

  it('stay trusted when their authority is kept, until it is about to expire', () => {
    const random = (n: number): Uint8Array => randomBytes(n);
    const soon = createAuthority(random, now + 300 * 86_400_000, authority.credential);
    expect(soon.ca).toBe(authority.ca);
    const leaf = new X509Certificate(soon.issue({ use: 'server', commonName: 'localhost', names: [] }).cert);
    expect(leaf.verify(new X509Certificate(authority.ca).publicKey)).toBe(true);
    expect(createAuthority(random, now + 340 * 86_400_000, authority.credential).ca).not.toBe(authority.ca);
  });

  it('are for the address that a sandbox is told to listen on', async () => {
    const sandbox = await start({ host: '127.0.0.2' });
    const client = await dial(sandbox.imaps, sandbox.ca);
    const shown = client.socket instanceof TLSSocket ? client.socket.getPeerX509Certificate() : undefined;
    expect([shown?.checkIP('127.0.0.2'), shown?.checkHost('localhost')]).toEqual(['127.0.0.2', 'localhost']);
  });

  it('tell a client by its name, when they are ours', () => {
    const own = authority.issue({ use: 'client', commonName: 'alice', names: [] });
    const other = createAuthority((n) => randomBytes(n), now).issue({ use: 'client', commonName: 'alice', names: [] });
    expect(authority.subjectOf(new X509Certificate(own.cert).raw)).toBe('alice');
    expect(authority.subjectOf(new X509Certificate(other.cert).raw)).toBeUndefined();
    expect(authority.subjectOf(new Uint8Array([1, 2, 3]))).toBeUndefined();
  });
});

describe('DER', () => {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

  it('writes integers without a sign', () => {
    expect(hex(integer(new Uint8Array([0, 0, 0x7f])))).toBe('02017f');
    expect(hex(integer(new Uint8Array([0x80])))).toBe('02020080');
    expect(hex(integer(new Uint8Array([0])))).toBe('020100');
  });

  it('writes long lengths, object identifiers and times', () => {
    expect(hex(sequence(new Uint8Array(200)).subarray(0, 3))).toBe('3081c8');
    expect(hex(sequence(new Uint8Array(300)).subarray(0, 4))).toBe('3082012c');
    expect(hex(oid('1.2.840.10045.4.3.2'))).toBe('06082a8648ce3d040302');
    expect(Buffer.from(time(now).subarray(2)).toString()).toBe('261123000000Z');
    expect(Buffer.from(time(Date.UTC(2050, 0, 1)).subarray(2)).toString()).toBe('20500101000000Z');
  });
});

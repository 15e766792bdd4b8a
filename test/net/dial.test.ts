import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer as createTlsServer, TLSSocket } from 'node:tls';
import { constants, createDeflateRaw, createInflateRaw } from 'node:zlib';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { fromUtf8, utf8 } from '../../src/base';
import { dialer } from '../../src/net';
import type { Transport } from '../../src/session/ports';
import { type Authority, authority } from './certificates';

let ca: Authority;
beforeAll(async () => {
  ca = await authority();
});

const servers: Server[] = [];
const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function listening(
  server: Server,
  where: { port: number; host: string } | { path: string } = { port: 0, host: '127.0.0.1' },
) {
  servers.push(server);
  server.on('connection', (socket: Socket) => {
    sockets.push(socket);
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(where, resolve));
  const bound = server.address();
  return typeof bound === 'object' && bound ? bound.port : 0;
}

const dial = (url: string, options: { insecure?: boolean; timeoutMs?: number; signal?: AbortSignal } = {}) =>
  dialer({ ca: [ca.pem], onlyCa: true, now: Date.now })({
    url,
    insecure: options.insecure ?? false,
    timeoutMs: options.timeoutMs ?? 5_000,
    signal: options.signal ?? new AbortController().signal,
    onAttempt: () => {},
  });

async function opened(url: string, options: { insecure?: boolean } = {}): Promise<Transport> {
  const result = await dial(url, options);
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

/** The transport's next octets as text, or how it ended. */
const next = (transport: Transport): Promise<string> =>
  new Promise((resolve) => {
    transport.resume({
      data(bytes) {
        transport.pause();
        resolve(fromUtf8(bytes));
      },
      end: (how) => resolve(`<${how}>`),
    });
  });

describe('a plain connection', () => {
  it('carries octets both ways, and hands out nothing before it is resumed', async () => {
    const port = await listening(
      createServer((socket) => socket.write('220 ready\r\n').valueOf() && socket.pipe(socket)),
    );
    const transport = await opened(`smtp://127.0.0.1:${port}`);
    expect(transport.remote).toBe(`127.0.0.1:${port}`);
    expect(transport.tls).toBeUndefined();
    expect(await next(transport)).toBe('220 ready\r\n');
    transport.write(utf8('NOOP\r\n'));
    expect(await next(transport)).toBe('NOOP\r\n');
    await transport.close();
  });

  it('tells of the peer’s FIN, and of its RST', async () => {
    const port = await listening(createServer((socket) => socket.end('bye')));
    const transport = await opened(`smtp://127.0.0.1:${port}`);
    expect(await next(transport)).toBe('bye');
    expect(await next(transport)).toBe('<fin>');
    const rude = await listening(createServer((socket) => void socket.once('data', () => socket.resetAndDestroy())));
    const other = await opened(`smtp://127.0.0.1:${rude}`);
    other.write(utf8('x'));
    expect(await next(other)).toBe('<rst>');
  });

  it('goes over a unix socket', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mw-'));
    await listening(
      createServer((socket) => socket.end('220 unix\r\n')),
      { path: join(folder, 's') },
    );
    expect(await next(await opened(`unix:${join(folder, 's')}`))).toBe('220 unix\r\n');
    rmSync(folder, { recursive: true });
  });

  it('is refused in words when nobody listens', async () => {
    // tcpmux: a port that is free on every machine; one just let go might be taken by another test.
    const port = 1;
    expect(await dial(`imap://127.0.0.1:${port}`)).toEqual({
      ok: false,
      error: {
        kind: 'connect',
        message: `could not connect to 127.0.0.1 port ${port}: nothing listens there (connection refused)`,
        advice: 'Check the host and port, and that the server runs.',
      },
    });
  });

  it('ends at once when it is cancelled', async () => {
    expect(await dial('imap://127.0.0.1:1', { signal: AbortSignal.abort() })).toMatchObject({
      ok: false,
      error: { message: 'cancelled' },
    });
  });
});

describe('implicit TLS', () => {
  const greeting = async (options?: Parameters<Authority['leaf']>[0]) =>
    listening(createTlsServer(await ca.leaf(options), (socket) => void socket.on('error', () => {}).write('* OK\r\n')));

  it('is verified, and tells its facts', async () => {
    const transport = await opened(`imaps://localhost:${await greeting()}`);
    expect(transport.tls).toMatchObject({
      version: 'TLSv1.3',
      authorized: true,
      peer: { subject: 'CN=leaf', issuer: 'CN=Test CA', names: ['localhost', '127.0.0.1'], daysLeft: 0 },
    });
    expect(await next(transport)).toBe('* OK\r\n');
    expect(transport.channelBinding('tls-exporter')).toHaveLength(32);
    expect(transport.channelBinding('tls-server-end-point')).toHaveLength(32);
    await transport.close();
  });

  const refused = async (port: number) => {
    const result = await dial(`imaps://localhost:${port}`);
    return result.ok ? 'accepted' : `${result.error.kind}: ${result.error.message}`;
  };

  it('refuses a certificate for another name, an expired one, and an unknown issuer', async () => {
    expect(await refused(await greeting({ names: [{ type: 'dns', value: 'other.test' }] }))).toBe(
      'tls: the certificate of localhost does not verify: it is not for localhost but for other.test',
    );
    expect(await refused(await greeting({ from: -9, to: -2 }))).toBe(
      'tls: the certificate of localhost does not verify: it has expired',
    );
    const stranger = await (await authority('Stranger')).leaf();
    const port = await listening(createTlsServer(stranger, (socket) => void socket.on('error', () => {})));
    expect(await refused(port)).toMatch(/^tls: the certificate of localhost does not verify: its issuer is not known/);
  });

  it('accepts any certificate when told so in so many words, and says that it did', async () => {
    const transport = await opened(`imaps://localhost:${await greeting({ from: -9, to: -2 })}`, { insecure: true });
    expect(transport.tls).toMatchObject({ authorized: false, insecure: true, authorizationError: 'it has expired' });
  });

  it('says so when the server speaks no TLS', async () => {
    const port = await listening(createServer((socket) => socket.write('* OK in clear\r\n')));
    const result = await dial(`imaps://localhost:${port}`);
    expect(result).toMatchObject({
      ok: false,
      error: { kind: 'tls', message: expect.stringContaining('does not speak TLS on this port') },
    });
  });

  it('gives up on a handshake that does not end', async () => {
    const port = await listening(createServer((socket) => void socket.resume()));
    expect(await dial(`imaps://localhost:${port}`, { timeoutMs: 50 })).toMatchObject({
      ok: false,
      error: { kind: 'timeout' },
    });
  });
});

describe('STARTTLS', () => {
  it('turns the same connection into TLS', async () => {
    const leaf = await ca.leaf();
    const port = await listening(
      createServer((socket) => {
        socket.write('220 clear\r\n');
        socket.once('data', () => {
          socket.write('220 go ahead\r\n');
          const secured = new TLSSocket(socket, { isServer: true, ...leaf });
          secured.on('error', () => {});
          secured.once('data', (bytes) => secured.write(`250 secret ${bytes}`));
        });
      }),
    );
    const transport = await opened(`smtp://localhost:${port}`);
    expect(await next(transport)).toBe('220 clear\r\n');
    transport.write(utf8('STARTTLS\r\n'));
    expect(await next(transport)).toBe('220 go ahead\r\n');
    expect(await transport.startTls({ insecure: false, timeoutMs: 5_000 })).toMatchObject({
      ok: true,
      value: { authorized: true },
    });
    transport.write(utf8('EHLO x\r\n'));
    expect(await next(transport)).toBe('250 secret EHLO x\r\n');
    await transport.close();
  });
});

describe('COMPRESS=DEFLATE', () => {
  it('deflates both ways, from the octets that came with the OK on', async () => {
    const port = await listening(
      createServer((socket) => {
        const out = createDeflateRaw();
        const inward = createInflateRaw();
        out.on('data', (bytes: Buffer) => socket.write(bytes));
        inward.on('data', (bytes: Buffer) => {
          out.write(`echo ${bytes}`);
          out.flush(constants.Z_SYNC_FLUSH);
        });
        inward.on('error', () => {});
        socket.pipe(inward);
      }),
    );
    const transport = await opened(`imap://127.0.0.1:${port}`);
    transport.startCompression(new Uint8Array());
    await transport.write(utf8('a1 NOOP\r\n'));
    expect(await next(transport)).toBe('echo a1 NOOP\r\n');
    await transport.close();
  });
});

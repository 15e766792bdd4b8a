import { describe, expect, it } from 'vitest';
import { play, playAtEverySize } from './lab';

const hello = ['S: 220 hi', 'C: EHLO c', 'S: 250 hi'];

describe('a hostile or broken SMTP server', () => {
  it('says garbage: a protocol failure', async () => {
    const played = await playAtEverySize({
      script: 'C: EHLO c\nC: NOOP\n',
      server: [...hello, 'C: NOOP', 'S"\\x00\\xffgarbage\\r\\n"', 'C: QUIT', 'S: 221 x', 'FIN'],
    });
    expect(played.failure?.kind).toBe('protocol');
  });

  it('never ends its line: cut, and a protocol failure', async () => {
    const played = await play({
      script: 'C: EHLO c\nC: NOOP\n',
      server: [...hello, 'C: NOOP', `S: 250 ${'x'.repeat(5000)}`],
      options: { limits: { line: 1000 } },
    });
    expect(played.failure?.kind).toBe('protocol');
    expect(played.failure?.message).toContain('limits');
  });

  it('closes in mid-reply: what had come is shown', async () => {
    const played = await playAtEverySize({
      script: 'C: EHLO c\nC: NOOP\n',
      server: [...hello, 'C: NOOP', 'S"250-fo"', 'FIN'],
    });
    expect(played.failure?.kind).toBe('closed');
    expect(played.failure?.message).toContain('mid-reply after "250-fo"');
    expect(played.transcript).toContain('S: 250-fo');
  });

  it('breaks the connection', async () => {
    const played = await play({ script: 'C: EHLO c\nC: NOOP\n', server: [...hello, 'C: NOOP', 'RST'] });
    expect(played.failure?.message).toContain('ECONNRESET');
  });

  it('falls silent: a timeout that says what was awaited, and what had come', async () => {
    const played = await play({
      script: 'timeout 5s\nC: EHLO c\nC: NOOP\nS: 250 ok\n',
      server: [...hello, 'C: NOOP', 'S"25"'],
    });
    expect(played.failure?.kind).toBe('timeout');
    expect(played.failure?.message).toContain('`NOOP` within 5 s');
    expect(played.failure?.actual).toContain('25');
    expect(played.transcript).toContain('S: 25');
    expect(played.line).toBe(3);
  });

  it('never greets', async () => {
    const played = await play({ script: 'C: EHLO c\n', server: [] });
    expect(played.failure).toMatchObject({ kind: 'timeout' });
    expect(played.elapsed).toBeGreaterThanOrEqual(30_000);
  });

  it('keeps a session busy beyond its time', async () => {
    const played = await play({
      script: 'C: EHLO c\nrepeat 1000\n  wait 1s\nend\n',
      server: [...hello, 'C: QUIT', 'S: 221 x', 'FIN'],
      options: { timeouts: { session: 60_000 } },
    });
    expect(played.failure?.kind).toBe('timeout');
    expect(played.failure?.message).toContain('60 s');
  });

  it('mixes its codes: shown as a finding', async () => {
    const played = await playAtEverySize({
      script: 'C: EHLO c\nC: NOOP\n',
      server: [...hello, 'C: NOOP', 'S: 250-a', 'S: 550 b', 'C: QUIT', 'S: 221 x', 'FIN'],
    });
    expect(played.outcome).toBe('failed');
    const findings = played.events.flatMap((event) => (event.kind === 'received' ? (event.findings ?? []) : []));
    expect(findings.map((one) => one.rule)).toContain('code-mismatch');
  });

  it('puts clear text behind its STARTTLS reply: refused, never used', async () => {
    for (const script of ['C: EHLO c\nstarttls\nC: EHLO c\n', 'C: EHLO c\nC: STARTTLS\nS: 220\nC: EHLO c\n']) {
      const played = await play({ script, server: [...hello, 'C: STARTTLS', 'S: 220 go', 'S: 250 injected'] });
      expect(played.failure?.message).toContain('response injection');
      expect(played.failure?.kind).toBe('tls');
      expect(played.servers[0]?.problem).toBeUndefined();
      expect(played.line).toBe(2);
    }
  });

  it('sends half a line of clear text behind it', async () => {
    const played = await play({
      script: 'C: EHLO c\nstarttls\n',
      server: [...hello, 'C: STARTTLS', 'S"220 go\\r\\n25"'],
    });
    expect(played.failure?.message).toContain('response injection');
  });
});

describe('connecting', () => {
  it('fails as the dialler says', async () => {
    const played = await play({ script: 'C: EHLO c\n', dialFailure: { kind: 'connect', message: 'refused' } });
    expect(played.failure).toMatchObject({ kind: 'connect', message: 'refused' });
    expect(played.line).toBe(1);
  });

  it('never hangs, even when the dialler does', async () => {
    const played = await play({ script: 'C: EHLO c\n', neverConnects: true });
    expect(played.failure?.kind).toBe('timeout');
  });

  it('names the environment that has no such server', async () => {
    const played = await play({ script: 'C: EHLO c\n', environment: { servers: {} } });
    expect(played.failure).toMatchObject({ kind: 'resolve' });
    expect(played.failure?.advice).toContain('mailwright.env.json');
  });

  it('upgrades to TLS by directive and by hand, and forgets what was announced', async () => {
    for (const line of ['starttls', 'C: STARTTLS']) {
      const played = await playAtEverySize({
        script: `C: EHLO c\n${line}\nC: EHLO c\nassert tls.version >= TLSv1.2\nassert tls.authorized = true\nassert capabilities contains AUTH=PLAIN\n`,
        server: [
          ...hello,
          'C: STARTTLS',
          'S: 220 go',
          'TLS',
          'C: EHLO c',
          'S: 250-hi',
          'S: 250 AUTH PLAIN',
          'C: QUIT',
          'S: 221 x',
          'FIN',
        ],
      });
      expect(played.failure).toBeUndefined();
      expect(played.transcript).toContain('TLS');
    }
  });

  it('says what to do about a certificate that does not verify', async () => {
    const played = await play({
      script: 'C: EHLO c\nstarttls\n',
      server: [...hello, 'C: STARTTLS', 'S: 220 go', 'TLS'],
      tlsFailure: { kind: 'tls', message: 'the certificate of mail.example is not trusted: self-signed' },
    });
    expect(played.failure?.kind).toBe('tls');
    expect(played.failure?.advice).toContain('insecure');
  });
});

describe('a cancelled run', () => {
  it('stops the step, runs clean-up, says goodbye', async () => {
    const played = await play({
      script: 'C: EHLO c\nwait 60s\nC: NOOP\nalways\n  C: RSET\nend\n',
      server: [...hello, 'C: RSET', 'S: 250 ok', 'C: QUIT', 'S: 221 x', 'FIN'],
      abortAt: (event) => event.kind === 'received' && event.wire.text.startsWith('250 hi'),
    });
    expect(played.outcomes).toEqual(['cancelled']);
    expect(played.servers[0]?.left).toEqual([]);
    expect(played.servers[0]?.problem).toBeUndefined();
  });

  it('does not say QUIT into a message', async () => {
    const played = await play({
      script: 'C: EHLO c\nC: DATA\nwait 60s\nC: .\n',
      server: [...hello, 'C: DATA', 'S: 354 go'],
      abortAt: (event) => event.kind === 'received' && event.wire.text.startsWith('354'),
    });
    expect(played.outcomes).toEqual(['cancelled']);
    expect(played.servers[0]?.problem).toBeUndefined();
    expect(played.servers[0]?.closedBy).toBe('fin');
  });

  it('ends while it connects', async () => {
    const played = await play({
      script: '### One\nC: EHLO c\n### Two\nC: EHLO c\n',
      neverConnects: true,
      abortAt: (event) => event.kind === 'connecting',
    });
    expect(played.outcome).toBe('cancelled');
    expect(new Set(played.outcomes)).toEqual(new Set(['cancelled']));
  });

  it('ends although the server never answers goodbye or clean-up', async () => {
    const played = await play({
      script: 'C: EHLO c\nC: NOOP\nalways\n  C: RSET\nend\n',
      server: [...hello, 'C: NOOP'],
      abortAt: (event) => event.kind === 'sent' && event.wire.text.startsWith('NOOP'),
    });
    expect(played.outcomes).toEqual(['cancelled']);
    expect(played.elapsed).toBeLessThanOrEqual(11_000);
  });
});

import { describe, expect, it } from 'vitest';
import { play, playAtEverySize, problemsOf } from './lab';

const goodbye = ['C: QUIT', 'S: +OK bye', 'FIN'];

describe('a POP3 dialogue', () => {
  it('reads bodies by the table of commands', async () => {
    const played = await playAtEverySize({
      protocol: 'pop3',
      script: [
        'S: +OK',
        'C: USER bob',
        'C: PASS pw',
        'C: LIST',
        'S: +OK',
        'S: 1 {{@size}}',
        'C: LIST 1',
        'S: +OK 1',
        'C: RETR 1',
        'S: +OK',
        'S: Subject: x',
        '',
      ].join('\n'),
      server: [
        'S: +OK hi',
        'C: USER bob',
        'S: +OK',
        'C: PASS pw',
        'S: +OK',
        'C: LIST',
        'S: +OK 1 message',
        'S: 1 120',
        'S: .',
        'C: LIST 1',
        'S: +OK 1 120',
        'C: RETR 1',
        'S: +OK',
        'S: Subject: x',
        'S:',
        'S: ..dot',
        'S: .',
        ...goodbye,
      ],
    });
    expect(problemsOf(played)).toEqual([]);
    expect(played.captured).toEqual({ size: '120' });
  });

  it('fails at -ERR, unless a line expects it', async () => {
    const server = ['S: +OK hi', 'C: USER bob', 'S: -ERR [IN-USE] no', ...goodbye];
    expect((await play({ protocol: 'pop3', script: 'C: USER bob\n', server })).failure?.kind).toBe('mismatch');
    expect(problemsOf(await play({ protocol: 'pop3', script: 'C: USER bob\nS: -ERR [IN-USE]\n', server }))).toEqual([]);
  });

  it('goes through AUTH by hand', async () => {
    const played = await playAtEverySize({
      protocol: 'pop3',
      script: 'C: AUTH PLAIN\nS: +\nC: AGJvYgBwdw==\nS: +OK\nC: STAT\n',
      server: [
        'S: +OK hi',
        'C: AUTH PLAIN',
        'S: + ',
        'C: AGJvYgBwdw==',
        'S: +OK in',
        'C: STAT',
        'S: +OK 0 0',
        ...goodbye,
      ],
    });
    expect(problemsOf(played)).toEqual([]);
    expect(played.events.filter((event) => event.kind === 'sent').map((event) => event.role)).toEqual([
      'command',
      'sasl',
      'command',
      'command',
    ]);
  });

  it('upgrades by STLS and refuses what is injected', async () => {
    const played = await playAtEverySize({
      protocol: 'pop3',
      script: 'starttls\nC: CAPA\n',
      server: ['S: +OK hi', 'C: STLS', 'S: +OK go', 'TLS', 'C: CAPA', 'S: +OK', 'S: USER', 'S: .', ...goodbye],
    });
    expect(problemsOf(played)).toEqual([]);
    const injected = await play({
      protocol: 'pop3',
      script: 'starttls\n',
      server: ['S: +OK hi', 'C: STLS', 'S: +OK go', 'S: +OK more'],
    });
    expect(injected.failure?.message).toContain('response injection');
  });

  it('does not remove marked messages when the session went wrong', async () => {
    const played = await play({
      protocol: 'pop3',
      script: 'C: DELE 1\nC: RETR 9\n',
      server: ['S: +OK hi', 'C: DELE 1', 'S: +OK', 'C: RETR 9', 'S: -ERR no such'],
    });
    expect(played.outcome).toBe('failed');
    expect(played.servers[0]?.heard).not.toContain('QUIT');
  });

  it('keeps a large body in a file', async () => {
    const played = await playAtEverySize({
      protocol: 'pop3',
      script: 'C: RETR 1\n',
      server: ['S: +OK hi', 'C: RETR 1', 'S: +OK here', `S"${'0123456789\\r\\n'.repeat(30)}"`, 'S: .', ...goodbye],
      options: { limits: { spill: 100 } },
    });
    expect(problemsOf(played)).toEqual([]);
    expect(Object.values(played.kept).map((text) => text.length)).toEqual([363]);
  });

  it('asks CAPA for what a session needs', async () => {
    const played = await play({
      protocol: 'pop3',
      script: 'needs UIDL\nC: STAT\n',
      server: ['S: +OK hi', 'C: CAPA', 'S: +OK', 'S: TOP', 'S: .', ...goodbye],
    });
    expect(played.reasons).toEqual(['the server does not announce UIDL']);
    expect(problemsOf(played)).toEqual([]);
  });
});

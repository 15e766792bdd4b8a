import { describe, expect, it } from 'vitest';
import { play, playAtEverySize, problemsOf } from './lab';

const goodbye = ['C: QUIT', 'S: 221 bye', 'FIN'];

describe('an SMTP dialogue', () => {
  it('runs in lock-step, captures, and says goodbye', async () => {
    const played = await playAtEverySize({
      script: ['S: 220', 'C: EHLO client.example', 'S: 250-SIZE', 'S: 250', 'C: NOOP', 'S: 250 ok {{@id}}', ''].join(
        '\n',
      ),
      server: [
        'S: 220 mail.example ESMTP',
        'C: EHLO client.example',
        'S: 250-mail.example',
        'S: 250 SIZE 1000',
        'C: NOOP',
        'S: 250 ok 4711',
        ...goodbye,
      ],
    });
    expect(problemsOf(played)).toEqual([]);
    expect(played.outcome).toBe('passed');
    expect(played.captured).toEqual({ id: '4711' });
    expect(played.transcript).toEqual([
      'S: 220 mail.example ESMTP',
      'C: EHLO client.example',
      'S: 250-mail.example\r\n250 SIZE 1000',
      'C: NOOP',
      'S: 250 ok 4711',
      'C: QUIT',
      'S: 221 bye',
      'closed by peer (fin)',
    ]);
  });

  it('fails the line that a refusal meets unexpected', async () => {
    const played = await play({
      script: 'C: EHLO client.example\nC: MAIL FROM:<a@b.example>\nC: NOOP\n',
      server: [
        'S: 220 hi',
        'C: EHLO client.example',
        'S: 250 hi',
        'C: MAIL FROM:<a@b.example>',
        'S: 550 no',
        ...goodbye,
      ],
    });
    expect(played.failure?.kind).toBe('mismatch');
    expect(played.line).toBe(2);
    expect(played.servers[0]?.problem).toBeUndefined();
  });

  it('sends a message and the next envelope in one write (RFC 2920 §3.1)', async () => {
    const played = await playAtEverySize({
      script: [
        'C: EHLO c',
        'C: DATA',
        'pipeline',
        '  C: """',
        '  one',
        '  """',
        '  C: MAIL FROM:<a@b.example>',
        '  C: DATA',
        'end',
        'S: 250 first',
        'S: 250 sender',
        'S: 354',
        'C: .',
        '',
      ].join('\n'),
      server: [
        'S: 220 hi',
        'C: EHLO c',
        'S: 250 hi',
        'C: DATA',
        'S: 354 go',
        'C: one',
        'C: .',
        'C: MAIL FROM:<a@b.example>',
        'C: DATA',
        'S: 250 first',
        'S: 250 sender',
        'S: 354 go',
        'C: .',
        'S: 250 second',
        ...goodbye,
      ],
    });
    expect(problemsOf(played)).toEqual([]);
    expect(played.outcome).toBe('passed');
  });

  it('judges the greeting by the script when it speaks of it, else it must be positive', async () => {
    const refused = await play({ script: 'C: EHLO c\n', server: ['S: 554 go away'] });
    expect(refused.failure?.kind).toBe('refused');
    expect(refused.failure?.message).toContain('554 go away');
    const expected = await play({ script: 'S: 554\n', server: ['S: 554 go away', 'C: QUIT', 'S: 221 x', 'FIN'] });
    expect(expected.outcome).toBe('passed');
  });

  it('sends a block as message data, dot-stuffed, and lines of data as they are', async () => {
    const script = [
      'C: EHLO c',
      'C: DATA',
      'S: 354',
      'C: """',
      '.dot',
      'two',
      '"""',
      'S: 250 done',
      'C: DATA',
      'C: a',
      'C: ..b',
      'C: .',
      'S: 250',
      '',
    ].join('\n');
    const played = await playAtEverySize({
      script,
      server: [
        'S: 220 hi',
        'C: EHLO c',
        'S: 250 hi',
        'C: DATA',
        'S: 354 go',
        'C: ..dot',
        'C: two',
        'C: .',
        'S: 250 done',
        'C: DATA',
        'S: 354 go',
        'C: a',
        'C: ..b',
        'C: .',
        'S: 250 ok',
        ...goodbye,
      ],
    });
    expect(problemsOf(played)).toEqual([]);
  });

  it('counts BDAT blocks, and takes a chunk by hand', async () => {
    const played = await playAtEverySize({
      script: [
        'C: EHLO c',
        'C: BDAT """',
        'one',
        '""" LAST',
        'S: 250',
        'C: BDAT 8 LAST',
        'C: ab',
        'C: cd',
        'S: 250 fine',
        '',
      ].join('\n'),
      server: [
        'S: 220 hi',
        'C: EHLO c',
        'S: 250 hi',
        'C: BDAT 5 LAST',
        'C: one',
        'S: 250 ok',
        'C: BDAT 8 LAST',
        'C: ab',
        'C: cd',
        'S: 250 fine',
        ...goodbye,
      ],
    });
    expect(problemsOf(played)).toEqual([]);
  });

  it('sends a pipeline in one write and judges every reply', async () => {
    const script = [
      'C: EHLO c',
      'pipeline',
      '  C: MAIL FROM:<a@b>',
      '  C: RCPT TO:<x@b>',
      '  C: RCPT TO:<y@b>',
      'end',
      'S: 250',
      'S: 250',
      'S: 550',
      '',
    ].join('\n');
    const played = await playAtEverySize({
      script,
      server: [
        'S: 220 hi',
        'C: EHLO c',
        'S: 250-hi',
        'S: 250 PIPELINING',
        'C: MAIL FROM:<a@b>',
        'C: RCPT TO:<x@b>',
        'C: RCPT TO:<y@b>',
        'S: 250 ok',
        'S: 250 ok',
        'S: 550 no',
        ...goodbye,
      ],
    });
    expect(problemsOf(played)).toEqual([]);
    expect(played.servers[0]?.writes).toBe(3);
  });

  it('fails at a reply that nobody asked for', async () => {
    const played = await play({
      script: 'C: EHLO c\nwait 1s\nC: NOOP\n',
      server: ['S: 220 hi', 'C: EHLO c', 'S: 250 hi', 'S: 250 and again'],
    });
    expect(played.failure?.kind).toBe('protocol');
    expect(played.failure?.message).toContain('and again');
    expect(played.line).toBe(3);
    expect(played.transcript).toContain('S: 250 and again (unexpected)');
  });

  it('also at the end of the session', async () => {
    const played = await play({
      script: 'C: EHLO c\nwait 1s\n',
      server: ['S: 220 hi', 'C: EHLO c', 'S: 250 hi', 'S: 250 and again', ...goodbye],
    });
    expect(played.failure?.kind).toBe('protocol');
  });

  it('sends raw octets as they are, and waits for what they bring', async () => {
    const played = await play({
      script:
        'C: EHLO c\nraw "NOOP\\r\\nNO\\x4fP\\r\\n"\nS: 250 one\nS: 250 two\nraw "ab" every 10ms\nraw "\\r\\n"\nS: 500\n',
      server: [
        'S: 220 hi',
        'C: EHLO c',
        'S: 250 hi',
        'C: NOOP',
        'C: NOOP',
        'S: 250 one',
        'S: 250 two',
        'C: ab',
        'S: 500 what',
        ...goodbye,
      ],
    });
    expect(problemsOf(played)).toEqual([]);
    expect(played.transcript.join()).not.toContain('unexpected');
  });

  it('keeps the message going through raw and silence until the final dot', async () => {
    const played = await play({
      script: 'C: EHLO c\nC: DATA\nS: 354\nraw "first\\n.\\nMAIL FROM:<m@x>\\r\\n"\nsilence 1s\nC: .\nS: 250|550\n',
      server: [
        'S: 220 hi',
        'C: EHLO c',
        'S: 250 hi',
        'C: DATA',
        'S: 354 go',
        'C"first\\n.\\nMAIL FROM:<m@x>\\r\\n"',
        'C: .',
        'S: 250 ok',
        ...goodbye,
      ],
    });
    expect(problemsOf(played)).toEqual([]);
  });

  it('fails when the silence is broken', async () => {
    const played = await play({
      script: 'C: EHLO c\nsilence 1s\n',
      server: ['S: 220 hi', 'C: EHLO c', 'S: 250 hi', 'WAIT 200', 'S: 421 bye'],
    });
    expect(played.failure).toMatchObject({ kind: 'mismatch', actual: '421 bye' });
  });

  it('expects the server to close, and says so when it does not', async () => {
    const server = ['S: 220 hi', 'C: EHLO c', 'S: 250 hi', 'WAIT 500', 'S: 421 bye', 'FIN'];
    expect((await play({ script: 'C: EHLO c\nexpect close\n', server })).outcome).toBe('passed');
    const open = await play({ script: 'C: EHLO c\nexpect close\n', server: [...server.slice(0, 3), ...goodbye] });
    expect(open.failure?.kind).toBe('timeout');
  });

  it('falls back to HELO by `if`', async () => {
    const played = await play({
      script: 'S: 220\nC: EHLO c\nS: 250|502\nif reply.code != 250\n  C: HELO c\n  S: 250\nend\nC: QUIT\nS: 221\n',
      server: ['S: 220 hi', 'C: EHLO c', 'S: 502 what', 'C: HELO c', 'S: 250 hi', 'C: QUIT', 'S: 221 bye', 'FIN'],
    });
    expect(problemsOf(played)).toEqual([]);
  });

  it('gives LMTP one reply for each accepted recipient', async () => {
    const script = [
      'C: LHLO c',
      'C: MAIL FROM:<a@b>',
      'C: RCPT TO:<x@b>',
      'C: RCPT TO:<n@b>',
      'S: 550',
      'C: RCPT TO:<y@b>',
      'C: DATA',
      'S: 354',
      'C: """',
      'hi',
      '"""',
      'S: 250 x',
      'S: 452 y',
      '',
    ].join('\n');
    const server = [
      'S: 220 hi',
      'C: LHLO c',
      'S: 250 hi',
      'C: MAIL FROM:<a@b>',
      'S: 250 ok',
      'C: RCPT TO:<x@b>',
      'S: 250 ok',
      'C: RCPT TO:<n@b>',
      'S: 550 no',
      'C: RCPT TO:<y@b>',
      'S: 250 ok',
      'C: DATA',
      'S: 354 go',
      'C: hi',
      'C: .',
      'S: 250 x',
      'S: 452 y full',
      ...goodbye,
    ];
    expect(problemsOf(await playAtEverySize({ protocol: 'lmtp', script, server }))).toEqual([]);
    const byDefault = await play({ protocol: 'lmtp', script: script.replace('S: 250 x\nS: 452 y\n', ''), server });
    expect(byDefault.failure?.message).toContain('452');
  });

  it('runs a body again until it holds', async () => {
    const played = await play({
      script: 'C: EHLO c\nretry 10s every 2s\n  C: VRFY x\n  S: 250 {{@who}}\nend\n',
      server: [
        'S: 220 hi',
        'C: EHLO c',
        'S: 250 hi',
        'C: VRFY x',
        'S: 450 later',
        'C: VRFY x',
        'S: 450 later',
        'C: VRFY x',
        'S: 250 bob',
        ...goodbye,
      ],
    });
    expect(problemsOf(played)).toEqual([]);
    expect(played.elapsed).toBeGreaterThanOrEqual(4_000);
    expect(played.transcript.filter((line) => line.includes('attempt'))).toHaveLength(3);
  });

  it('gives up when the time of a retry is over', async () => {
    const again = ['C: VRFY x', 'S: 450 later'];
    const played = await play({
      script: 'C: EHLO c\nretry 3s every 2s\n  C: VRFY x\nend\n',
      server: ['S: 220 hi', 'C: EHLO c', 'S: 250 hi', ...again, ...again, ...goodbye],
    });
    expect(played.failure?.kind).toBe('mismatch');
    expect(played.failure?.advice).toContain('Tried 2 times');
  });

  it('repeats a body with its number', async () => {
    const played = await play({
      script: 'C: EHLO c\nrepeat 3\n  C: VRFY u{{$index}}\n  S: 250 {{@name}}\nend\n',
      server: [
        'S: 220 hi',
        'C: EHLO c',
        'S: 250 hi',
        ...[1, 2, 3].flatMap((n) => [`C: VRFY u${n}`, `S: 250 u${n}`]),
        ...goodbye,
      ],
    });
    expect(problemsOf(played)).toEqual([]);
  });

  it('skips a session whose server lacks what it needs', async () => {
    const played = await play({
      script: 'needs DSN\nC: EHLO c\nC: NOOP\n',
      server: ['S: 220 hi', 'C: EHLO c', 'S: 250-hi', 'S: 250 SIZE', ...goodbye],
    });
    expect(played.outcome).toBe('skipped');
    expect(played.reasons).toEqual(['the server does not announce DSN']);
    expect(problemsOf(played)).toEqual([]);
  });

  it('runs clean-up after a failure, and notes what fails there', async () => {
    const played = await play({
      script: 'C: EHLO c\nC: VRFY a\nalways\n  C: VRFY b\n  C: RSET\nend\n',
      server: [
        'S: 220 hi',
        'C: EHLO c',
        'S: 250 hi',
        'C: VRFY a',
        'S: 550 no',
        'C: VRFY b',
        'S: 550 no',
        'C: RSET',
        'S: 250 ok',
        ...goodbye,
      ],
    });
    expect(played.line).toBe(2);
    expect(played.servers[0]?.problem).toBeUndefined();
    expect(played.servers[0]?.left).toEqual([]);
    expect(played.transcript.filter((line) => line.startsWith('warning: always'))).toHaveLength(1);
  });

  it('hands captures to later sessions, and skips those that need a failed one', async () => {
    const script = [
      '### One',
      'C: EHLO c',
      'C: NOOP',
      'S: 250 {{@id}}',
      '### Two',
      'C: EHLO c',
      'C: VRFY {{id}}',
      '### Three',
      'C: EHLO c',
      '',
    ].join('\n');
    const first = ['S: 220 hi', 'C: EHLO c', 'S: 250 hi', 'C: NOOP', 'S: 250 q1', ...goodbye];
    const second = ['S: 220 hi', 'C: EHLO c', 'S: 250 hi', 'C: VRFY q1', 'S: 250 ok', ...goodbye];
    const third = ['S: 220 hi', 'C: EHLO c', 'S: 250 hi', ...goodbye];
    const played = await play({ script, server: [first, second, third] });
    expect(problemsOf(played)).toEqual([]);
    expect((await play({ script, server: [first, second], options: { sessions: [1] } })).outcomes).toEqual([
      'passed',
      'passed',
    ]);
    const refused = await play({ script, server: [[...first.slice(0, 4), 'S: 500 no', ...goodbye], third] });
    expect(refused.outcomes).toEqual(['failed', 'skipped', 'passed']);
    expect(refused.reasons).toEqual(['it needs "One", which failed']);
  });

  it('refuses a line end that comes out of a variable, before it is sent', async () => {
    const played = await play({
      script: '@evil = """\na\nRSET\n"""\nC: EHLO c\nC: VRFY {{evil}}\n',
      server: ['S: 220 hi', 'C: EHLO c', 'S: 250 hi', ...goodbye],
    });
    expect(played.failure?.message).toContain('command injection');
    expect(problemsOf({ ...played, failure: undefined })).toEqual([]);
  });

  it('finds what is missing before it connects', async () => {
    const server: string[] = [];
    const undefinedName = await play({ script: 'C: EHLO {{nobody}}\n', server });
    expect(undefinedName.failure).toMatchObject({ kind: 'resolve' });
    const secret = await play({ script: 'C: EHLO c\nC: VRFY {{$secret none}}\n', server });
    expect(secret.failure).toMatchObject({ kind: 'resolve' });
    const file = await play({ script: 'C: EHLO c\nC: DATA\nC: {{< ./none.eml}}\n', server });
    expect(file.failure).toMatchObject({ kind: 'resolve' });
    expect([...undefinedName.servers, ...secret.servers, ...file.servers]).toEqual([]);
  });

  it('sends a file as message data', async () => {
    const played = await play({
      script: 'C: EHLO c\nC: DATA\nC: {{< ./m.eml}}\nS: 250\n',
      files: { './m.eml': new TextEncoder().encode('a\r\n.b') },
      server: [
        'S: 220 hi',
        'C: EHLO c',
        'S: 250 hi',
        'C: DATA',
        'S: 354 go',
        'C: a',
        'C: ..b',
        'C: .',
        'S: 250 ok',
        ...goodbye,
      ],
    });
    expect(problemsOf(played)).toEqual([]);
  });

  it('closes a connection before it opens another of the same name', async () => {
    const played = await play({
      script: 'connect as a\na C: EHLO c\nconnect as a\na C: EHLO d\nreset\n',
      server: [
        ['S: 220 hi', 'C: EHLO c', 'S: 250 hi'],
        ['S: 220 hi', 'C: EHLO d', 'S: 250 hi'],
      ],
    });
    expect(played.outcome).toBe('passed');
    expect(played.servers.map((server) => server.closedBy)).toEqual(['fin', 'rst']);
  });

  it('logs, asserts, and shows what an assertion found', async () => {
    const server = [
      'S: 220 hi',
      'C: EHLO c',
      'S: 250-hi',
      'S: 250-SIZE 99',
      'S: 250 AUTH PLAIN',
      'C: NOOP',
      'S: 250 2.0.0 fine',
      ...goodbye,
    ];
    const script = [
      'C: EHLO c',
      'assert capabilities contains SIZE',
      'C: NOOP',
      'assert reply.code = 250',
      'assert reply.enhanced = 2.0.0',
      'assert reply.text startsWith fi',
      'assert reply.time < 1s',
      'log it says {{$hostname}}',
      '',
    ];
    const played = await play({ script: script.join('\n'), server });
    expect(problemsOf(played)).toEqual([]);
    expect(played.transcript).toContain('log: it says client.example');
    const wrong = await play({ script: [...script.slice(0, 3), 'assert reply.code = 251', ''].join('\n'), server });
    expect(wrong.failure).toMatchObject({ kind: 'assert', actual: '250' });
  });
});

describe('octets by hand', () => {
  it('lets raw bring the octets of a chunk announced by hand', async () => {
    const played = await playAtEverySize({
      script: 'C: EHLO c\nC: BDAT 4 LAST\nraw "ab\\r\\n"\nS: 250 taken\nC: NOOP\n',
      server: [
        'S: 220 hi',
        'C: EHLO c',
        'S: 250 hi',
        'C: BDAT 4 LAST',
        'C: ab',
        'S: 250 taken',
        'C: NOOP',
        'S: 250 ok',
        ...goodbye,
      ],
    });
    expect(problemsOf(played)).toEqual([]);
  });

  it('upgrades in a pipeline, where what was sent in clear behind STARTTLS is answered on TLS or not at all', async () => {
    const played = await play({
      script: 'timeout 1s\nC: EHLO c\npipeline\n  C: STARTTLS\n  C: NOOP\nend\n',
      server: ['S: 220 hi', 'C: EHLO c', 'S: 250 hi', 'C: STARTTLS', 'C: NOOP', 'S: 220 go', 'TLS'],
    });
    expect(played.failure).toMatchObject({ kind: 'timeout' });
    expect(played.transcript).toContain('TLS');
  });
});

import { describe, expect, it } from 'vitest';
import { play, playAtEverySize, problemsOf, type Scenario } from './lab';

const hello = 'S: * OK [CAPABILITY IMAP4rev1 LITERAL+ IDLE] ready';
const imap = (script: readonly string[], server: readonly string[], more: Partial<Scenario> = {}): Scenario => ({
  protocol: 'imap',
  script: `${script.join('\n')}\n`,
  server: [hello, ...server],
  ...more,
});
const goodbye = (n: number): string[] => [`C: A${n} LOGOUT`, 'S: * BYE bye', `S: A${n} OK done`, 'FIN'];

describe('an IMAP dialogue', () => {
  it('makes tags, shows untagged data, captures, and logs out', async () => {
    const played = await playAtEverySize(
      imap(
        [
          'S: * OK',
          'C: SELECT INBOX',
          'S: * {{@n}} EXISTS',
          'S: OK [READ-WRITE]',
          'assert mailbox.exists = 3',
          'assert mailbox.uidvalidity = 7',
          'C: NOOP',
        ],
        [
          'C: A1 SELECT INBOX',
          'S: * FLAGS (\\Seen)',
          'S: * 3 EXISTS',
          'S: * OK [UIDVALIDITY 7] x',
          'S: A1 OK [READ-WRITE] done',
          'C: A2 NOOP',
          'S: * 4 EXISTS',
          'S: A2 OK x',
          ...goodbye(3),
        ],
      ),
    );
    expect(problemsOf(played)).toEqual([]);
    expect(played.captured).toEqual({ n: '3' });
    expect(played.transcript).toContain('S: * 4 EXISTS');
  });

  it('fails at NO that no line expects, and takes it when one does', async () => {
    const server = ['C: A1 SELECT x', 'S: A1 NO [NONEXISTENT] none', ...goodbye(2)];
    expect((await play(imap(['C: SELECT x'], server))).failure?.kind).toBe('mismatch');
    expect((await play(imap(['C: SELECT x', 'S: * 1 EXISTS'], server))).failure?.kind).toBe('mismatch');
    expect(problemsOf(await play(imap(['C: SELECT x', 'S: NO [NONEXISTENT]'], server)))).toEqual([]);
  });

  it('counts literals and waits for +', async () => {
    const played = await playAtEverySize(
      imap(
        ['C: APPEND INBOX (\\Seen) """', 'Subject: x', '', 'hi', '"""', 'S: OK [APPENDUID {{@v}} {{@u}}]'],
        [
          'C: A1 APPEND INBOX (\\Seen) {18}',
          'S: + go',
          'C"Subject: x\\r\\n\\r\\nhi\\r\\n"',
          'C:',
          'S: A1 OK [APPENDUID 7 12] done',
          ...goodbye(2),
        ],
      ),
    );
    expect(problemsOf(played)).toEqual([]);
    expect(played.captured).toEqual({ v: '7', u: '12' });
  });

  it('does not send the rest when the literal is refused', async () => {
    const played = await playAtEverySize(
      imap(
        ['C: APPEND nobox """', 'hi', '"""', 'S: NO [TRYCREATE]'],
        ['C: A1 APPEND nobox {4}', 'S: A1 NO [TRYCREATE] none', ...goodbye(2)],
      ),
    );
    expect(problemsOf(played)).toEqual([]);
  });

  it('sends {n+} and ~{n} as written', async () => {
    const plain = await play(
      imap(
        ['C: APPEND a """+', 'hi', '"""', 'C: APPEND a """~+', 'hi', '"""'],
        [
          'C: A1 APPEND a {4+}',
          'C: hi',
          'C:',
          'S: A1 OK x',
          'C: A2 APPEND a ~{4+}',
          'C: hi',
          'C:',
          'S: A2 OK x',
          ...goodbye(3),
        ],
      ),
    );
    expect(problemsOf(plain)).toEqual([]);
  });

  it('takes hand-made literals by their count', async () => {
    const played = await playAtEverySize(
      imap(
        ['C: a1 APPEND INBOX {8}', 'S: +', 'C: ab', 'C: cd', 'C:', 'S: a1 OK'],
        ['C: a1 APPEND INBOX {8}', 'S: + go', 'C: ab', 'C: cd', 'C:', 'S: a1 OK done', ...goodbye(1)],
      ),
    );
    expect(problemsOf(played)).toEqual([]);
  });

  it('says what is missing when the count is wrong', async () => {
    const played = await play(
      imap(
        ['timeout 2s', 'C: APPEND INBOX {80}', 'S: +', 'C: ab', 'S: OK'],
        ['C: A1 APPEND INBOX {80}', 'S: + go', 'C: ab'],
      ),
    );
    expect(played.failure?.kind).toBe('timeout');
    expect(played.failure?.advice).toContain('76 octets more');
  });

  it('idles: data comes by itself, DONE ends it', async () => {
    const played = await playAtEverySize(
      imap(
        ['C: IDLE', 'S: +', 'S: * {{@n}} EXISTS', 'C: DONE', 'S: OK', 'C: NOOP'],
        [
          'C: A1 IDLE',
          'S: + idling',
          'WAIT 1000',
          'S: * 5 EXISTS',
          'C: DONE',
          'S: A1 OK done',
          'C: A2 NOOP',
          'S: A2 OK x',
          ...goodbye(3),
        ],
      ),
    );
    expect(problemsOf(played)).toEqual([]);
    expect(played.captured).toEqual({ n: '5' });
  });

  it('keeps what IDLE brings while another connection speaks', async () => {
    const played = await playAtEverySize({
      protocol: 'imap',
      script: [
        'connect as w',
        'connect as o',
        'w C: IDLE',
        'w S: + ...',
        'o C: NOOP',
        'wait 1s',
        'w S: * {{@n}} EXISTS',
        'w C: DONE',
        'w S: OK',
        '',
      ].join('\n'),
      server: [
        [hello, 'C: A1 IDLE', 'S: + idling', 'S: * 5 EXISTS', 'C: DONE', 'S: A1 OK x', ...goodbye(2)],
        [hello, 'C: A1 NOOP', 'S: A1 OK x', ...goodbye(2)],
      ],
    });
    expect(problemsOf(played)).toEqual([]);
  });

  it('ends IDLE by itself when a session ends in it', async () => {
    const played = await play(imap(['C: IDLE'], ['C: A1 IDLE', 'S: + idling', 'C: DONE', 'S: A1 OK x', ...goodbye(2)]));
    expect(problemsOf(played)).toEqual([]);
  });

  it('keeps several commands in flight apart by their tags', async () => {
    const played = await playAtEverySize(
      imap(
        ['pipeline', '  C: a1 NOOP', '  C: a2 CHECK', 'end', 'S: a1 OK first', 'S: a2 NO second'],
        ['C: a1 NOOP', 'C: a2 CHECK', 'S: a2 NO second', 'S: a1 OK first', ...goodbye(1)],
      ),
    );
    expect(problemsOf(played)).toEqual([]);
  });

  it('explains why a waiting literal cannot be in a pipeline', async () => {
    const played = await play(imap(['pipeline', '  C: APPEND a """', 'hi', '  """', 'end'], goodbye(1))).catch(
      (error: unknown) => String(error),
    );
    if (typeof played === 'string') expect(played).toContain('pipeline');
    else expect(played.failure?.message).toContain('pipeline');
  });

  it('fails at a tag that is nobody’s', async () => {
    const played = await playAtEverySize(imap(['C: NOOP'], ['C: A1 NOOP', 'S: B7 OK x']));
    expect(played.failure?.kind).toBe('protocol');
    expect(played.failure?.message).toContain('"B7"');
  });

  it('fails at BYE, unless a line expects it', async () => {
    const server = ['C: A1 NOOP', 'S: * BYE over', 'FIN'];
    expect((await playAtEverySize(imap(['C: NOOP'], server))).failure).toMatchObject({
      kind: 'closed',
      actual: 'over',
    });
    const idle = await play(
      imap(['C: NOOP', 'wait 1s', 'C: NOOP'], ['C: A1 NOOP', 'S: A1 OK x', 'S: * BYE over', 'FIN']),
    );
    expect(idle.failure).toMatchObject({ kind: 'closed' });
    const expected = await play(
      imap(['C: NOOP', 'wait 1s', 'S: * BYE', 'expect close'], ['C: A1 NOOP', 'S: A1 OK x', 'S: * BYE over', 'FIN']),
    );
    expect(problemsOf(expected)).toEqual([]);
  });

  it('allows other data, but not under strict', async () => {
    const server = ['C: A1 NOOP', 'S: * 3 EXISTS', 'S: A1 OK x', ...goodbye(2)];
    expect((await play(imap(['C: NOOP'], server))).outcome).toBe('passed');
    expect((await play(imap(['strict', 'C: NOOP'], server))).failure?.message).toContain('strict');
    expect((await play(imap(['strict', 'C: NOOP', 'S?: * 3 EXISTS'], server))).outcome).toBe('passed');
  });

  it('follows a message by #n through EXPUNGE', async () => {
    const played = await playAtEverySize(
      imap(
        ['C: NOOP', 'S: * #3 FETCH (FLAGS (\\Seen))'],
        ['C: A1 NOOP', 'S: * 1 EXPUNGE', 'S: * 2 FETCH (FLAGS (\\Seen))', 'S: A1 OK x', ...goodbye(2)],
      ),
    );
    expect(problemsOf(played)).toEqual([]);
  });

  it('upgrades to TLS; what follows the OK in clear is refused', async () => {
    const played = await playAtEverySize(
      imap(
        ['starttls', 'C: NOOP'],
        ['C: A1 STARTTLS', 'S: A1 OK go', 'TLS', 'C: A2 NOOP', 'S: A2 OK x', ...goodbye(3)],
      ),
    );
    expect(problemsOf(played)).toEqual([]);
    const injected = await play(imap(['starttls', 'C: NOOP'], ['C: A1 STARTTLS', 'S: A1 OK go', 'S: * 9 EXISTS']));
    expect(injected.failure?.message).toContain('response injection');
    expect(injected.transcript.join()).not.toContain('EXISTS\nC:');
  });

  it('compresses after the OK', async () => {
    const played = await playAtEverySize(
      imap(
        ['C: COMPRESS DEFLATE', 'C: NOOP'],
        ['C: A1 COMPRESS DEFLATE', 'S: A1 OK go', 'DEFLATE', 'C: A2 NOOP', 'S: A2 OK x', ...goodbye(3)],
      ),
    );
    expect(problemsOf(played)).toEqual([]);
    expect(played.transcript).toContain('DEFLATE');
  });

  it('keeps a large literal in a file, and goes on', async () => {
    const body = `${'line of it\\r\\n'.repeat(20)}`;
    const played = await playAtEverySize(
      imap(
        ['C: FETCH 1 BODY[]', 'S: OK'],
        ['C: A1 FETCH 1 BODY[]', 'S: * 1 FETCH (BODY[] {240}', `S"${body}"`, 'S: )', 'S: A1 OK x', ...goodbye(2)],
        { options: { limits: { spill: 100 } } },
      ),
    );
    expect(problemsOf(played)).toEqual([]);
    expect(Object.values(played.kept).map((text) => text.length)).toEqual([240]);
  });

  it('fails at a literal beyond the limit', async () => {
    const played = await play(
      imap(['C: FETCH 1 BODY[]'], ['C: A1 FETCH 1 BODY[]', 'S: * 1 FETCH (BODY[] {999999}', 'S: hello'], {
        options: { limits: { literal: 1000 } },
      }),
    );
    expect(['protocol', 'timeout']).toContain(played.failure?.kind);
  });

  it('shows garbage, and fails', async () => {
    const played = await playAtEverySize(imap(['C: NOOP'], ['C: A1 NOOP', 'S"\\x00\\x01(((\\r\\n"', 'S: A1 OK x']));
    expect(played.outcome).toBe('failed');
  });

  it('judges needs after authentication, asking for it when it was not announced', async () => {
    const script = ['needs MOVE', 'C: LOGIN bob pw', 'C: NOOP'];
    const login = ['C: A1 LOGIN bob pw', 'S: A1 OK x', 'C: A2 CAPABILITY'];
    const missing = await play(imap(script, [...login, 'S: * CAPABILITY IMAP4rev1', 'S: A2 OK x', ...goodbye(3)]));
    expect(missing.outcome).toBe('skipped');
    expect(problemsOf(missing)).toEqual([]);
    const there = await play(
      imap(script, [
        ...login,
        'S: * CAPABILITY IMAP4rev1 MOVE',
        'S: A2 OK x',
        'C: A3 NOOP',
        'S: A3 OK x',
        ...goodbye(4),
      ]),
    );
    expect(problemsOf(there)).toEqual([]);
    const asked = there.events.find((event) => event.kind === 'sent' && event.wire.text.includes('CAPABILITY'));
    expect(asked).toMatchObject({ note: 'ours: what can the server do?' });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../../src/base';
import { capabilities } from '../../../src/protocol/pop3/capabilities';
import { parseCommand } from '../../../src/protocol/pop3/command-line';
import { commandProblems } from '../../../src/protocol/pop3/command-problems';
import { commandInfo, commands, expectsBody } from '../../../src/protocol/pop3/commands';
import { parseResponse } from '../../../src/protocol/pop3/response';
import { responseCodes } from '../../../src/protocol/pop3/response-codes';
import { responseFramer } from '../../../src/protocol/pop3/response-framer';
import { responseRules } from '../../../src/protocol/pop3/response-rules';
import { nextState, type Pop3State, transitions } from '../../../src/protocol/pop3/state';

const at = (line: string): string[] =>
  parseCommand(line).problems.map(({ id, range }) => `${id}: ${line.slice(range.start, range.end)}`);

describe('parseCommand', () => {
  it('reads keyword and arguments with their ranges', () => {
    expect(parseCommand('top 1 10')).toMatchObject({
      keyword: 'TOP',
      keywordRange: { start: 0, end: 3 },
      arguments: [
        { text: '1', range: { start: 4, end: 5 } },
        { text: '10', range: { start: 6, end: 8 } },
      ],
      multiline: true,
      problems: [],
    });
  });

  it('takes all behind PASS for the password, spaces too', () => {
    expect(parseCommand('PASS  two words ').arguments.map((one) => one.text)).toEqual([' two words ']);
  });

  it.each([
    'USER mrose',
    'PASS secret',
    'APOP mrose c4c9334bac560ecc979e58001b3e22fb',
    'AUTH',
    'AUTH PLAIN dGVzdAB0ZXN0AHRlc3Q=',
    'AUTH EXTERNAL =',
    'STLS',
    'CAPA',
    'STAT',
    'LIST',
    'LIST 2',
    'UIDL',
    'RETR 1',
    'DELE 1',
    'TOP 1 0',
    'RSET',
    'NOOP',
    'UTF8',
    'LANG',
    'LANG *',
    'QUIT',
  ])('has nothing to say against %s', (line) => {
    expect(at(line)).toEqual([]);
  });

  it.each([
    ['', 'unknown-command: '],
    ['HELO x', 'unknown-command: HELO'],
    ['RETR', 'missing-argument: RETR'],
    ['PASS', 'missing-argument: PASS'],
    ['STAT 1', 'unexpected-argument: 1'],
    ['TOP 1 2 3', 'unexpected-argument: 3'],
    ['RETR 0', 'bad-message-number: 0'],
    ['DELE one', 'bad-message-number: one'],
    ['TOP 1 all', 'bad-line-count: all'],
    ['APOP mrose C4C9', 'bad-digest: C4C9'],
    ['AUTH PLAIN *', 'bad-initial-response: *'],
    ['AUTH PL.AIN', 'bad-mechanism: PL.AIN'],
    ['NOOP\r', 'control-character: \r'],
    [`USER ${'x'.repeat(249)}`, `line-too-long: USER ${'x'.repeat(249)}`],
  ])('%j: %s', (line, problem) => {
    expect(at(line)).toContain(problem);
  });

  it('says which command was meant', () => {
    expect(parseCommand('RETT 1').problems[0]?.message).toContain('did you mean RETR?');
  });

  it('never throws, and keeps ranges inside the line', () => {
    fc.assert(
      fc.property(fc.string(), (line) => {
        for (const { range } of parseCommand(line).problems) expect(range.end).toBeLessThanOrEqual(line.length);
      }),
    );
  });
});

describe('POP3 tables', () => {
  const tables = {
    commands,
    capabilities,
    responseCodes,
    transitions,
    responseRules: Object.values(responseRules),
    commandProblems: Object.values(commandProblems),
  };

  it.each(Object.entries(tables))('every row of %s has its RFC', (_, rows) => {
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) expect(row.rfc).toMatch(/^RFC \d+( §.+)?$/);
  });

  it('have the commands that are asked for, each once', () => {
    expect(commands.map((row) => row.keyword).sort()).toEqual(
      'APOP AUTH CAPA DELE LANG LIST NOOP PASS QUIT RETR RSET STAT STLS TOP UIDL USER UTF8'.split(' '),
    );
    expect(commandInfo('retr')?.keyword).toBe('RETR');
  });

  it('say which responses have a body', () => {
    const multi = ['CAPA', 'LIST', 'UIDL', 'RETR 1', 'TOP 1 0', 'AUTH', 'LANG', 'list '];
    const single = ['LIST 1', 'UIDL 1', 'STAT', 'AUTH PLAIN', 'LANG en', 'USER a', 'QUIT', 'XYZ', ''];
    expect(multi.filter((line) => !expectsBody(line))).toEqual([]);
    expect(single.filter(expectsBody)).toEqual([]);
  });

  it('name only capabilities and codes that are in the other tables', () => {
    const tags = new Set(capabilities.map((row) => row.tag));
    const codes = new Set(responseCodes.map((row) => row.code));
    for (const { keyword, capability, responses } of commands) {
      if (capability !== undefined) expect(tags, keyword).toContain(capability);
      for (const { status } of responses) {
        const code = /\[(.+)\]/.exec(status)?.[1];
        if (code !== undefined) expect(codes, keyword).toContain(code);
      }
    }
  });
});

describe('the session of RFC 1939 §10', () => {
  const session: readonly (readonly [string, string, Pop3State])[] = [
    ['greeting', '+OK POP3 server ready <1896.697170952@dbc.mtview.ca.us>\r\n', 'authorization'],
    [
      'APOP mrose c4c9334bac560ecc979e58001b3e22fb',
      "+OK mrose's maildrop has 2 messages (320 octets)\r\n",
      'transaction',
    ],
    ['STAT', '+OK 2 320\r\n', 'transaction'],
    ['LIST', '+OK 2 messages (320 octets)\r\n1 120\r\n2 200\r\n.\r\n', 'transaction'],
    ['RETR 1', '+OK 120 octets\r\nthe first message\r\n.\r\n', 'transaction'],
    ['DELE 1', '+OK message 1 deleted\r\n', 'transaction'],
    ['RETR 2', '+OK 200 octets\r\nthe second message\r\n.\r\n', 'transaction'],
    ['DELE 2', '+OK message 2 deleted\r\n', 'transaction'],
    ['QUIT', '+OK dewey POP3 server signing off (maildrop empty)\r\n', 'update'],
    ['close', '', 'closed'],
  ];

  it('is framed, parsed and followed', () => {
    const framer = responseFramer();
    let state: Pop3State = 'opening';
    for (const [line, answer, after] of session) {
      let event = line;
      if (line !== 'greeting' && line !== 'close') {
        const command = parseCommand(line);
        expect(command.info?.states).toContain(state);
        framer.expect(command.multiline);
        event = command.keyword;
      }
      const [frame] = framer.push(utf8(answer));
      if (answer !== '') {
        if (frame?.kind !== 'reply') throw new Error(`no reply to ${line}`);
        expect(parseResponse(frame)).toMatchObject({ positive: true, findings: [] });
        expect(frame.bytes).toHaveLength(answer.length);
      }
      state = nextState(state, event, 'ok');
      expect([line, state]).toEqual([line, after]);
    }
  });
});

describe('nextState', () => {
  it('goes through AUTH, STLS and failures', () => {
    expect(nextState('authorization', 'AUTH', 'continuation')).toBe('authenticating');
    expect(nextState('authenticating', 'response', 'continuation')).toBe('authenticating');
    expect(nextState('authenticating', 'response', 'err')).toBe('authorization');
    expect(nextState('authenticating', 'response', 'ok')).toBe('transaction');
    expect(nextState('authorization', 'stls', 'ok')).toBe('tls');
    expect(nextState('tls', 'handshake', 'ok')).toBe('authorization');
    expect(nextState('authorization', 'PASS', 'err')).toBe('authorization');
    expect(nextState('opening', 'greeting', 'err')).toBe('closed');
    expect(nextState('transaction', 'DELE', 'ok')).toBe('transaction');
  });
});

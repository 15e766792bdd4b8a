import { describe, expect, it } from 'vitest';
import { commandProblems } from '../../../src/protocol/smtp/command-problems';
import { commandInfo, commands } from '../../../src/protocol/smtp/commands';
import { enhancedCodeInfo, enhancedCodes } from '../../../src/protocol/smtp/enhanced-codes';
import { extensionInfo, extensions } from '../../../src/protocol/smtp/extensions';
import { parameterInfo, parameters } from '../../../src/protocol/smtp/parameters';
import { replyCodeInfo, replyCodes } from '../../../src/protocol/smtp/reply-codes';
import { replyRules } from '../../../src/protocol/smtp/reply-rules';
import { commandStates, nextState, transitions } from '../../../src/protocol/smtp/state';

const tables = {
  commands,
  parameters,
  extensions,
  replyCodes,
  enhancedCodes,
  transitions,
  replyRules: Object.values(replyRules),
  commandProblems: Object.values(commandProblems),
};

describe('SMTP tables', () => {
  it.each(Object.entries(tables))('every row of %s has its RFC', (_, rows) => {
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows) expect(row.rfc).toMatch(/^RFC \d+( §.+)?$/);
  });

  it('have the verbs that are asked for, each once', () => {
    const verbs = commands.map((row) => row.verb);
    expect([...verbs].sort()).toEqual(
      'AUTH BDAT DATA EHLO ETRN EXPN HELO HELP LHLO MAIL NOOP QUIT RCPT RSET STARTTLS TURN VRFY XCLIENT XFORWARD'.split(
        ' ',
      ),
    );
    expect(commandInfo('mail')?.verb).toBe('MAIL');
    expect(commandInfo('mailx')).toBe(undefined);
  });

  it('have each parameter, extension and code once', () => {
    for (const keys of [
      parameters.map((row) => `${row.command} ${row.name}`),
      extensions.map((row) => row.keyword),
      replyCodes.map((row) => String(row.code)),
      enhancedCodes.map((row) => row.code),
    ]) {
      expect(new Set(keys).size).toBe(keys.length);
    }
  });

  it('name only extensions, replies and verbs that are in the other tables', () => {
    for (const { extension } of [...commands, ...parameters]) {
      if (extension !== undefined) expect(extensionInfo(extension)?.keyword).toBe(extension);
    }
    const known = new Set(replyCodes.map((row) => row.code));
    for (const { verb, replies } of commands)
      for (const { code } of replies) expect(known, `${verb} ${code}`).toContain(code);
    const events = new Set([
      ...commands.map((row) => row.verb),
      'greeting',
      'message',
      'response',
      'handshake',
      'BDAT LAST',
    ]);
    for (const { on } of transitions) expect(events).toContain(on);
  });

  it('let values that are listed for a parameter pass', () => {
    for (const { name, values, valid } of parameters) {
      for (const value of values) if (value !== 'rfc822;') expect(valid(value), `${name}=${value}`).toBe(true);
    }
    expect(parameterInfo('rcpt', 'notify')?.name).toBe('NOTIFY');
    expect(parameterInfo('MAIL', 'NOTIFY')).toBe(undefined);
  });

  it('let only what RFC 2920 names stand inside a pipelined group', () => {
    expect(commands.filter((row) => row.pipelining === 'anywhere').map((row) => row.verb)).toEqual([
      'MAIL',
      'RCPT',
      'BDAT',
      'RSET',
    ]);
  });

  it('fall back to the class of an unknown code', () => {
    expect(replyCodeInfo(250)?.meaning).toBe('done');
    expect(replyCodeInfo(599)).toMatchObject({ code: 599, rfc: 'RFC 5321 §4.2.1' });
    expect(replyCodeInfo(0)).toBe(undefined);
    expect(enhancedCodeInfo('5.1.1')?.meaning).toBe('bad destination mailbox address');
    expect(enhancedCodeInfo('4.1.99')?.code).toBe('1.0');
    expect(enhancedCodeInfo('3.1.1')).toBe(undefined);
  });
});

describe('nextState', () => {
  it('takes LHLO for EHLO in LMTP (RFC 2033 §4.1)', () => {
    expect(nextState('connected', 'LHLO', 250)).toBe('greeted');
    expect(commandInfo('LHLO')?.protocols).toEqual(['lmtp']);
    expect(commandInfo('EHLO')?.protocols).toEqual(['smtp']);
  });

  it('goes through STARTTLS back to the beginning (RFC 3207 §4.2)', () => {
    expect(nextState('greeted', 'STARTTLS', 454)).toBe('greeted');
    expect(nextState('greeted', 'STARTTLS', 220)).toBe('tls');
    expect(nextState('tls', 'handshake', 0)).toBe('connected');
  });

  it('goes through AUTH (RFC 4954 §4)', () => {
    expect(nextState('greeted', 'AUTH', 235)).toBe('greeted');
    expect(nextState('greeted', 'AUTH', 334)).toBe('authenticating');
    expect(nextState('authenticating', 'response', 334)).toBe('authenticating');
    expect(nextState('authenticating', 'response', 535)).toBe('greeted');
  });

  it('goes through chunks, and only RSET heals a refused one (RFC 3030 §2)', () => {
    expect(nextState('rcpt', 'BDAT', 250)).toBe('bdat');
    expect(nextState('bdat', 'BDAT LAST', 250)).toBe('greeted');
    expect(nextState('bdat', 'BDAT', 552)).toBe('failed');
    expect(nextState('failed', 'MAIL', 250)).toBe('failed');
    expect(nextState('failed', 'RSET', 250)).toBe('greeted');
  });

  it('leaves the transaction open when RCPT fails, and ends it whatever the message gets', () => {
    expect(nextState('mail', 'RCPT', 550)).toBe('mail');
    expect(nextState('rcpt', 'DATA', 554)).toBe('rcpt');
    expect(nextState('data', 'message', 554)).toBe('greeted');
    expect(nextState('rcpt', 'ehlo', 250)).toBe('greeted');
    expect(nextState('rcpt', 'EHLO', 501)).toBe('rcpt');
  });

  it('closes on 421 from everywhere, and only QUIT helps after a 554 greeting (RFC 5321 §3.1)', () => {
    for (const state of commandStates) expect(nextState(state, 'NOOP', 421)).toBe('closed');
    expect(nextState('opening', 'greeting', 554)).toBe('refused');
    expect(nextState('refused', 'EHLO', 250)).toBe('refused');
    expect(nextState('refused', 'QUIT', 221)).toBe('closed');
  });
});

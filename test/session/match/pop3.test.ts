/** POP3 responses compared with `S:` lines. */
import { describe, expect, it } from 'vitest';
import { captures, judge } from './dialogue';

const pop3 = (said: string, ...lines: string[]) => judge('pop3', said, lines);
const list = '+OK 3 messages\n1 120\n2 240\n3 360';

describe('a POP3 response', () => {
  it('succeeds by itself with +OK or a challenge', () => {
    expect(pop3('+OK').ok).toBe(true);
    expect(pop3('+ PDE4OTYuNj4=').ok).toBe(true);
    expect(pop3('-ERR no').failure?.actual).toBe('-ERR no');
    expect(pop3('hello').ok).toBe(false);
  });

  it.each([
    ['+OK', '+OK 2 320', true],
    ['+ok 2', '+OK 2 320', true],
    ['-ERR', '+OK', false],
    ['+OK|-ERR', '-ERR no', true],
    ['OK|ERR', '-ERR no', true],
    ['any', '-ERR no', true],
    ['-ERR [IN-USE]', '-ERR [in-use] Do you have another POP session running?', true],
    ['-ERR Do you', '-ERR [IN-USE] Do you have another POP session running?', true],
    ['-ERR [AUTH]', '-ERR [IN-USE] locked', false],
    ['+OK /messages?$/', '+OK 3 messages', true],
  ])('%s against %s', (line, said, ok) => {
    expect(pop3(said, `S: ${line}`).ok).toBe(ok);
  });

  it('gives its lines in order, gaps allowed', () => {
    expect(pop3(list, 'S: +OK', 'S: 1 120', 'S: 3', 'S: .').ok).toBe(true);
    expect(pop3(list, 'S: +OK', 'S: 3', 'S: 1').ok).toBe(false);
    expect(pop3(list, 'S: +OK', 'S: 2 241').failure?.nearest).toEqual({ text: '2 240', wanted: '241', got: '240' });
    expect(captures(pop3(list, 'S: +OK {{@n}}', 'S: 2 {{@size}}'))).toEqual({ n: '3', size: '240' });
    expect(pop3(list, 'S: +OK', 'S!: 4').ok).toBe(true);
    expect(pop3(list, 'S: +OK', 'S!: 2').ok).toBe(false);
  });

  it('may be compared as one block', () => {
    expect(pop3('+OK\nSubject: x\n\nHi', 'S: +OK """\nSubject: x\n...\nHi\n"""').ok).toBe(true);
    expect(pop3('+OK\nSubject: y\n\nHi', 'S: +OK """\nSubject: x\n...\n"""').failure?.nearest).toMatchObject({
      wanted: 'Subject: x',
      got: 'Subject: y',
    });
  });

  it('says what a response code asks for', () => {
    expect(pop3('-ERR [IN-USE] locked').failure?.advice).toContain('retry');
    expect(pop3('-ERR [SYS/TEMP] later').failure?.advice).toContain('RFC 3206');
  });
});

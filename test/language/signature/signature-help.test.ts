/** Which argument is being typed. */
import { describe, expect, it } from 'vitest';
import { signatureHelp } from '../../../src/language/signature/signature-help';
import { atCursor } from '../cursor';

const active = (marked: string, file = 'a.smtp'): string | undefined => {
  const { document, offset } = atCursor(marked, file);
  const help = signatureHelp(document, offset);
  const signature = help?.signatures[help.activeSignature];
  const parameter = help && signature?.parameters[help.activeParameter];
  return parameter && signature.label.slice(...parameter.range);
};

describe('signature help', () => {
  it.each([
    ['C: EHLO ▮', 'a.smtp', 'domain | address-literal'],
    ['C: MAIL FROM:<a@b▮', 'a.smtp', 'FROM:<[reverse-path]>'],
    ['C: MAIL FROM:<a@b> SI▮', 'a.smtp', '[parameter[=value] …]'],
    ['C: AUTH PLAIN ▮', 'a.smtp', '[initial-response]'],
    ['C: BDAT 10 ▮', 'a.smtp', '[LAST]'],
    ['C: TOP 1 ▮', 'a.pop3', 'lines'],
    ['C: APOP alice ▮', 'a.pop3', 'digest'],
    ['C: FETCH ▮', 'a.imap', 'sequence-set'],
    ['C: FETCH 1:* (FLAGS ▮', 'a.imap', 'items'],
    ['C: FETCH 1:* (FLAGS) ▮', 'a.imap', '[(fetch-modifier …)]'],
    ['C: a1 UID FETCH 1 ▮', 'a.imap', 'items'],
    ['C: SEARCH RETURN (▮', 'a.imap', '[RETURN (result-options)]'],
    ['C: SEARCH RETURN (COUNT) CHARSET UTF-8 UNSEEN FROM ▮', 'a.imap', 'search-key …'],
    ['C: SEARCH UNSEEN ▮', 'a.imap', 'search-key …'],
    ['C: APPEND INBOX (\\Seen) ▮', 'a.imap', '[date-time]'],
    ['C: APPEND INBOX """▮', 'a.imap', 'literal …'],
    ['C: STORE 1 +FL▮', 'a.imap', '[+-]FLAGS[.SILENT]'],
    ['C: STORE 1 +FLAGS (▮', 'a.imap', 'flags'],
    ['C: STATUS INBOX (MESSAGES ▮', 'a.imap', '(status-item …)'],
    ['C: LIST "" ▮', 'a.imap', 'mailbox-or-patterns'],
    ['C: RENAME a ▮', 'a.imap', 'mailbox'],
    ['auth ▮', 'a.smtp', '[MECH]'],
    ['auth PLAIN ▮', 'a.smtp', '[USER]'],
    ['auth alice ▮', 'a.smtp', '[PASSWORD]'],
    ['retry 5s ▮', 'a.smtp', '[every 1s]'],
    ['assert reply.code ▮', 'a.smtp', 'OP'],
    ['await message SUBJECT ▮', 'a.imap', 'SEARCH-KEYS'],
    ['fault refuse RCPT ▮', 'a.smtp', 'REPLY'],
    ['include a.smtp ▮', 'a.smtp', '[name=value…]'],
  ])('in %s', (line, file, expected) => {
    expect(active(line, file)).toBe(expected);
  });
  it('is past the last argument when nothing may follow', () => {
    expect(active('C: TOP 1 0 ▮', 'a.pop3')).toBeUndefined();
  });
  it('is not there without arguments, in blocks, and in replies', () => {
    expect(active('C: NOOP▮')).toBeUndefined();
    expect(active('C: QUIT ▮')).toBeUndefined();
    expect(active('C: DATA\nC: """\nMAIL ▮\n"""')).toBeUndefined();
    expect(active('S: 250 ▮')).toBeUndefined();
  });
  it('says what each argument is, and of MAIL which parameters there are', () => {
    const { document, offset } = atCursor('C: MAIL FROM:<a@b.example> ▮');
    const help = signatureHelp(document, offset);
    expect(help?.signatures[0]?.parameters[1]?.documentation).toContain('`RET=FULL | HDRS`');
    expect(help?.signatures[0]?.documentation).toContain('rfc5321#section-4.1.1.2');
  });
  it('knows the meaning of every argument of every command', async () => {
    const { imapCommands } = await import('../../../src/protocol/imap/commands');
    const { commands: smtp } = await import('../../../src/protocol/smtp/commands');
    const { commands: pop3 } = await import('../../../src/protocol/pop3/commands');
    const lines = [
      ...imapCommands.filter(({ syntax }) => syntax !== '').map(({ name }) => [name, 'a.imap'] as const),
      ...smtp.filter(({ argument }) => argument !== 'none').map(({ verb }) => [verb, 'a.smtp'] as const),
      ...pop3.filter(({ arguments: [, most] }) => most > 0).map(({ keyword }) => [keyword, 'a.pop3'] as const),
    ];
    const unknown = lines.flatMap(([name, file]) => {
      const { document, offset } = atCursor(`C: ${name} ▮`, file);
      const signature = signatureHelp(document, offset)?.signatures[0];
      if (!signature) return [`${name}: no signature`];
      return signature.parameters
        .filter(({ documentation }) => documentation === '')
        .map(({ range }) => `${name}: ${signature.label.slice(...range)}`);
    });
    expect(unknown).toEqual([]);
  });
});

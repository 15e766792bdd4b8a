/** What completion proposes, and in which order: a dialogue for each kind of place. */
import { describe, expect, it } from 'vitest';
import { type Completion, completions } from '../../../src/language/completion/completions';
import { insertedText } from '../../../src/language/completion/snippet';
import { atCursor, office } from '../cursor';

const at = (marked: string, file = 'a.smtp', workspace = {}): readonly Completion[] => {
  const { document, offset } = atCursor(marked, file, workspace);
  return [...completions(document, offset).items].sort((a, b) => (a.sortText < b.sortText ? -1 : 1));
};
const labels = (items: readonly Completion[]): readonly string[] => items.map(({ label }) => label);
const item = (items: readonly Completion[], label: string): Completion => {
  const found = items.find((one) => one.label === label);
  if (!found) throw new Error(`${label} is not among ${labels(items).join(', ')}`);
  return found;
};
const fits = ({ sortText }: Completion): boolean => Number(sortText[0]) < 6;

describe('a command', () => {
  it('that is legal now comes before one that is not, which says when it is', () => {
    const items = at('C: EHLO client.example\nC: ▮');
    expect(fits(item(items, 'MAIL'))).toBe(true);
    expect(fits(item(items, 'RCPT'))).toBe(false);
    expect(item(items, 'RCPT').detail).toMatch(/^only after MAIL/);
    expect(labels(items).indexOf('MAIL')).toBeLessThan(labels(items).indexOf('RCPT'));
  });
  it('brings its arguments, with the variables of the script', () => {
    expect(insertedText(item(at('C: EHLO a.example\nC: ▮'), 'MAIL').insert)).toBe('MAIL FROM:<alice@example.test>');
    const own = at('@sender = me@example.com\nC: EHLO a.example\nC: ▮');
    expect(insertedText(item(own, 'MAIL').insert)).toBe('MAIL FROM:<{{sender}}>');
  });
  it('leaves the arguments that are there', () => {
    expect(insertedText(item(at('C: EHLO a.example\nC: M▮ FROM:<>'), 'MAIL').insert)).toBe('MAIL');
  });
  it('is none but DONE in IDLE', () => {
    expect(labels(at('auth alice\nC: SELECT INBOX\nC: IDLE\nS: +\nC: ▮', 'a.imap'))).toEqual(['DONE']);
  });
  it('is no command in a message, but its end', () => {
    expect(labels(at('C: EHLO a.example\nC: MAIL FROM:<>\nC: RCPT TO:<b@c.example>\nC: DATA\nS: 354\nC: ▮'))).toEqual([
      '.',
    ]);
  });
  it('of IMAP that needs a mailbox waits for SELECT', () => {
    expect(item(at('auth alice\nC: ▮', 'a.imap'), 'FETCH').detail).toMatch(/^only with a mailbox selected/);
    expect(fits(item(at('auth alice\nC: SELECT INBOX\nC: ▮', 'a.imap'), 'FETCH'))).toBe(true);
  });
});

describe('a parameter', () => {
  const greeting = 'C: EHLO client.example\nS: 250-DSN\nS: 250-SIZE\nS: 250\nC: MAIL FROM:<a@b.example>';
  it('whose extension is not announced says so', () => {
    const items = at(`${greeting} ▮`);
    expect(fits(item(items, 'RET'))).toBe(true);
    expect(item(items, 'BODY').detail).toMatch(/^8BITMIME is not announced/);
  });
  it('that is there already is not proposed again', () => {
    expect(labels(at(`${greeting} RET=HDRS ▮ ENVID=1`))).not.toContain('RET');
    expect(labels(at(`${greeting} RET=HDRS ▮ ENVID=1`))).not.toContain('ENVID');
  });
  it('has its values', () => {
    expect(labels(at(`${greeting} RET=▮`))).toEqual(['FULL', 'HDRS']);
    expect(labels(at('C: RCPT TO:<a@b.example> NOTIFY=SUCCESS,▮'))).toEqual(['FAILURE', 'DELAY']);
  });
});

describe('a reply', () => {
  it('has the codes that its command can get, success first', () => {
    const items = at('C: EHLO a.example\nC: MAIL FROM:<>\nC: RCPT TO:<b@c.example>\nS: ▮');
    expect(labels(items).slice(0, 2)).toEqual(['250', '251']);
    expect(item(items, '550').detail).toBe('no such mailbox, or refused by policy');
    expect(labels(items)).not.toContain('354');
  });
  it('to a pipeline is matched in order', () => {
    const pipeline = 'C: EHLO a.example\npipeline\nC: MAIL FROM:<>\nC: RCPT TO:<b@c.example>\nC: DATA\nend\n';
    expect(labels(at(`${pipeline}S: 250\nS: 250\nS: ▮`))[0]).toBe('354');
  });
  it('has enhanced codes with their meaning, those that usually come first', () => {
    const items = at('C: EHLO a.example\nC: MAIL FROM:<a@b.example>\nS: 550 ▮');
    expect(labels(items)[0]).toBe('5.1.1');
    expect(item(items, '5.7.26').documentation).toContain('**Gmail**');
    expect(labels(items)).toContain('5.7.515');
  });
  it('to EHLO has extensions in its lines, and mechanisms behind AUTH', () => {
    expect(labels(at('C: EHLO a.example\nS: 250-▮'))).toContain('SMTPUTF8');
    expect(labels(at('C: EHLO a.example\nS: 250-AUTH ▮'))).toContain('SCRAM-SHA-256');
  });
  it('of IMAP has the untagged responses of its command first', () => {
    const items = at('auth alice\nC: SEARCH ALL\nS: * ▮', 'a.imap');
    expect(labels(items).slice(0, 2)).toEqual(['ESEARCH', 'SEARCH']);
  });
  it('of IMAP uses the tag that the command has', () => {
    expect(labels(at('C: a1 NOOP\nS: ▮', 'a.imap'))).toContain('a1 OK');
  });
  it('of IMAP has response codes in brackets', () => {
    expect(insertedText(item(at('C: NOOP\nS: OK [▮', 'a.imap'), 'UIDNEXT').insert)).toBe('UIDNEXT {{@uidnext}}]');
    expect(insertedText(item(at('C: NOOP\nS: OK [▮]', 'a.imap'), 'ALERT').insert)).toBe('ALERT');
  });
  it('of POP3 has response codes, and capabilities as lines of CAPA', () => {
    expect(labels(at('C: USER a\nC: PASS b\nS: -ERR ▮', 'a.pop3'))).toContain('[IN-USE]');
    expect(labels(at('C: CAPA\nS: +OK\nS: ▮', 'a.pop3'))).toContain('STLS');
  });
});

describe('an argument of IMAP', () => {
  const selected = 'auth alice\nC: SELECT INBOX\n';
  it.each([
    ['C: FETCH 1 (▮)', 'BODYSTRUCTURE'],
    ['C: FETCH 1 (FLAGS ▮)', 'ENVELOPE'],
    ['C: FETCH 1 BODY.PEEK[▮]', 'HEADER.FIELDS'],
    ['C: FETCH 1 BODY.PEEK[HEADER.FIELDS (▮)]', 'Subject'],
    ['C: UID FETCH 1:* ALL (▮)', 'CHANGEDSINCE'],
    ['C: STORE 1 ▮', '+FLAGS.SILENT'],
    ['C: STORE 1 +FLAGS (▮)', '\\Deleted'],
    ['C: SEARCH ▮', 'UNSEEN'],
    ['C: SEARCH NOT ▮', 'SEEN'],
    ['C: SEARCH SINCE ▮', '{{$today}}'],
    ['C: SEARCH HEADER ▮', 'Message-ID'],
    ['C: SEARCH RETURN (▮) ALL', 'COUNT'],
    ['C: SORT (▮) UTF-8 ALL', 'ARRIVAL'],
    ['C: SORT (ARRIVAL) UTF-8 ▮', 'FLAGGED'],
    ['C: THREAD ▮', 'REFERENCES'],
    ['C: STATUS INBOX (▮)', 'UIDNEXT'],
    ['C: LIST (▮) "" "*"', 'SUBSCRIBED'],
    ['C: LIST "" "*" RETURN (▮)', 'CHILDREN'],
    ['C: LIST "" "*" RETURN (STATUS (▮))', 'MESSAGES'],
    ['C: CREATE x (USE (▮))', '\\Archive'],
    ['C: a1 UID STORE 1 FLAGS (▮)', '\\Seen'],
    ['C: AUTHENTICATE ▮', 'PLAIN'],
    ['C: ENABLE ▮', 'QRESYNC'],
  ])('in %s may be %s', (line, expected) => {
    expect(labels(at(selected + line, 'a.imap'))).toContain(expected);
  });
  it('leaves out what the list has already', () => {
    expect(labels(at(`${selected}C: FETCH 1 (FLAGS ▮)`, 'a.imap'))).not.toContain('FLAGS');
  });
  it('is a mailbox that the last run saw, as it stands on the wire', () => {
    const items = at('auth alice\nC: SELECT ▮', 'a.imap', office);
    expect(insertedText(item(items, 'Entwürfe').insert)).toBe('Entw&APw-rfe');
    expect(insertedText(item(items, 'Sent Items').insert)).toBe('"Sent Items"');
  });
});

describe('the words of the language', () => {
  it('begin a line: marks, directives, whole exchanges', () => {
    const items = at('▮');
    expect(labels(items).slice(0, 2)).toEqual(['C:', 'S:']);
    expect(labels(items)).toEqual(expect.arrayContaining(['connect', 'retry', '@name =', 'submit a message']));
  });
  it('close a body that is open, and only that', () => {
    expect(item(at('retry 5s\n▮\n'), 'end').sortText[0]).toBe('0');
    expect(fits(item(at('▮'), 'end'))).toBe(false);
    expect(fits(item(at('retry 5s\n▮\nend'), 'end'))).toBe(false);
  });
  it('in the preamble are what may stand there', () => {
    const items = at('▮\n### One\nC: EHLO a.example');
    expect(fits(item(items, 'include'))).toBe(true);
    expect(item(items, 'auth').detail).toMatch(/^not before the first title/);
  });
  it('behind a connection name are those that speak of one', () => {
    const items = labels(at('connect as bob imap\nbob ▮', 'a.imap'));
    expect(items).toContain('starttls');
    expect(items).not.toContain('wait');
  });
  it('propose the connections of the session', () => {
    expect(labels(at('connect as bob imap\n▮', 'a.imap'))).toContain('bob');
  });
  it.each([
    ['connect ▮', 'smtp'],
    ['connect ▮', 'imaps://mail.example.com'],
    ['auth ▮', 'alice'],
    ['auth PLAIN ▮', 'bob'],
    ['auth PLAIN alice ▮', '{{$secret apiToken}}'],
    ['needs ▮', 'PIPELINING'],
    ['needs ▮', 'AUTH=PLAIN'],
    ['assert ▮', 'reply.enhanced'],
    ['assert reply.code ▮', 'startsWith'],
    ['include ▮', './login.imap'],
    ['include ./login.imap ▮', 'mailbox='],
    ['fault ▮', 'refuse'],
    ['fault refuse ▮', 'RCPT'],
    ['fault refuse RCPT 450 on=▮', 'submission'],
    ['expect ▮', 'close'],
    ['await ▮', 'dsn'],
    ['timeout ▮', '30s'],
    ['retry 5s ▮', 'every'],
    ['C: NOOP {{▮', 'sender'],
    ['C: NOOP {{$▮', '$uuid'],
    ['C: NOOP {{$secret ▮', 'apiToken'],
    ['C: NOOP {{sender | ▮', 'xtext'],
    ['C: {{< ▮', './message.eml'],
    ['S: 250 {{▮', '@name'],
  ])('in %s propose %s', (line, expected) => {
    expect(labels(at(line, 'a.smtp', office))).toContain(expected);
  });
  it('close what they stand in', () => {
    expect(insertedText(item(at('C: NOOP {{se▮', 'a.smtp', office), 'sender').insert)).toBe('sender}}');
    expect(insertedText(item(at('C: NOOP {{se▮ }}', 'a.smtp', office), 'sender').insert)).toBe('sender');
  });
  it('are not proposed in comments, titles and plain text', () => {
    expect(at('# C: ▮')).toEqual([]);
    expect(at('### ▮')).toEqual([]);
    expect(at('C: DATA\nC: """\nHello ▮\n"""')).toEqual([]);
  });
  it('propose values inside a block', () => {
    expect(labels(at('@name = x\nC: DATA\nC: """\nHello {{▮\n"""'))).toContain('name');
  });
  it('say where a capability is known from', () => {
    const items = at('needs ▮', 'a.imap', office);
    expect(item(items, 'XOFFICE').detail).toBe('announced by the server');
    expect(item(items, 'IDLE').sortText < item(items, 'MOVE').sortText).toBe(true);
  });
});

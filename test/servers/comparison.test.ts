/** The sandbox and Dovecot say the same of the same messages: structure, sections, searches, orders, threads. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { latin1, utf8 } from '../../src/base';
import { type Sandbox, startSandbox } from '../../src/sandbox';
import { lowerCase, openSession, type Plain, plain, type Session } from './comparison/client';
import { messages } from './comparison/messages';
import { resetMailbox } from './mailbox';
import { lab } from './provided';

const environment = lab();
const names = [...messages.keys()];

let sandbox: Sandbox;
let ours: Session;
let dovecots: Session;

beforeAll(async () => {
  sandbox = await startSandbox({ users: [{ user: 'alice', password: 'secret' }], seed: [] });
  await resetMailbox(environment, 'alice');
  ours = await openSession(Number(new URL(sandbox.imaps).port), sandbox.ca, 'alice', 'secret');
  dovecots = await openSession(environment.imaps, readFileSync(environment.ca, 'utf8'), 'alice', environment.password);
  for (const session of [ours, dovecots]) {
    for (const [name, text] of messages) {
      const octets = utf8(text);
      const date = `"${String((names.indexOf(name) % 27) + 1).padStart(2, ' ')}-Mar-2022 12:00:00 +0000"`;
      await session.ask(`APPEND INBOX ${date} {${octets.length}+}\r\n${latin1(octets)}`);
    }
    await session.ask('SELECT INBOX');
  }
});
afterAll(async () => {
  ours.end();
  dovecots.end();
  await sandbox.stop();
});

const parts = [
  '1',
  '1.1',
  '1.2',
  '1.1.1',
  '1.1.2',
  '2',
  '2.1',
  '2.2',
  '2.1.1',
  '2.1.2',
  '2.2.1',
  '3',
  '3.1',
  '4',
  '1.9',
];
const sections = [
  '',
  'HEADER',
  'TEXT',
  'HEADER.FIELDS (FROM Subject X-NONE)',
  'HEADER.FIELDS.NOT (From Subject)',
  ...parts.flatMap((part) => [
    part,
    ...['MIME', 'HEADER', 'TEXT', 'HEADER.FIELDS (SUBJECT)', 'HEADER.FIELDS.NOT (SUBJECT)'].map(
      (what) => `${part}.${what}`,
    ),
  ]),
];
const partials = ['', '<0.10>', '<7.30>', '<100000.5>', '<1.100000>'];
const items = sections.flatMap((section) => partials.map((partial) => `BODY.PEEK[${section}]${partial}`));

/** Where Dovecot says another thing, and why it is left so. */
const known: Readonly<Record<string, string>> = {
  'structure of “odd content type”': 'a Content-Type without subtype is no Content-Type: text/plain (RFC 2045 §5.2)',
  'structure of “similar boundaries”':
    'a line that only begins with a boundary is text here: real mail has such boundaries',
  'sections of “similar boundaries”': 'the same',
  'decoded “similar boundaries”': 'the same',
  'sections of “header alone”':
    'Dovecot ends HEADER.FIELDS by an empty line where the message has none, against RFC 9051 §6.4.5.1; HEADER.FIELDS.NOT it does not',
  'sections of “forwarded”':
    'of a HEADER.FIELDS.NOT that is but the empty line Dovecot gives <1.30> as empty, not as LF',
  'sections of “no header”': 'the same',
  'SEARCH BODY inside': 'Dovecot leaves the headers of messages in messages out; they are in the body',
  'SEARCH SENTBEFORE 8-Feb-2022': 'to Dovecot a message without Date was sent in 1970',
};
/** Parts whose BINARY is not compared: Dovecot decodes what is in a multipart or a message, too, which has its own encoding. */
const composite: Readonly<Record<string, readonly string[]>> = {
  alternative: ['2'],
  forwarded: ['2'],
  'message alone': ['1'],
  'message in message': ['2', '2.1'],
};

function expectSame(what: string, mine: unknown, theirs: unknown): void {
  if (known[what] === undefined) expect(mine).toEqual(theirs);
  else expect(mine).not.toEqual(theirs);
}

/** Both forms of a day are legal (RFC 9051 §9, `date-day-fixed`). */
const day = (date: Plain | undefined) => String(date).trim().replace(/^0/, '');
/** Dovecot makes a space of the tab that folded a line. */
const spaces = (value: Plain | undefined): unknown =>
  Array.isArray(value) ? value.map(spaces) : typeof value === 'string' ? value.replace(/\s+/g, ' ') : value;
/**
 * Of a part that is not there we say NIL, Dovecot the empty string (RFC 9051 §6.4.5 leaves it open); and to Dovecot the part 1 of
 * what is no multipart is that itself.
 */
function absent(mine: ReadonlyMap<string, Plain>, theirs: ReadonlyMap<string, Plain>): Record<string, Plain> {
  const itself = (key: string) => key.replace(/\.1(?=[\]]|\.MIME\])/, '');
  return Object.fromEntries(
    [...mine].map(([key, value]) => [
      key,
      value ?? (theirs.get(key) === theirs.get(itself(key)) ? (theirs.get(key) ?? '') : ''),
    ]),
  );
}

describe.each(names.map((name, index) => [name, index + 1] as const))('the message “%s”', (name, number) => {
  it('has the same size, envelope and structure', async () => {
    const asked = ['RFC822.SIZE', 'ENVELOPE', 'BODY', 'BODYSTRUCTURE', 'INTERNALDATE'];
    const [mine, theirs] = [await ours.fetch(number, asked), await dovecots.fetch(number, asked)];
    expect(mine.get('RFC822.SIZE')).toEqual(theirs.get('RFC822.SIZE'));
    expect(spaces(mine.get('ENVELOPE'))).toEqual(spaces(theirs.get('ENVELOPE')));
    expectSame(`structure of “${name}”`, lowerCase(mine.get('BODY')), lowerCase(theirs.get('BODY')));
    expectSame(`structure of “${name}”`, lowerCase(mine.get('BODYSTRUCTURE')), lowerCase(theirs.get('BODYSTRUCTURE')));
    expect(day(mine.get('INTERNALDATE'))).toBe(day(theirs.get('INTERNALDATE')));
  });

  it('has the same sections, whole and in part', async () => {
    const [mine, theirs] = [await ours.fetch(number, items), await dovecots.fetch(number, items)];
    expect(mine.size).toBe(items.length);
    expectSame(`sections of “${name}”`, absent(mine, theirs), Object.fromEntries(theirs));
  });

  it('has the same decoded parts and sizes', async () => {
    const decoded = async (session: Session): Promise<Map<string, Plain>> => {
      const found = new Map<string, Plain>();
      for (const part of parts) {
        if (composite[name]?.includes(part)) continue;
        for (const item of [`BINARY.PEEK[${part}]`, `BINARY.SIZE[${part}]`, `BINARY.PEEK[${part}]<1.4>`])
          for (const [key, value] of await session.fetch(number, [item]))
            if (key.startsWith('BINARY')) found.set(key, value);
      }
      return found;
    };
    const [mine, theirs] = [await decoded(ours), await decoded(dovecots)];
    const beyond = [...mine].flatMap(([key, value]) => (value === '0' && theirs.get(key) !== '0' ? [key] : []));
    // The size of what Dovecot takes for the part itself, see above.
    for (const key of beyond) {
      expect(theirs.get(key)).toBe(theirs.get(key.replace(/\.1\]/, ']')));
      mine.set(key, theirs.get(key) ?? null);
    }
    expectSame(`decoded “${name}”`, absent(mine, theirs), Object.fromEntries(theirs));
  });
});

const numbersOf = async (session: Session, command: string): Promise<readonly unknown[]> => {
  const responses = await session.ask(command);
  return [
    ...responses
      .filter(({ name }) => ['SEARCH', 'SORT', 'THREAD', 'ESEARCH'].includes(name))
      .map(({ values }) => values.map(plain)),
    responses.at(-1)?.name,
  ];
};

describe('searches find the same', () => {
  it.each([
    'ALL',
    'SUBJECT plain',
    'SUBJECT grüße',
    'FROM alice',
    'TO bob@example.test',
    'CC nobody',
    'BCC odd',
    'BODY deep',
    'BODY grüße',
    'BODY preamble',
    'BODY epilogue',
    'BODY inside',
    'TEXT inside',
    'TEXT epilogue',
    'TEXT AAEC',
    'HEADER Message-ID plain@',
    'HEADER References ""',
    'HEADER Content-Type multipart',
    'LARGER 500',
    'SMALLER 200',
    'SINCE 10-Mar-2022',
    'BEFORE 10-Mar-2022',
    'ON 3-Mar-2022',
    'SENTSINCE 8-Feb-2022',
    'SENTBEFORE 8-Feb-2022',
    'SENTON 7-Feb-2022',
    'NOT FROM alice',
    'OR SUBJECT mixed SUBJECT base64',
    'UID 3:5,9,*',
    '2:4 NOT 3',
    '(SUBJECT plain) (FROM alice OR LARGER 300 KEYWORD x)',
    'UNSEEN UNDELETED UNKEYWORD x',
    'RETURN (MIN MAX COUNT ALL) FROM alice',
    'RETURN () SUBJECT plain',
    'RETURN (COUNT) SUBJECT nothing',
  ])('SEARCH %s', async (keys) => {
    const octets = /[^\x20-\x7e]/.test(keys)
      ? keys.replace(/(\S+)$/, (word) => `{${utf8(word).length}+}\r\n${latin1(utf8(word))}`)
      : keys;
    const command = `SEARCH ${octets === keys ? '' : 'CHARSET UTF-8 '}${octets}`;
    expectSame(`SEARCH ${keys}`, await numbersOf(ours, command), await numbersOf(dovecots, command));
  });

  it.each([
    '(ARRIVAL)',
    '(REVERSE ARRIVAL)',
    '(SUBJECT)',
    '(REVERSE SUBJECT)',
    '(FROM SUBJECT)',
    '(TO ARRIVAL)',
    '(CC)',
    '(DATE)',
    '(REVERSE DATE SIZE)',
    '(SIZE)',
  ])('SORT %s UTF-8 ALL', async (keys) => {
    expect(await numbersOf(ours, `SORT ${keys} UTF-8 ALL`)).toEqual(
      await numbersOf(dovecots, `SORT ${keys} UTF-8 ALL`),
    );
  });

  it.each(['REFERENCES', 'ORDEREDSUBJECT'])('THREAD %s UTF-8 ALL', async (algorithm) => {
    const command = `THREAD ${algorithm} UTF-8 ALL`;
    expect(await numbersOf(ours, command)).toEqual(await numbersOf(dovecots, command));
  });
});

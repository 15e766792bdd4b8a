/** What is typed into a folder's search box: keys, words, slips. */
import { describe, expect, it } from 'vitest';
import { completeMessageSearch, readMessageSearch } from '../../src/mailbox';
import { imapCapabilitiesFrom } from '../../src/protocol/imap/capabilities';

const plain = imapCapabilitiesFrom(['IMAP4rev1']);
const rich = imapCapabilitiesFrom(['IMAP4rev1', 'WITHIN', 'CONDSTORE']);

const read = (typed: string, capabilities = plain): string => {
  const found = readMessageSearch(typed, capabilities);
  if (found.ok) return found.value.text;
  const { message, advice, start, end } = found.error;
  return `✗ ${typed.slice(start, end)}: ${message}${advice === undefined ? '' : ` | ${advice}`}`;
};

describe('search keys', () => {
  it('are taken as they are typed', () => {
    expect(read('FROM alice UNSEEN')).toBe('FROM alice UNSEEN');
    expect(read('OR (FROM "a b" SINCE 1-Feb-1994) NOT SUBJECT x')).toBe(
      'OR (FROM "a b" SINCE 1-Feb-1994) NOT SUBJECT x',
    );
    expect(read('(SEEN)')).toBe('(SEEN)');
    expect(read('1:10,20:*')).toBe('1:10,20:*');
  });

  it('are known in any case when the whole is a search', () => {
    expect(read('from alice unseen')).toBe('from alice unseen');
  });

  it('say their charset when they go beyond ASCII', () => {
    expect(readMessageSearch('SUBJECT "Größe"', plain)).toMatchObject({ ok: true, value: { charset: 'UTF-8' } });
    expect(readMessageSearch('SUBJECT x', plain)).toMatchObject({ ok: true, value: { charset: 'US-ASCII' } });
  });

  it('take words beyond ASCII without quotes, and send them as strings', () => {
    expect(read('OR SUBJECT Größe (FROM Zoë)')).toBe('OR SUBJECT "Größe" (FROM "Zoë")');
  });

  it('that are slips are told, with what was meant', () => {
    expect(read('FORM alice')).toBe(
      '✗ FORM: FORM is no search key | Did you mean FROM? To look for the word itself, write it in quotes: "FORM".',
    );
    expect(read('UNSEEN FORM alice')).toMatch(/^✗ FORM: FORM is no search key \| Did you mean FROM\?/);
    expect(read('  (UNSEN)')).toMatch(/^✗ UNSEN: /);
  });

  it('that lack something are told', () => {
    expect(read('SUBJECT')).toMatch(/^✗ .*missing/);
    expect(read('SINCE yesterday')).toMatch(/^✗ yesterday: /);
    expect(read('LARGER big')).toMatch(/^✗ big: /);
    expect(read('(SEEN')).toMatch(/^✗ /);
    expect(read('FROM "alice')).toMatch(/^✗ /);
  });

  it('of extensions need a server that has them', () => {
    expect(read('YOUNGER 3600')).toBe(
      '✗ YOUNGER: YOUNGER needs WITHIN (RFC 5032 §2), which this server does not announce | Choose another key.',
    );
    expect(read('NOT (YOUNGER 3600)')).toMatch(/^✗ YOUNGER/);
    expect(read('YOUNGER 3600', rich)).toBe('YOUNGER 3600');
    expect(read('SUBJECT YOUNGER')).toBe('SUBJECT YOUNGER');
  });

  it('cannot say what is returned, nor end the command', () => {
    expect(read('(RETURN (COUNT) ALL)')).toMatch(/^✗ /);
    expect(read('ALL\r\nA1 DELETE INBOX')).toContain('a search has no line ends');
  });
});

describe('plain words', () => {
  it('are looked for in the whole message, all of them', () => {
    expect(read('invoice')).toBe('TEXT "invoice"');
    expect(read('big "red car" Größe')).toBe('TEXT "big" TEXT "red car" TEXT "Größe"');
    expect(read('2026 taxes')).toBe('TEXT "2026" TEXT "taxes"');
  });

  it('may begin as a key does, when they are no search', () => {
    expect(read('new offers for you')).toBe('TEXT "new" TEXT "offers" TEXT "for" TEXT "you"');
    expect(read('on monday')).toBe('TEXT "on" TEXT "monday"');
  });

  it('may be in capitals', () => {
    expect(read('ACME')).toBe('TEXT "ACME"');
    expect(read('"FORM"')).toBe('TEXT "FORM"');
  });

  it('that are blank find everything', () => {
    expect(read('  ')).toBe('ALL');
  });

  it('are bounded', () => {
    expect(read('x '.repeat(30))).toMatch(/more than 20 words/);
    expect(read('x'.repeat(3000))).toMatch(/longer than 2000/);
  });
});

describe('completion', () => {
  const labels = (typed: string, capabilities = plain): readonly string[] =>
    completeMessageSearch(typed, typed.length, capabilities).map(({ label }) => label);

  it('gives keys where a key is due', () => {
    expect(labels('UNS')).toEqual(['UNSEEN']);
    expect(labels('uns')).toEqual(['UNSEEN']);
    expect(labels('FROM alice SU')).toEqual(['SUBJECT']);
    expect(labels('NOT (SU')).toEqual(['SUBJECT']);
    expect(labels('')).toContain('FROM');
  });

  it('gives none inside a string, behind a word, or where only the user knows', () => {
    expect(labels('FROM ')).toEqual([]);
    expect(labels('SUBJECT "SU')).toEqual([]);
    expect(labels('hello SU')).toEqual([]);
  });

  it('knows keywords and header fields', () => {
    expect(labels('KEYWORD $F')).toEqual(['$Forwarded']);
    expect(labels('HEADER List')).toEqual(['List-Id']);
  });

  it('gives keys of extensions where the server has them', () => {
    expect(labels('YOU')).toEqual([]);
    expect(labels('YOU', rich)).toEqual(['YOUNGER']);
  });

  it('replaces the word that the cursor is in', () => {
    expect(completeMessageSearch('UNSxx SEEN', 3, plain)).toMatchObject([{ insert: 'UNSEEN ', start: 0, end: 5 }]);
  });
});

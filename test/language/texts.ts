/** Texts for property tests: soup of what scripts are made of, mutilated examples, and edits. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import type { Edit } from '../../src/language/document';

const folder = new URL('../../examples/', import.meta.url);

export const examples = readdirSync(folder)
  .filter((name) => /\.(smtp|lmtp|imap|pop3)$/.test(name))
  .map((name) => ({ name, text: readFileSync(new URL(name, folder), 'utf8') }));

/** What scripts, and things that look like scripts, are made of. */
export const pieces = fc.constantFrom(
  ...['\n', '\n', '\n', '\r\n', '\r', ' ', '\t', '### ', '### a\n', '\n### b\n', '#', '##', '# '],
  ...['"""', '"""\n', '""""', '\n"""\n', '\n""""', 'C: """\n', 'C: x """\n', 'S: """\n', '@a = """\n', '"""-\n'],
  ...['C: ', 'S: ', 'S!: ', 'S?: ', 'alice ', '@a = ', '@b', '{{', '}}', '{{a}}', '{{@a}}', '{{@b...}}', '...', '/x/'],
  ...['if a = 1\n', 'else\n', 'end\n', 'repeat 2\n', 'pipeline\n', 'always\n', 'retry 3s\n'],
  ...['connect imap\n', 'connect as alice smtp\n', 'close\n', 'auth PLAIN a b\n', 'starttls\n', 'needs DSN\n'],
  ...['include x\n', 'include y a=1\n', 'compose m """\n', 'strict\n', 'insecure\n', 'raw "x"\n', 'log x\n'],
  ...['C: EHLO x\n', 'S: 250-DSN\n', 'S: 250\n', 'C: MAIL FROM:<a@b.example>\n', 'C: DATA\n', 'S: 354\n', 'C: .\n'],
  ...['C: a1 LOGIN a b\n', 'S: a1 OK\n', 'C: SELECT INBOX\n', 'S: * 1 EXISTS\n', 'S: OK\n', 'C: APPEND a {5}\n'],
  ...['C: USER a\n', 'C: PASS b\n', 'S: +OK\n', 'C: STLS\n', 'C: STARTTLS\n', 'C: IDLE\n', 'C: DONE\n', 'C: QUIT\n'],
  ...['\0', '\ufeff', '\ud800', 'é', '😀', '\u2028'],
);

export const soup = fc.array(pieces, { maxLength: 50 }).map((parts) => parts.join(''));

export const anyScript = fc.oneof(soup, fc.constantFrom(...examples.map(({ text }) => text)));

/** An edit of a text of any length: where and how much are taken modulo what there is. */
export interface AnyEdit {
  readonly at: number;
  readonly length: number;
  readonly text: string;
}

export const anyEdit: fc.Arbitrary<AnyEdit> = fc.record({
  at: fc.nat(),
  length: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(4), fc.nat(400)),
  text: fc.oneof(pieces, fc.constant(''), soup),
});

export function editOf({ at, length, text }: AnyEdit, document: { readonly length: number }): Edit {
  const start = at % (document.length + 1);
  return { range: { start, end: Math.min(document.length, start + length) }, text };
}

export const applied = (text: string, { range, text: put }: Edit): string =>
  text.slice(0, range.start) + put + text.slice(range.end);

export const protocols = fc.constantFrom('smtp', 'lmtp', 'imap', 'pop3', 'txt');

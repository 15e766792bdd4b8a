/** Whatever fits at a place can be accepted, and the script is right. */
import { describe, expect, it } from 'vitest';
import { type Completion, completions } from '../../../src/language/completion/completions';
import { insertedText } from '../../../src/language/completion/snippet';
import { diagnostics } from '../../../src/language/diagnostics';
import { openDocument } from '../../../src/language/document';
import { emptyWorkspace } from '../../../src/language/workspace';
import { atCursor, office } from '../cursor';

const signedIn = 'connect imap\nauth alice\n';
const selected = `${signedIn}C: SELECT INBOX\n`;
const inbox = 'C: USER alice\nC: PASS {{$secret alice}}\n';
const greeted = 'C: EHLO client.example\n';
const mail = `${greeted}C: MAIL FROM:<a@example.com>`;
const rcpt = `${mail}\nC: RCPT TO:<b@example.com>`;

/** File, and texts with the cursor on a line of its own kind. */
const places: readonly (readonly [file: string, text: string])[] = [
  ['a.smtp', '▮'],
  ['a.smtp', `${greeted}▮`],
  ['a.smtp', 'if capabilities contains SIZE\n▮\nend'],
  ['a.smtp', 'C: ▮'],
  ['a.smtp', `${greeted}C: ▮`],
  ['a.smtp', `${mail}\nC: ▮`],
  ['a.smtp', `${rcpt}\nC: ▮`],
  ['a.smtp', 'C: EHLO ▮'],
  ['a.smtp', `${greeted}C: MAIL ▮`],
  ['a.smtp', `${greeted}C: MAIL FROM:<▮>`],
  ['a.smtp', `${mail} ▮`],
  ['a.smtp', `${mail} RET=▮`],
  ['a.smtp', `${mail} BODY=▮`],
  ['a.smtp', `${rcpt} ▮`],
  ['a.smtp', `${rcpt} NOTIFY=▮`],
  ['a.smtp', `${rcpt} NOTIFY=SUCCESS,▮`],
  ['a.smtp', `${greeted}C: HELP ▮`],
  ['a.smtp', `${greeted}S: ▮`],
  ['a.smtp', `${greeted}S: 250-▮\nS: 250`],
  ['a.smtp', `${mail}\nS: ▮`],
  ['a.smtp', `${mail}\nS: 550 ▮`],
  ['a.smtp', `${mail}\nS: 250 ▮`],
  ['a.smtp', `${rcpt}\nS: ▮`],
  ['a.smtp', 'S: ▮'],
  ['a.smtp', 'needs ▮'],
  ['a.smtp', 'connect ▮'],
  ['a.smtp', `${greeted}auth ▮`],
  ['a.smtp', 'timeout ▮'],
  ['a.smtp', 'wait ▮'],
  ['a.smtp', 'retry ▮\nend'],
  ['a.smtp', 'repeat ▮\nend'],
  ['a.smtp', 'fault ▮'],
  ['a.smtp', 'fault none\nassert ▮ = 250'],
  ['a.smtp', `${greeted}assert reply.code ▮`],
  ['a.smtp', `${greeted}assert reply.code = ▮`],
  ['a.smtp', `@name = x\n${greeted}C: NOOP {{▮`],
  ['a.smtp', `@name = x\n${greeted}C: NOOP {{name | ▮`],
  ['a.smtp', `@name = x\n${greeted}C: NOOP {{$▮}}`],
  ['a.smtp', `@name = x\n${greeted}S: 250 {{▮`],
  ['a.smtp', `${greeted}raw ▮`],
  ['a.smtp', `${signedIn}C: SELECT INBOX\nawait ▮`],
  ['a.lmtp', '▮'],
  ['a.lmtp', 'C: ▮'],
  ['a.imap', '▮'],
  ['a.imap', 'C: ▮'],
  ['a.imap', `${signedIn}C: ▮`],
  ['a.imap', `${selected}C: ▮`],
  ['a.imap', `${selected}C: UID ▮`],
  ['a.imap', `${signedIn}C: SELECT ▮`],
  ['a.imap', `${signedIn}C: SELECT INBOX ▮`],
  ['a.imap', `${signedIn}C: STATUS INBOX (▮)`],
  ['a.imap', `${signedIn}C: LIST ▮ "*"`],
  ['a.imap', `${signedIn}C: LIST "" ▮`],
  ['a.imap', `${signedIn}C: LIST "" "*" ▮`],
  ['a.imap', `${signedIn}C: LIST "" "*" RETURN (▮)`],
  ['a.imap', `${signedIn}C: APPEND INBOX ▮`],
  ['a.imap', `${selected}C: FETCH ▮ FLAGS`],
  ['a.imap', `${selected}C: FETCH 1 ▮`],
  ['a.imap', `${selected}C: FETCH 1 (▮)`],
  ['a.imap', `${selected}C: FETCH 1 BODY.PEEK[▮]`],
  ['a.imap', `${selected}C: FETCH 1 BODY.PEEK[HEADER.FIELDS (▮)]`],
  ['a.imap', `${selected}C: STORE 1 ▮`],
  ['a.imap', `${selected}C: STORE 1 +FLAGS (▮)`],
  ['a.imap', `${selected}C: SEARCH ▮`],
  ['a.imap', `${selected}C: SEARCH SINCE ▮`],
  ['a.imap', `${selected}C: SEARCH HEADER ▮ x`],
  ['a.imap', `${selected}C: SEARCH RETURN (▮) ALL`],
  ['a.imap', `${selected}C: SORT (▮) UTF-8 ALL`],
  ['a.imap', `${selected}C: THREAD ▮ UTF-8 ALL`],
  ['a.imap', `${signedIn}C: ENABLE ▮`],
  ['a.imap', `${signedIn}C: ID (▮ "x")`],
  ['a.imap', 'S: ▮'],
  ['a.imap', `${selected}S: ▮`],
  ['a.imap', `${selected}S: * ▮`],
  ['a.imap', `${selected}S: * 1 ▮`],
  ['a.imap', `${selected}S: OK ▮`],
  ['a.imap', `${selected}S: OK [▮`],
  ['a.imap', `${selected}S: * OK ▮`],
  ['a.imap', `${selected}C: FETCH 1 FLAGS\nS: * 1 FETCH (FLAGS (▮))`],
  ['a.imap', `${signedIn}C: LIST "" "*"\nS: * LIST (▮) "/" INBOX`],
  ['a.imap', `C: CAPABILITY\nS: * CAPABILITY ▮`],
  ['a.imap', 'needs ▮'],
  ['a.imap', 'include ▮'],
  ['a.imap', 'include ./login.imap ▮'],
  ['a.pop3', '▮'],
  ['a.pop3', 'C: ▮'],
  ['a.pop3', `${inbox}C: ▮`],
  ['a.pop3', 'C: CAPA\nS: ▮'],
  ['a.pop3', 'C: CAPA\nS: +OK\nS: ▮'],
  ['a.pop3', `${inbox}S: -ERR ▮`],
  ['a.pop3', 'needs ▮'],
];

const accept = (text: string, { range, insert }: Completion): string =>
  text.slice(0, range.start) + insertedText(insert) + text.slice(range.end);

const problemsOf = (text: string, file: string): readonly string[] =>
  diagnostics(openDocument(text, { file, workspace: { ...emptyWorkspace, ...office } }))
    .filter(({ severity }) => severity === 'error')
    .map(({ id, message }) => `${id}: ${message}`);

/** A path that leads on, or a word that wants another one: not accepted to stay so. */
const leadsOn = ({ again, label }: Completion): boolean => again === true || /[=/]$|:\/\/$/.test(label);
const fits = ({ sortText }: Completion): boolean => Number(sortText[0]) < 6;

describe('what is accepted', () => {
  it.each(places)('leaves no error in %s: %s', (file, marked) => {
    const { document, offset } = atCursor(marked, file, office);
    const { items } = completions(document, offset);
    expect(items.length).toBeGreaterThan(0);
    const wrong = items
      .filter((item) => fits(item) && !leadsOn(item))
      .flatMap((item) => {
        const text = accept(document.text, item);
        const found = problemsOf(text, file);
        return found.length === 0 ? [] : [{ label: item.label, text, found }];
      });
    expect(wrong).toEqual([]);
  });

  it.each(places)('stays on the line of the cursor in %s: %s', (file, marked) => {
    const { document, offset } = atCursor(marked, file, office);
    const start = document.text.lastIndexOf('\n', offset - 1) + 1;
    const lf = document.text.indexOf('\n', offset);
    const end = lf === -1 ? document.text.length : lf;
    for (const { range } of completions(document, offset).items) {
      expect(range.start).toBeGreaterThanOrEqual(start);
      expect(range.start).toBeLessThanOrEqual(offset);
      expect(range.end).toBeGreaterThanOrEqual(offset);
      expect(range.end).toBeLessThanOrEqual(end);
    }
  });
});

import { connect } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseResponse } from '../../src/protocol/imap/response';
import { responseFramer } from '../../src/protocol/imap/response-framer';
import type { Sandbox } from '../../src/sandbox';
import { imap, listener, start } from './harness';

/** What a client may say once it has signed in, in every extension; literals included. */
const commands = [
  'CAPABILITY',
  'NOOP',
  'ENABLE IMAP4rev2 QRESYNC CONDSTORE METADATA UTF8=ACCEPT',
  'SELECT INBOX',
  'EXAMINE Archive',
  'SELECT INBOX (CONDSTORE)',
  'SELECT INBOX (QRESYNC (1 1 1:9 (1:3 1:3)))',
  'CREATE Work/2026 (USE (\\Sent))',
  'DELETE Work',
  'RENAME Work Play',
  'RENAME INBOX Old',
  'SUBSCRIBE INBOX',
  'UNSUBSCRIBE Junk',
  'LIST "" *',
  'LIST (SUBSCRIBED RECURSIVEMATCH) "" (%/% "*") RETURN (CHILDREN SPECIAL-USE STATUS (MESSAGES UNSEEN SIZE HIGHESTMODSEQ MAILBOXID))',
  'LSUB "" %',
  'NAMESPACE',
  'STATUS INBOX (MESSAGES RECENT UIDNEXT UIDVALIDITY UNSEEN DELETED SIZE APPENDLIMIT)',
  'APPEND INBOX (\\Seen $Work) "17-Jul-1996 02:44:25 -0700" {13+}\r\nSubject: x\r\n\r\n',
  'APPEND Archive {1+}\r\nx (\\Draft) ~{3+}\r\nx\r\n',
  'APPEND INBOX UTF8 (~{11+}\r\nSubject: \xc3\xbc)',
  'REPLACE 1 INBOX {1+}\r\nx',
  'UID REPLACE 1:* Drafts (\\Draft) {1+}\r\nx',
  'CLOSE',
  'UNSELECT',
  'EXPUNGE',
  'UID EXPUNGE 1:3',
  'SEARCH OR NOT (1:3 TEXT "x") (HEADER Subject "" BODY y UID 1,3:*) SENTSINCE 1-Feb-1994 LARGER 3 KEYWORD $Work',
  'SEARCH RETURN (MIN MAX COUNT ALL SAVE) MODSEQ "/flags/\\\\seen" all 1',
  'UID SEARCH CHARSET UTF-8 EMAILID x THREADID y YOUNGER 3 SAVEDBEFORE 1-Feb-2026',
  'UID SORT RETURN (ALL) (REVERSE DATE SUBJECT FROM TO CC SIZE ARRIVAL) UTF-8 ALL',
  'THREAD REFERENCES UTF-8 ALL',
  'UID THREAD ORDEREDSUBJECT US-ASCII $',
  'FETCH 1:* (FLAGS UID INTERNALDATE SAVEDATE RFC822.SIZE ENVELOPE BODYSTRUCTURE BODY PREVIEW EMAILID THREADID MODSEQ)',
  'FETCH * (BODY[1.2.MIME]<0.5> BODY.PEEK[HEADER.FIELDS (Subject "To")] BODY[TEXT]<3.4> BINARY[1] BINARY.SIZE[2.1] RFC822)',
  'UID FETCH 1:9 (FLAGS) (CHANGEDSINCE 1 VANISHED)',
  'STORE 1:* (UNCHANGEDSINCE 5) +FLAGS.SILENT (\\Deleted $Work)',
  'UID STORE 1,$ FLAGS ()',
  'COPY 1:2 Archive',
  'UID MOVE 2 Archive',
  'GETQUOTA user',
  'GETQUOTAROOT INBOX',
  'GETMETADATA (DEPTH infinity MAXSIZE 3) INBOX (/shared /private/comment)',
  'SETMETADATA "" (/shared/comment "x" /private/comment NIL)',
  'SETMETADATA INBOX (/shared/comment {3+}\r\nxyz /private/x "y")',
  'ID ("name" "x")',
  'IDLE\r\nDONE',
  'UNAUTHENTICATE',
  'COMPRESS DEFLATE',
  'LOGOUT',
];

/** One change somewhere in the octets of a text. */
const mutation = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom('drop', 'double', 'replace', 'insert', 'cut'),
  octet: fc.oneof(
    fc.constantFrom(...'(){}[]<>"\\*%$:,~+ \r\n0\0'),
    fc.integer({ min: 0, max: 255 }).map((n) => String.fromCharCode(n)),
  ),
});
type Mutation = typeof mutation extends fc.Arbitrary<infer T> ? T : never;

function mutate(text: string, { at, kind, octet }: Mutation): string {
  const place = text.length === 0 ? 0 : at % text.length;
  const rest = text.slice(place);
  const before = text.slice(0, place);
  switch (kind) {
    case 'drop':
      return before + rest.slice(1);
    case 'double':
      return before + rest.slice(0, 8) + rest;
    case 'replace':
      return before + octet + rest.slice(1);
    case 'insert':
      return before + octet + rest;
    default:
      return before;
  }
}

/** A client's whole side of a connection: signed in, some commands, some of them damaged. */
const transcript = fc
  .array(fc.tuple(fc.constantFrom(...commands), fc.array(mutation, { maxLength: 2 })), { minLength: 1, maxLength: 14 })
  .map((list) =>
    ['LOGIN alice "wonder land"', 'SELECT INBOX', ...list.map(([text, changes]) => changes.reduce(mutate, text))]
      .map((text, i) => `t${i} ${text}\r\n`)
      .join(''),
  );

const nested =
  'From: a@x\nTo: g: b@y, "c" <c@z>;\nSubject: =?utf-8?q?=C3=BC?=\nMessage-ID: <1@x>\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\ntext\n--b\nContent-Type: message/rfc822\n\nSubject: in\nReferences: <1@x> <2@x>\n\nin\n--b--\n';
const seed = [
  nested,
  'Subject: Re: x\nIn-Reply-To: <1@x>\nContent-Type: text/html\n\n<b>x</b>\n',
  'no header at all',
  '\n',
].map((message) => ({ user: 'alice', message }));

/** Sends all of it and ends; gives what the server said until it had closed. */
function converse(sandbox: Sandbox, data: string): Promise<Buffer> {
  const { hostname, port } = new URL(sandbox.imap);
  return new Promise((resolve) => {
    const said: Buffer[] = [];
    const socket = connect({ host: hostname, port: Number(port) });
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => said.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(said)));
    socket.end(Buffer.from(data, 'latin1'));
  });
}

describe('the IMAP server', () => {
  it('outlives every damaged conversation, and goes on serving the others', async () => {
    const { events, onEvent } = listener();
    const sandbox = await start({ onEvent, seed });
    const other = await imap(sandbox.imap, 'bob', 'INBOX');
    await fc.assert(
      fc.asyncProperty(transcript, async (data) => {
        await converse(sandbox, data);
        await other.play(`
          C: n NOOP
          S: n OK done
        `);
      }),
      { numRuns: 120 },
    );
    expect(events.filter(({ kind }) => kind === 'error')).toEqual([]);
  });

  it('serves several damaged conversations on one mailbox at the same time', async () => {
    const { events, onEvent } = listener();
    const sandbox = await start({ onEvent, seed });
    await fc.assert(
      fc.asyncProperty(fc.array(transcript, { minLength: 3, maxLength: 3 }), async (all) => {
        await Promise.all(all.map((data) => converse(sandbox, data)));
      }),
      { numRuns: 30 },
    );
    expect(events.filter(({ kind }) => kind === 'error')).toEqual([]);
  });

  it('says nothing that breaks the grammar, whatever the messages are', async () => {
    const line = fc.string({ unit: fc.constantFrom(...'abc:;,<>()"\\@=?/ .-\t', 'ü', '日'), maxLength: 60 });
    const field = fc.tuple(
      fc.constantFrom(
        'From',
        'To',
        'Cc',
        'Subject',
        'Date',
        'Message-ID',
        'References',
        'Content-Type',
        'Content-Disposition',
        'Content-Language',
        'Content-ID',
      ),
      fc.oneof(
        line,
        fc.constantFrom(
          'multipart/mixed; boundary=b',
          'message/rfc822',
          'text/plain; charset="x',
          'a@b, <c@d',
          'inline; filename*0=a; filename*1=b',
        ),
      ),
    );
    const message = fc
      .tuple(
        fc.array(field, { maxLength: 6 }),
        fc.array(fc.oneof(line, fc.constantFrom('--b', '--b--', '')), { maxLength: 8 }),
      )
      .map(([fields, body]) => `${fields.map(([name, value]) => `${name}: ${value}\n`).join('')}\n${body.join('\n')}`);
    await fc.assert(
      fc.asyncProperty(fc.array(message, { minLength: 1, maxLength: 3 }), fc.boolean(), async (messages, rev2) => {
        const sandbox = await start({ seed: messages.map((text) => ({ user: 'alice', message: text })) });
        const wanted = commands.filter((text) => /^(?:UID )?(?:FETCH|SEARCH|SORT|THREAD|LIST|STATUS)/.test(text));
        const said = await converse(
          sandbox,
          `a LOGIN alice "wonder land"\r\n${rev2 ? 'b ENABLE IMAP4rev2\r\n' : ''}c SELECT INBOX\r\n${wanted.map((text, i) => `t${i} ${text}\r\n`).join('')}z LOGOUT\r\n`,
        );
        await sandbox.stop();
        const framer = responseFramer();
        const frames = [...framer.push(said), ...framer.end()];
        const responses = frames.map((frame) => {
          if (frame.kind !== 'response') throw new Error(`a frame of kind ${frame.kind}`);
          return parseResponse(frame.parts);
        });
        expect(responses.flatMap(({ findings }) => findings)).toEqual([]);
        expect(responses.at(-1)).toMatchObject({ tag: 'z', name: 'OK' });
      }),
      { numRuns: 30 },
    );
  });
});

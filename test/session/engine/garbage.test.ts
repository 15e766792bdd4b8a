import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latin1 } from '../../../src/base';
import type { Protocol } from '../../../src/protocol/finding';
import { play } from './lab';

const escaped = (bytes: Uint8Array): string =>
  `S"${[...latin1(bytes)].map((c) => `\\x${c.charCodeAt(0).toString(16).padStart(2, '0')}`).join('')}"`;

/** Octets that look a little like the protocols. */
const noise = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        '250',
        '220-',
        '334 ',
        '354 go',
        '+OK',
        '-ERR',
        '+ ',
        '* ',
        'A1 OK',
        'A1 NO x',
        '* BYE',
        '{5}',
        '{999}',
        '(',
        '"',
        '\r\n',
        '\r\n',
        '\n',
        '.\r\n',
        'FETCH (',
        '[',
      ),
      fc.string({ maxLength: 5 }),
    ),
    { maxLength: 30 },
  )
  .map((parts) => Uint8Array.from(parts.join(''), (c) => c.charCodeAt(0) & 255));

const scripts: Readonly<Record<string, string>> = {
  smtp: 'timeout 1s\nC: EHLO c\nstarttls\nauth PLAIN alice pw-of-alice\nC: MAIL FROM:<a@b>\nC: DATA\nC: """\nhi\n"""\n',
  imap: 'timeout 1s\nneeds IDLE\nauth alice pw-of-alice\nC: SELECT INBOX\nS: * {{@n}} EXISTS\nC: APPEND x """\nhi\n"""\nC: IDLE\nS: +\nS: * 1 EXISTS\nC: DONE\n',
  pop3: 'timeout 1s\nauth alice pw-of-alice\nC: LIST\nC: RETR 1\nS: +OK\n',
};

describe('any octets from a server', () => {
  for (const [protocol, script] of Object.entries(scripts)) {
    it(`end an ${protocol} session with a failure, never with an exception or a hang`, async () => {
      await fc.assert(
        fc.asyncProperty(noise, fc.integer({ min: 1, max: 40 }), async (bytes, chunk) => {
          const played = await play({ protocol: protocol as Protocol, script, server: [escaped(bytes)], chunk });
          expect(['failed', 'skipped']).toContain(played.outcome);
          expect(played.events.at(-1)?.kind).toBe('run-ended');
          expect(JSON.stringify(played.events)).not.toContain('pw-of-alice');
        }),
        { numRuns: 40 },
      );
    });
  }
});

/** Scripts as lists of tests, read without compiling. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listSessions } from '../../../src/extension/testing/listed-sessions';
import { compileText } from '../../../src/host';

const root = join(import.meta.dirname, '../../..');

describe('the sessions of a script', () => {
  it('are those that a run has, in its order and by its titles, in every example', () => {
    const examples = readdirSync(join(root, 'examples')).filter((name) => /\.(smtp|imap|pop3|lmtp)$/.test(name));
    expect(examples.length).toBeGreaterThan(10);
    for (const name of examples) {
      const file = join(root, 'examples', name);
      const text = readFileSync(file, 'utf8');
      const { sessions } = compileText(file, text, []).program;
      expect(listSessions(file, text).map(({ title }) => title)).toEqual(sessions.map(({ title }) => title));
    }
  });

  it('reach from one title to the next', () => {
    const text = '@x = 1\n### One\nC: NOOP\n### Two\nC: NOOP\n';
    expect(listSessions('/x.smtp', text).map(({ range }) => text.slice(range.start, range.end))).toEqual([
      '### One\nC: NOOP\n',
      '### Two\nC: NOOP\n',
    ]);
  });

  it('is one named after the file when there is no title, and none when there is nothing to run', () => {
    expect(listSessions('/a/plain.imap', 'C: NOOP\n')).toMatchObject([{ title: 'plain', protocols: ['imap'] }]);
    expect(listSessions('/a/empty.imap', '# nothing\n\n')).toEqual([]);
  });

  it('have names of their own even when their titles repeat', () => {
    const ids = listSessions('/x.smtp', '### A\nC: NOOP\n### A\nC: NOOP\n').map(({ id }) => id);
    expect(new Set(ids).size).toBe(2);
  });

  it('say what is spoken in them, to whom they connect included', () => {
    const text =
      '### Both\nconnect as a imaps://mail.example\nconnect pop3\nrepeat 2\n  connect lmtp\nend\n### One\nC: NOOP\n';
    expect(listSessions('/x.smtp', text).map(({ protocols }) => protocols.toSorted())).toEqual([
      ['imap', 'lmtp', 'pop3', 'smtp'],
      ['smtp'],
    ]);
  });
});

/** The output of a test: the dialogue, as a terminal shows it. */
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { outputOf } from '../../../src/extension/testing/test-output';
import type { EventBody } from '../../../src/transcript/event';

const output = (body: EventBody): string => outputOf({ seq: 1, at: 0, ...body });

describe('the output', () => {
  it('ends every line with CRLF', () => {
    const text = output({
      kind: 'received',
      role: 'reply',
      ms: 1.5,
      wire: { text: '250-a\r\n250 b\r\n', octets: 14 },
    });
    expect(stripVTControlCharacters(text).split('\r\n')).toEqual(['   1.5 ms  S: 250-a', '           S: 250 b', '']);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  it('lets no server speak to the terminal', () => {
    const text = output({
      kind: 'received',
      role: 'reply',
      wire: { text: '250 \u001b]0;title\u0007\r\n', octets: 12 },
    });
    expect(text).not.toMatch(/\u001b\]|\u0007/);
    expect(text).toContain('250 ␛]0;title␇');
  });

  it('has the title before and the outcome with its reason behind', () => {
    const title = output({ kind: 'session-started', title: 'Hello', file: '/x.smtp', protocol: 'smtp' });
    const end = output({ kind: 'session-ended', outcome: 'skipped', reason: 'it needs DSN', ms: 3 });
    expect(stripVTControlCharacters(title + end)).toBe('### Hello\r\n○ skipped: it needs DSN (3.0 ms)\r\n\r\n');
  });
});

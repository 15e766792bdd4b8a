/** Lines of a folder's list, in words. */
import { describe, expect, it } from 'vitest';
import { lineOf, sizeOf } from '../../../src/extension/messages/presentation';

const line = {
  uid: 7,
  from: 'A',
  subject: 'B',
  date: Date.UTC(2026, 0, 2, 3, 4),
  size: 1536,
  flags: [],
  attachments: [],
};
const english = { language: 'en-GB', zone: 'UTC' };

describe('a line', () => {
  it('has its date and size in words', () => {
    expect(lineOf(line, english)).toMatchObject({ day: '02/01/2026', time: '03:04', size: '1.5 KiB', unread: true });
  });

  it('shows flags by signs, with words for who cannot see them', () => {
    const flags = ['\\Seen', '\\Flagged', '\\Recent', 'project-x'];
    expect(lineOf({ ...line, flags }, english)).toMatchObject({
      unread: false,
      flags: [
        { sign: '★', words: 'flagged' },
        { sign: '·', words: 'project-x' },
      ],
    });
  });

  it('has no date that no calendar knows', () => {
    expect(lineOf({ ...line, date: 9e15 }, english).day).toBe('');
    expect(lineOf({ ...line, date: undefined }, english).fullDate).toBe('');
  });
});

describe('a size', () => {
  it('is in binary units', () => {
    expect([undefined, 0, 1023, 1024, 10_240, 104_857_600].map(sizeOf)).toEqual([
      '',
      '0 B',
      '1023 B',
      '1.0 KiB',
      '10 KiB',
      '100 MiB',
    ]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, latin1, utf8 } from '../../../src/base';
import { dotStuff } from '../../../src/protocol/dot-stuff';
import { chunkFramer, parseBdat } from '../../../src/protocol/smtp/bdat';
import { commandFramer } from '../../../src/protocol/smtp/command-framer';
import { dataFramer } from '../../../src/protocol/smtp/data-framer';

const nothing = new Uint8Array(0);

function pieces(bytes: Uint8Array, size: number): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.slice(at, at + size));
  return chunks;
}

function commandsOf(chunks: readonly Uint8Array[], limit?: number) {
  const framer = commandFramer(limit);
  const frames: unknown[] = [];
  for (const chunk of chunks) {
    framer.push(chunk);
    for (let frame = framer.next(); frame; frame = framer.next()) frames.push({ ...frame, bytes: latin1(frame.bytes) });
  }
  return { frames, rest: latin1(framer.take()) };
}

describe('commandFramer', () => {
  const line = (bytes: string, more = {}) => ({ bytes, lineEnd: 'crlf', bareCr: false, dropped: 0, ...more });

  it('gives lines with what their ends are, in chunks of any size', () => {
    const bytes = utf8('EHLO a\r\nNOOP\nNO\rOP\r\n\r\nNOOP\r\r\nQUI');
    const expected = {
      frames: [
        line('EHLO a'),
        line('NOOP', { lineEnd: 'lf' }),
        line('NO\rOP', { bareCr: true }),
        line(''),
        line('NOOP\r', { bareCr: true }),
      ],
      rest: 'QUI',
    };
    for (let size = 1; size <= bytes.length; size++) expect(commandsOf(pieces(bytes, size))).toEqual(expected);
  });

  it('cuts a line beyond the limit and goes on with the next', () => {
    const bytes = utf8(`${'x'.repeat(30)}\r\n${'y'.repeat(10)}\r\nQUIT\r\n`);
    const expected = { frames: [line('x'.repeat(10), { dropped: 20 }), line('y'.repeat(10)), line('QUIT')], rest: '' };
    for (let size = 1; size <= bytes.length; size++) expect(commandsOf(pieces(bytes, size), 10)).toEqual(expected);
  });

  it('holds no more than the limit of a line that never ends', () => {
    const framer = commandFramer(100);
    for (let i = 0; i < 1000; i++) {
      framer.push(utf8('x'.repeat(100)));
      expect(framer.next()).toBe(undefined);
      expect(framer.pending).toBeLessThanOrEqual(101);
    }
    framer.push(utf8('\r\n'));
    expect(framer.next()).toMatchObject({ dropped: 99_900 });
  });

  it('leaves what follows DATA or BDAT to be taken', () => {
    const framer = commandFramer();
    framer.push(utf8('BDAT 4 LAST\r\nab\r\nQUIT\r\n'));
    expect(latin1(framer.next()?.bytes ?? nothing)).toBe('BDAT 4 LAST');
    expect(latin1(framer.take(4))).toBe('ab\r\n');
    expect(latin1(framer.next()?.bytes ?? nothing)).toBe('QUIT');
    expect(framer.pending).toBe(0);
    expect(framer.take()).toHaveLength(0);
  });
});

function message(chunks: readonly Uint8Array[], limit?: number) {
  const framer = dataFramer(limit);
  const content: Uint8Array[] = [nothing];
  for (const [i, chunk] of chunks.entries()) {
    const step = framer.push(chunk);
    content.push(...step.pieces);
    if (step.end)
      return {
        text: latin1(concat([...content, nothing])),
        end: step.end,
        rest: latin1(concat([step.rest, ...chunks.slice(i + 1)])),
      };
  }
  return { text: latin1(concat([...content, nothing])), end: undefined, rest: '' };
}

const clean = { dropped: 0, bareLf: 0, bareCr: 0 };

describe('dataFramer', () => {
  it('takes doubled dots out and ends at the line with a dot', () => {
    const bytes = utf8('Subject: x\r\n\r\n..dot\r\n.x\r\n...\r\n.\r\nQUIT\r\n');
    const expected = { text: 'Subject: x\r\n\r\n.dot\r\nx\r\n..\r\n', end: { ...clean, size: 27 }, rest: 'QUIT\r\n' };
    for (let size = 1; size <= bytes.length; size++) expect(message(pieces(bytes, size))).toEqual(expected);
  });

  it('ends an empty message', () => {
    expect(message([utf8('.\r\n')])).toEqual({ text: '', end: { ...clean, size: 0 }, rest: '' });
  });

  it.each([
    ['\n.\n', 2, 0],
    ['\n.\r\n', 1, 0],
    ['\r\n.\n', 1, 0],
    ['\r.\r', 0, 2],
    ['\r\n.\r', 0, 1],
    ['\r.\r\n', 0, 1],
  ])('lets nothing be smuggled in behind %j', (false_end, bareLf, bareCr) => {
    const bytes = utf8(`one${false_end}MAIL FROM:<mallory@example.com>\r\n.\r\n`);
    for (let size = 1; size <= bytes.length; size++) {
      const { text, end, rest } = message(pieces(bytes, size));
      expect(text).toContain('MAIL FROM:<mallory@example.com>\r\n');
      expect(end).toMatchObject({ bareLf, bareCr });
      expect(rest).toBe('');
    }
  });

  it('stops handing out at the limit, and reads on to the end', () => {
    const bytes = utf8('0123456789\r\n.\r\nQUIT\r\n');
    for (let size = 1; size <= bytes.length; size++) {
      expect(message(pieces(bytes, size), 4)).toEqual({
        text: '0123',
        end: { ...clean, size: 12, dropped: 8 },
        rest: 'QUIT\r\n',
      });
    }
  });

  it('gives back what dotStuff made ready, for any octets and any split', () => {
    const octets = fc.array(fc.constantFrom(13, 10, 46, 65), { maxLength: 60 }).map((list) => new Uint8Array(list));
    fc.assert(
      fc.property(octets, fc.integer({ min: 1, max: 9 }), (bytes, size) => {
        const sent = concat([dotStuff(bytes), utf8('QUIT')]);
        const { text, end, rest } = message(pieces(sent, size));
        const original = latin1(bytes);
        expect(text).toBe(original === '' || original.endsWith('\r\n') ? original : `${original}\r\n`);
        expect(end?.size).toBe(text.length);
        expect(end?.bareLf).toBe((text.match(/(?<!\r)\n/g) ?? []).length);
        expect(end?.bareCr).toBe((text.match(/\r(?!\n)/g) ?? []).length);
        expect(rest).toBe('QUIT');
      }),
    );
  });
});

describe('BDAT', () => {
  it('reads size and LAST', () => {
    expect(parseBdat('100')).toEqual({ size: 100, last: false });
    expect(parseBdat('0 last')).toEqual({ size: 0, last: true });
    for (const bad of ['', 'LAST', '1 2', '-1', '1.5', '99999999999999999999', '1 LASTLY'])
      expect(parseBdat(bad), bad).toBe(undefined);
  });

  it('counts off the octets, whatever they are', () => {
    for (let size = 1; size < 12; size++) {
      const framer = chunkFramer(7);
      const got: string[] = [];
      let rest = '';
      for (const chunk of pieces(utf8('a\r\n.\r\nbQUIT'), size)) {
        if (rest !== '') {
          rest += latin1(chunk);
          continue;
        }
        const step = framer.push(chunk);
        got.push(latin1(step.bytes));
        if (step.done) rest += latin1(step.rest);
      }
      expect([got.join(''), rest]).toEqual(['a\r\n.\r\nb', 'QUIT']);
    }
  });

  it('is done at once with no octets', () => {
    expect(chunkFramer(0).push(nothing).done).toBe(true);
  });
});

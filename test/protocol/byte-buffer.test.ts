import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../../src/base';
import { byteBuffer } from '../../src/protocol/byte-buffer';

describe('byteBuffer', () => {
  it('gives back what was appended, in copies that stay as they are', () => {
    const buffer = byteBuffer();
    buffer.append(utf8('one '));
    const seen = buffer.peek();
    buffer.append(utf8('two'));
    expect([seen, buffer.length]).toEqual([utf8('one '), 7]);
    const all = buffer.take();
    buffer.append(utf8('three'));
    expect([all, buffer.take(), buffer.length]).toEqual([utf8('one two'), utf8('three'), 0]);
  });

  it('joins any chunks', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 600 })), (chunks) => {
        const buffer = byteBuffer();
        for (const chunk of chunks) buffer.append(chunk);
        expect(buffer.take()).toEqual(concat([...chunks, new Uint8Array(0)]));
      }),
    );
  });
});

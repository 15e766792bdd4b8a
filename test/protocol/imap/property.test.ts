import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, fromUtf8, range, utf8 } from '../../../src/base';
import { parseCommand } from '../../../src/protocol/imap/command';
import { commandFramer } from '../../../src/protocol/imap/command-framer';
import { parseFetch } from '../../../src/protocol/imap/fetch-program';
import { decodeMailboxName, encodeMailboxName } from '../../../src/protocol/imap/mailbox-name';
import { atom, list, literal, nil, printValues, string } from '../../../src/protocol/imap/print';
import { parseResponse } from '../../../src/protocol/imap/response';
import { type ImapFrame, responseFramer } from '../../../src/protocol/imap/response-framer';
import { parseSearch } from '../../../src/protocol/imap/search-program';
import { bytesOf, type ImapValue } from '../../../src/protocol/imap/value';

/** Octets in which the framer's own marks come up often. */
const octets = fc
  .array(
    fc.oneof(
      fc.uint8Array({ maxLength: 12 }),
      fc
        .constantFrom(
          '\r\n',
          '\n',
          '* ',
          '+ ',
          'A1 OK ',
          '{3}\r\n',
          '~{2}\r\n',
          '{0}\r\n',
          '{12}\r\n',
          '{9',
          '(',
          ')',
          '"',
          '\\',
          '[',
          ']',
          ' BODY[',
          ' UID 1',
        )
        .map(utf8),
    ),
    { maxLength: 40 },
  )
  .map(concat);

const cut = (bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] => {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
};

const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
const limits = fc.record({
  line: fc.integer({ min: 1, max: 60 }),
  literal: fc.integer({ min: 0, max: 15 }),
  spill: fc.integer({ min: 0, max: 15 }),
});

const frame = (
  bytes: Uint8Array,
  splits: readonly number[],
  limit: Parameters<typeof responseFramer>[0] = {},
): ImapFrame[] => {
  const framer = responseFramer(limit);
  return [...cut(bytes, splits).flatMap((chunk) => framer.push(chunk)), ...framer.end()];
};

/** Pieces joined, so that frames of different splits compare. */
const joined = (frames: readonly ImapFrame[]) => {
  const out: ImapFrame[] = [];
  for (const one of frames) {
    const last = out[out.length - 1];
    if (one.kind === 'piece' && last?.kind === 'piece' && last.literal === one.literal && !last.last) {
      out[out.length - 1] = { ...one, bytes: concat([last.bytes, one.bytes]) };
    } else {
      out.push(one);
    }
  }
  return out.map((one) => ('bytes' in one ? { ...one, bytes: [...one.bytes] } : one));
};

const plainParts = (frames: ReturnType<typeof joined>) =>
  frames.map((one) =>
    'parts' in one ? { ...one, parts: one.parts.map((part) => ({ ...part, bytes: [...part.bytes] })) } : one,
  );

describe('the response framer, whatever comes', () => {
  it('gives the same frames however the octets are split', () => {
    fc.assert(
      fc.property(octets, sizes, limits, (bytes, splits, limit) => {
        expect(plainParts(joined(frame(bytes, splits, limit)))).toEqual(
          plainParts(joined(frame(bytes, [bytes.length + 1], limit))),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('loses no octet', () => {
    fc.assert(
      fc.property(octets, sizes, (bytes, splits) => {
        const out = frame(bytes, splits).map((one) =>
          'parts' in one ? concat(one.parts.map((part) => part.bytes)) : one.bytes,
        );
        expect([...concat([new Uint8Array(0), ...out])]).toEqual([...bytes]);
      }),
      { numRuns: 300 },
    );
  });

  it('accounts for every octet when limits are passed', () => {
    fc.assert(
      fc.property(octets, sizes, limits, (bytes, splits, limit) => {
        const frames = frame(bytes, splits, limit);
        let total = 0;
        let pieces = 0;
        for (const one of frames) {
          if (one.kind === 'piece') pieces += one.bytes.length;
          else if (one.kind === 'response') {
            total += one.size;
            pieces = 0;
          } else {
            total += one.bytes.length + pieces + (one.kind === 'oversized' ? one.dropped : 0);
            pieces = 0;
          }
        }
        expect(total + pieces).toBe(bytes.length);
      }),
      { numRuns: 300 },
    );
  });

  it('gives the rest back where it is told to stop', () => {
    fc.assert(
      fc.property(octets, (bytes) => {
        const framer = responseFramer();
        const [first] = framer.push(bytes, () => true);
        const taken = first?.kind === 'response' ? first.size : 0;
        expect([...framer.take()]).toEqual([...bytes.subarray(taken)]);
      }),
    );
  });
});

describe('the parsers, whatever comes', () => {
  it('never throw, and keep every range inside the frame', () => {
    fc.assert(
      fc.property(octets, (bytes) => {
        for (const one of frame(concat([bytes, utf8('\r\n')]), [bytes.length + 2])) {
          if (one.kind !== 'response') continue;
          const read = parseResponse(one.parts);
          expect(read.range).toEqual({ start: 0, end: one.size });
          const check = (value: ImapValue): void => {
            expect(value.range.start).toBeLessThanOrEqual(value.range.end);
            expect(value.range.end).toBeLessThanOrEqual(one.size);
            if (value.kind === 'list') value.items.forEach(check);
          };
          read.values.forEach(check);
          read.code?.values.forEach(check);
          for (const finding of read.findings) expect(finding.range.end).toBeLessThanOrEqual(one.size);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('take any command', () => {
    fc.assert(
      fc.property(octets, fc.constantFrom('a SEARCH ', 'a UID FETCH 1 ', 'a '), (bytes, start) => {
        const framer = commandFramer();
        const frames = [
          ...framer.push(concat([utf8(start), bytes, utf8('\r\n')])),
          ...framer.accept(),
          ...framer.end(),
        ];
        for (const one of frames) {
          if (one.kind !== 'command') continue;
          const { args } = parseCommand(one.parts);
          expect(typeof parseSearch(args).ok).toBe('boolean');
          expect(typeof parseFetch(args).ok).toBe('boolean');
        }
      }),
      { numRuns: 300 },
    );
  });
});

const text = fc.string({ unit: fc.constantFrom(...'ab1 "\\(){}[]%*&~é日'), maxLength: 8 });
const value: fc.Arbitrary<ImapValue> = fc.letrec<{ value: ImapValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc
      .stringMatching(/^[A-Za-z0-9$.:,*\\+=/-]{1,8}$/)
      .filter((one) => one.toUpperCase() !== 'NIL')
      .map(atom),
    fc.constant(nil),
    text.map((one) => string(one)),
    fc.uint8Array({ maxLength: 10 }).map((bytes) => literal(bytes, true)),
    fc.uint8Array({ min: 1, maxLength: 10 }).map((bytes) => literal(bytes)),
    fc.array(tie('value'), { maxLength: 4 }).map(list),
  ),
})).value;

const bare = (one: ImapValue): unknown => {
  if (one.kind === 'list') return one.items.map(bare);
  return {
    ...one,
    range: range(0, 0),
    ...(one.kind === 'string' && one.form !== 'quoted' ? { bytes: [...(bytesOf(one) ?? [])] } : {}),
  };
};

describe('printing and parsing', () => {
  it('undo each other', () => {
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 5 }), (values) => {
        const printed = printValues(values, { utf8: true });
        const [only, ...more] = frame(concat([utf8('* X '), printed, utf8('\r\n')]), [1 << 20]);
        expect(more).toEqual([]);
        const read = only?.kind === 'response' ? parseResponse(only.parts) : undefined;
        expect(read?.findings).toEqual([]);
        expect(read?.values.map(bare)).toEqual(values.map(bare));
        expect(fromUtf8(printValues(read?.values ?? [], { utf8: true }))).toBe(fromUtf8(printed));
      }),
      { numRuns: 500 },
    );
  });

  it('undo each other for mailbox names in modified UTF-7', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const encoded = encodeMailboxName(name);
        expect(encoded).toMatch(/^[\x20-\x7e]*$/);
        expect(decodeMailboxName(encoded)).toBe(name);
      }),
    );
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'&-aAB,/+=é') }), (any) => {
        const name = decodeMailboxName(any);
        if (name !== undefined) expect(decodeMailboxName(encodeMailboxName(name))).toBe(name);
      }),
    );
  });
});

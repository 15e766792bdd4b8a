import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { capabilitiesOf } from '../../../src/protocol/imap/capabilities';
import { readFetch, readList, readSearch } from '../../../src/protocol/imap/data';
import { parseResponse } from '../../../src/protocol/imap/response';
import { framesOf } from './support';

/** All that Dovecot 2.3 said in one session of 24 commands, octet by octet as it came. */
const octets = readFileSync(new URL('./recorded/dovecot-2.3.txt', import.meta.url));

describe('a session recorded from Dovecot 2.3', () => {
  const read = framesOf(octets, 1000).map((frame) => {
    if (frame.kind !== 'response') throw new Error(`unexpected ${frame.kind}`);
    return parseResponse(frame.parts);
  });

  it('is read to its last octet without a finding', () => {
    expect(read.flatMap((response) => response.findings)).toEqual([]);
    expect(read.reduce((sum, response) => sum + response.range.end, 0)).toBe(octets.length);
    const tags = read.flatMap((response) => response.tag ?? []);
    expect(new Set(tags)).toEqual(new Set(Array.from({ length: 24 }, (_, i) => `a${i + 1}`)));
    // The commands were sent at once: Dovecot answers a14 behind a17.
    expect(tags.indexOf('a14')).toBeGreaterThan(tags.indexOf('a17'));
    expect(read.filter((response) => response.name === 'BAD').map((response) => response.tag)).toEqual(['a21', 'a22']);
  });

  it('says what the server can do and which mailboxes it has', () => {
    expect(read.flatMap((response) => capabilitiesOf(response) ?? []).some((known) => known.has('CONDSTORE'))).toBe(
      true,
    );
    expect(read.flatMap((response) => readList(response) ?? []).map((mailbox) => mailbox.name)).toContain(
      'Entw&APw-rfe',
    );
    expect(read.flatMap((response) => readSearch(response) ?? [])).toContainEqual(
      expect.objectContaining({ tag: 'a12', min: 1, max: 2, count: 2 }),
    );
  });

  it('has two messages with group addresses, UTF-8 and a message inside', () => {
    const messages = read.flatMap((response) => readFetch(response) ?? []).filter((message) => message.envelope);
    expect(messages).toHaveLength(2);
    for (const { envelope, structure, sections } of messages) {
      expect(envelope?.subject).toBe('café "q"');
      expect(envelope?.from[0]?.name).toBe('Q "x" y');
      expect(envelope?.to.map((address) => address.mailbox)).toEqual(['group', 'c', 'e', undefined]);
      expect(structure?.parts.map((part) => [part.section, part.type])).toEqual([
        ['1', 'text'],
        ['2', 'message'],
      ]);
      expect([...sections.keys()]).toEqual(['BODY[HEADER.FIELDS (SUBJECT FROM)]<0>', 'BODY[2.HEADER]', 'BODY[]']);
    }
  });
});

/** Addresses of parts: readable, complete, and refused when somebody else made them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { partAddress, partOfAddress } from '../../../src/extension/message-view/part-address';

const ref = { account: 'sandbox/alice', folder: 'INBOX', uidValidity: '17', uid: 3 };

describe('the address of a part', () => {
  it('is readable', () => {
    expect(partAddress({ ref, section: '1.2', encoding: 'base64' }, 'plan.pdf')).toMatchObject({
      scheme: 'imap',
      path: '/sandbox/alice/INBOX/3/1.2/plan.pdf',
    });
  });
  it('holds all that is needed to fetch the part again, whatever the folder is called', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('', '1', '2.1.4'), (folder, section) => {
        const part = { ref: { ...ref, folder }, section, encoding: 'base64', charset: 'utf-8', size: 12 };
        const { path, query } = partAddress(part, 'a.txt');
        expect(partOfAddress(query)).toEqual(part);
        expect(path.endsWith('/a.txt')).toBe(true);
      }),
    );
  });
  it('with a section that would be more than a number in a command is refused', () => {
    for (const section of ['1]<0.1> BODY[2', '0', '1.', 'TEXT', '1\r\nA LOGOUT']) {
      expect(partOfAddress(JSON.stringify({ ref, section, encoding: '7bit' })), section).toBeUndefined();
    }
  });
  it('that is anything else is refused', () => {
    for (const query of [
      '',
      'null',
      '{}',
      '{"ref":1}',
      JSON.stringify({ ref: { ...ref, uid: -1 }, section: '', encoding: '' }),
    ])
      expect(partOfAddress(query), query).toBeUndefined();
    fc.assert(fc.property(fc.json(), (query) => partOfAddress(query) === undefined));
  });
});

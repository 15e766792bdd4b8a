/** What the descriptions are made of: links, Markdown that nothing breaks out of, providers with their sources. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { code, fenced, plain } from '../../../src/language/knowledge/markdown';
import {
  providerCodes,
  providerEnhancedCodes,
  providerReplyCodes,
} from '../../../src/language/knowledge/provider-codes';
import { rfcLinks } from '../../../src/language/knowledge/rfc-link';
import { imapCommands } from '../../../src/protocol/imap/commands';
import { responseDescription } from '../../../src/protocol/imap/response-descriptions';
import { responseShapes } from '../../../src/protocol/imap/shapes';

describe('a link', () => {
  it('leads to the section, the appendix, or the whole', () => {
    expect(rfcLinks('RFC 5321 §4.1.1.2')).toBe(
      '[RFC 5321 §4.1.1.2](https://www.rfc-editor.org/rfc/rfc5321#section-4.1.1.2)',
    );
    expect(rfcLinks('RFC 4422 appendix A')).toBe(
      '[RFC 4422 appendix A](https://www.rfc-editor.org/rfc/rfc4422#appendix-A)',
    );
    expect(rfcLinks('see RFC 2852.')).toBe('see [RFC 2852](https://www.rfc-editor.org/rfc/rfc2852).');
  });
  it('is there for every command', () => {
    expect(imapCommands.filter(({ rfc }) => !rfcLinks(rfc).startsWith('[RFC '))).toEqual([]);
  });
});

describe('Markdown', () => {
  it('is not ended by what it shows', () => {
    expect(code('a`b')).toBe('`` a`b ``');
    expect(fenced('```\nx')).toBe('````\n```\nx\n````');
    expect(plain('<b>*x*</b>')).toBe('\\<b\\>\\*x\\*\\</b\\>');
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(code(text)).not.toContain('\n');
        const fence = /^`+/.exec(fenced(text))?.[0] ?? '';
        expect(
          fenced(text)
            .split('\n')
            .slice(1, -1)
            .some((line) => line.startsWith(fence)),
        ).toBe(false);
      }),
    );
  });
});

describe('what providers mean', () => {
  it('is found by the code, and by a range that holds it', () => {
    expect(providerCodes('5.7.26', 550).map(({ provider }) => provider)).toEqual(['Gmail']);
    expect(providerCodes('5.7.620').map(({ enhanced }) => enhanced)).toEqual(['5.7.606-649']);
    expect(providerCodes('5.7.605')).toEqual([]);
    expect(providerCodes('4.7.26', 421).map(({ provider }) => provider)).toEqual(['Gmail', 'Microsoft 365']);
  });
  it('speaks of reply codes alone where the provider does', () => {
    expect(providerReplyCodes(554).map(({ provider }) => provider)).toEqual(['Yahoo']);
  });
  it('always names its source', () => {
    const all = [421, 450, 550].flatMap((reply) => providerEnhancedCodes(reply).flatMap((one) => providerCodes(one)));
    expect(all.length).toBeGreaterThan(100);
    expect(all.filter(({ source }) => !source.startsWith('https://'))).toEqual([]);
  });
});

describe('the table of untagged responses', () => {
  it('describes every response whose shape is known', () => {
    expect(responseShapes.filter(({ name }) => !responseDescription(name)).map(({ name }) => name)).toEqual([]);
  });
});

/** Authentication-Results fields, as servers write them and as they must not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  authenticationMethods,
  explainResult,
  parseAuthenticationResults,
} from '../../../src/protocol/message/authentication-results';

describe('an Authentication-Results field', () => {
  it('names the server, and each method with its result, properties and comments', () => {
    expect(
      parseAuthenticationResults(
        'mx.example.org 1; spf=pass (sender is allowed) smtp.mailfrom=alice@example.org; dkim/1=fail reason="bad signature" header.d=example.org header.i="@example.org"',
      ),
    ).toEqual({
      server: 'mx.example.org',
      instance: undefined,
      results: [
        {
          method: 'spf',
          result: 'pass',
          reason: undefined,
          comments: ['sender is allowed'],
          properties: [{ type: 'smtp', name: 'mailfrom', value: 'alice@example.org' }],
        },
        {
          method: 'dkim',
          result: 'fail',
          reason: 'bad signature',
          comments: [],
          properties: [
            { type: 'header', name: 'd', value: 'example.org' },
            { type: 'header', name: 'i', value: '@example.org' },
          ],
        },
      ],
      broken: [],
    });
  });
  it('may say that nothing was checked', () => {
    expect(parseAuthenticationResults('mx.example.org 1; none')).toMatchObject({
      server: 'mx.example.org',
      results: [],
    });
  });
  it('of ARC has its instance before the server', () => {
    expect(parseAuthenticationResults('i=2; mx.example; dmarc=pass header.from=a.example')).toMatchObject({
      instance: '2',
      server: 'mx.example',
      results: [{ method: 'dmarc', result: 'pass' }],
    });
  });
  it('that is broken keeps what cannot be read aside', () => {
    expect(parseAuthenticationResults('mx.example; spf; dkim=; =pass; dmarc=fail')).toMatchObject({
      results: [{ method: 'dmarc', result: 'fail' }],
      broken: ['spf', 'dkim=', '=pass'],
    });
  });
  it('is read whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (value) => {
        for (const result of parseAuthenticationResults(value).results) {
          expect(result.method).toBe(result.method.toLowerCase());
          expect(explainResult(result).about).not.toBe('');
        }
      }),
    );
  });
  it('that was written by the grammar is read back, in order', () => {
    const statement = fc.record({
      method: fc.constantFrom(...Object.keys(authenticationMethods)),
      result: fc.constantFrom('pass', 'fail', 'none', 'neutral'),
      value: fc.stringMatching(/^[a-z0-9@.-]{1,20}$/),
    });
    fc.assert(
      fc.property(fc.array(statement, { maxLength: 6 }), (statements) => {
        const text = statements.map(({ method, result, value }) => `; ${method}=${result} header.d=${value}`).join('');
        const { results, broken } = parseAuthenticationResults(`mx.example${text}`);
        expect(broken).toEqual([]);
        expect(
          results.map(({ method, result, properties }) => ({ method, result, value: properties[0]?.value })),
        ).toEqual(statements);
      }),
    );
  });
});

describe('a result', () => {
  it('is explained by its method', () => {
    expect(explainResult({ method: 'spf', result: 'softfail' })).toMatchObject({ verdict: 'open' });
    expect(explainResult({ method: 'dmarc', result: 'fail' })).toMatchObject({
      verdict: 'bad',
      meaning: expect.stringContaining('neither SPF nor DKIM'),
    });
  });
  it('of a method or with a word that nobody defined is called that, and is no verdict', () => {
    expect(explainResult({ method: 'constructor', result: 'pass' }).verdict).toBe('open');
    expect(explainResult({ method: 'spf', result: 'toString' }).meaning).toMatch(/does not name/);
  });
});

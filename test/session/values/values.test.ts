/** Variables, built-in values, filters, and secrets that stay secret. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBase64, toHex, utf8 } from '../../../src/base';
import { builtins, filters } from '../../../src/script/names';
import type { Expression, Template } from '../../../src/script/program';
import type { ValueSources } from '../../../src/session/values/builtins';
import { builtinNames } from '../../../src/session/values/builtins';
import { imapDate, mailDate } from '../../../src/session/values/dates';
import { filterNames } from '../../../src/session/values/filters';
import { md5 } from '../../../src/session/values/md5';
import { encodeMutf7 } from '../../../src/session/values/mutf7';
import { sha256 } from '../../../src/session/values/sha256';
import { createValues, type Values } from '../../../src/session/values/values';
import { createRedactor } from '../../../src/transcript/redact';

const range = { start: 0, end: 0 };
const place = { file: 'a.smtp', range };

/** `text {{name | filter}} {{$builtin argument}}` */
function template(text: string): Template {
  return text.split(/(\{\{.*?\}\})/).flatMap((part): Template => {
    if (part === '') return [];
    const inside = /^\{\{(.*)\}\}$/.exec(part)?.[1];
    if (inside === undefined) return [{ kind: 'text', text: part, range }];
    const [head = '', ...names] = inside.split('|').map((one) => one.trim());
    const [name = '', ...rest] = head.split(' ');
    const argument = rest.join(' ').replace(/^"|"$/g, '');
    const source: Expression['source'] = name.startsWith('$')
      ? { kind: 'builtin', name: name.slice(1), ...(rest.length > 0 && { argument }) }
      : { kind: 'variable', name };
    return [{ kind: 'value', expression: { source, filters: names.map((one) => ({ name: one, range })), place } }];
  });
}

const noon = Date.UTC(2026, 10, 3, 12, 4, 5);
const sources: ValueSources = {
  random: (count) => Uint8Array.from({ length: count }, (_, i) => (i * 37) % 256),
  clock: { now: () => noon, zone: () => -90 },
  variable: (name) => (name === 'HOME' ? '/home/alice' : undefined),
  hostname: 'client.example',
  secret: (name) => (name === 'alice' ? 'correct horse' : undefined),
  prompt: (text) => (text === 'Code' ? '123456' : undefined),
};

function fresh(fixed: Readonly<Record<string, string>> = {}) {
  const redactor = createRedactor();
  return { redactor, values: createValues(sources, redactor, fixed) };
}

const expand = (values: Values, text: string): string => {
  const made = values.expand(template(text), { tag: 'A7', index: 3 });
  return made.ok ? made.value.text : `${made.error.kind}: ${made.error.message} — ${made.error.advice ?? ''}`;
};

describe('built-in values', () => {
  it.each([
    ['{{$tag}} {{$index}}', 'A7 3'],
    ['{{$now}}', 'Tue, 3 Nov 2026 10:34:05 -0130'],
    ['{{$today}}', '3-Nov-2026'],
    ['{{$timestamp}}', String(noon / 1000)],
    ['{{$env HOME}}', '/home/alice'],
    ['{{$hostname}}', 'client.example'],
    ['{{$uuid}}', '00254a6f-94b9-4e03-a84d-7297bce1062b'],
    ['{{$random 5}}', 'abcd9'],
    ['{{$secret alice}}/{{$prompt "Code"}}', 'correct horse/123456'],
  ])('%s is %s', (text, made) => {
    if (text === '{{$random 5}}') expect(expand(fresh().values, text)).toMatch(/^[a-z0-9]{5}$/);
    else expect(expand(fresh().values, text)).toBe(made);
  });

  it.each([
    ['{{$uid}}', 'Did you mean {{$uuid}}?'],
    ['{{$env NO_SUCH}}', 'Set NO_SUCH'],
    ['{{$secret bob-2}}', 'MAILWRIGHT_SECRET_BOB_2'],
    ['{{$random x}}', '{{$random 8}}'],
    ['{{$prompt "Other"}}', '{{$secret NAME}}'],
    ['{{nobdy}}', 'Did you mean {{nobody}}?'],
    ['{{nobody | bse64}}', 'Did you mean "base64"?'],
    ['{{nobody | unbase64}}', 'it is no base64'],
  ])('%s fails with kind resolve, and says what to do', (text, advice) => {
    const { values } = fresh();
    values.set('nobody', '?');
    expect(expand(values, text)).toMatch(/^resolve: /);
    expect(expand(values, text)).toContain(advice);
  });
});

describe('filters', () => {
  it.each([
    ['base64', 'ü', 'w7w='],
    ['unbase64', 'w7w=', 'ü'],
    ['xtext', 'a+b=c', 'a+2Bb+3Dc'],
    ['quoted', 'a"b\\c', '"a\\"b\\\\c"'],
    ['mutf7', 'Entwürfe & mehr', 'Entw&APw-rfe &- mehr'],
    ['upper', 'aß', 'ASS'],
    ['lower', 'A', 'a'],
    ['trim', ' a ', 'a'],
    ['hex', 'é', 'c3a9'],
    ['md5', 'abc', '900150983cd24fb0d6963f7d28e17f72'],
    ['sha256', 'abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['length', 'é1', '3'],
    ['urlencode', 'a b/é~', 'a%20b%2F%C3%A9~'],
  ])('%s', (name, from, to) => {
    const { values } = fresh();
    values.set('x', from);
    expect(expand(values, `{{x | ${name}}}`)).toBe(to);
  });

  it('and built-in values are those that the language has', () => {
    expect(filterNames).toEqual(filters.map(({ name }) => name));
    expect(builtinNames).toEqual(builtins.map(({ name }) => name));
  });

  it('follow one another', () => {
    const { values } = fresh();
    values.set('x', ' a ');
    expect(expand(values, '{{x | trim | upper | base64}}')).toBe('QQ==');
  });

  // RFC 1321 Appendix A.5; FIPS 180-4 examples.
  it.each([
    ['', 'd41d8cd98f00b204e9800998ecf8427e', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    [
      'abcdefghijklmnopqrstuvwxyz',
      'c3fcd3d76192e4007dfb496cca67e13b',
      '71c480df93d6ae2f1efad1447c66c9525e316218cf51fc8d9ed832f2daf18b73',
    ],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '8215ef0796a20bcaaae116d3876c664a',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    [
      '12345678901234567890123456789012345678901234567890123456789012345678901234567890',
      '57edf4a22be3c955ac49da2e2107b67a',
      'f371bc4a311f2b009eef952dd83ca80e2b60026c8e935592d0f9c308453c813e',
    ],
  ])('the digests of "%s"', (text, five, two) => {
    expect(toHex(md5(utf8(text)))).toBe(five);
    expect(toHex(sha256(utf8(text)))).toBe(two);
  });

  it('digests are what others compute', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(toHex(md5(bytes))).toBe(createHash('md5').update(bytes).digest('hex'));
        expect(toHex(sha256(bytes))).toBe(createHash('sha256').update(bytes).digest('hex'));
      }),
    );
  });

  it('modified UTF-7 is RFC 3501’s', () => {
    expect(encodeMutf7('~peter/mail/台北/日本語')).toBe('~peter/mail/&U,BTFw-/&ZeVnLIqe-');
  });
});

describe('dates', () => {
  it('are in the zone that is given', () => {
    expect(mailDate(Date.UTC(1997, 10, 21, 15, 55, 6), -360)).toBe('Fri, 21 Nov 1997 09:55:06 -0600');
    expect(mailDate(Date.UTC(2026, 11, 31, 23, 30, 0), 60)).toBe('Fri, 1 Jan 2027 00:30:00 +0100');
    expect(imapDate(Date.UTC(2026, 11, 31, 23, 30, 0), 60)).toBe('1-Jan-2027');
  });
});

describe('variables', () => {
  it('are assigned, and used in what follows', () => {
    const { values } = fresh();
    values.assign('a', template('x'));
    values.assign('b', template('{{a}}-{{a}}'));
    expect(expand(values, '{{b}}')).toBe('x-x');
    expect(values.names).toEqual(['a', 'b']);
  });

  it('a capture binds its name until it is assigned anew', () => {
    const { values } = fresh();
    expect(values.bound('n')).toBeUndefined();
    values.capture('n', '3');
    expect(values.bound('n')).toBe('3');
    values.assign('n', template('4'));
    expect(values.bound('n')).toBeUndefined();
    values.capture('n', '5');
    values.unbind(['n']);
    expect(values.bound('n')).toBeUndefined();
    expect(expand(values, '{{n}}')).toBe('5');
  });

  it('of one session are seen by later ones, and bind nothing there', () => {
    const { values } = fresh();
    values.set('host', 'a');
    const first = values.child();
    first.capture('id', '7');
    first.set('host', 'b');
    expect(expand(values, '{{host}}')).toBe('a');
    first.publish();
    const second = values.child();
    expect(expand(second, '{{host}} {{id}}')).toBe('b 7');
    expect(second.bound('id')).toBeUndefined();
  });

  it('set from outside go before the script’s own', () => {
    const { values } = fresh({ host: 'outside' });
    values.assign('host', template('inside'));
    expect(expand(values, '{{host}}')).toBe('outside');
  });

  it('of patterns without a value are shown as written', () => {
    const { values } = fresh();
    const [part] = template('{{gone | upper}}');
    if (part?.kind !== 'value') throw new Error('a value');
    expect(values.text(part.expression)).toBe('{{gone | upper}}');
    expect(values.text(part.expression, {}, new Map([['gone', 'here']]))).toBe('HERE');
  });
});

describe('a secret', () => {
  it('stays secret through variables, templates and filters', () => {
    const { values, redactor } = fresh();
    values.assign('credentials', template('alice:{{$secret alice}}'));
    values.assign('header', template('Basic {{credentials | base64}}'));
    const made = values.expand(template('{{credentials | sha256 | upper}}'));
    expect(made.ok && made.value.secrets).toEqual(['alice']);
    expect(redactor.text(`H: Basic ${toBase64(utf8('alice:correct horse'))}`)).toBe('H: Basic ‹secret alice›');
    const digest = createHash('sha256').update('alice:correct horse').digest('hex').toUpperCase();
    expect(redactor.text(`X ${digest}.`)).toBe('X ‹secret alice›.');
    expect(Object.fromEntries(values.masked())).toEqual({
      credentials: 'alice:‹secret alice›',
      header: 'Basic ‹secret alice›',
    });
  });

  it('stays secret when a server says it and it is captured', () => {
    const { values, redactor } = fresh();
    expand(values, '{{$secret alice}}');
    values.capture('echo', 'you said correct horse');
    expand(values, '{{echo | md5}}');
    const digest = createHash('md5').update('you said correct horse').digest('hex');
    expect(redactor.text(digest)).toBe('‹secret alice›');
  });

  it('may be counted', () => {
    const { values, redactor } = fresh();
    expect(expand(values, '{{$secret alice | length}}')).toBe('13');
    expect(redactor.text('13')).toBe('13');
  });

  it('is also what a prompt is answered with', () => {
    const { values, redactor } = fresh();
    expand(values, '{{$prompt "Code"}}');
    expect(redactor.text('PASS 123456')).toBe('PASS ‹secret Code›');
  });
});

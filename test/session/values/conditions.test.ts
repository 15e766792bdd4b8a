/** Conditions of `assert` and `if`. */
import { describe, expect, it } from 'vitest';
import { ok } from '../../../src/base';
import type { Condition, Operator } from '../../../src/script/program';
import { evaluate, type FactSource } from '../../../src/session/values/conditions';
import type { Fact } from '../../../src/session/values/facts';

const range = { start: 0, end: 0 };
const place = { file: 'a', range };

const known: Readonly<Record<string, Fact>> = {
  'reply.code': 250,
  'reply.enhanced': '2.1.5',
  'reply.text': 'Ok: queued as 4X',
  'reply.lines': ['mx.example greets you', 'SIZE 1000'],
  'reply.time': 12.5,
  capabilities: ['SIZE', 'AUTH=PLAIN'],
  'tls.version': 'TLSv1.3',
  'tls.authorized': true,
  'mailbox.exists': 3,
  'dsn.status': '5.1.1',
  'message.header': 'text/plain',
};
const variables: Readonly<Record<string, string>> = {
  before: '3',
  after: '4',
  name: 'Alice',
  empty: '',
  big: '9007199254740993',
  took: '2s',
};

const source: FactSource = {
  fact: (path) => known[path],
  variable: (name) => variables[name],
  expand: (template) =>
    ok({
      text: template
        .map((part) =>
          part.kind === 'text' ? part.text.replace(/\{(\w+)\}/g, (_, name: string) => variables[name] ?? '') : '',
        )
        .join(''),
      secrets: [],
    }),
  names: Object.keys(variables),
};

/** `left op term (+ term)…`; `{name}` is a variable's value. */
function judge(text: string) {
  const [, left = '', operator = '', right] = /^(\S+) (\S+)(?: (.*))?$/.exec(text) ?? [];
  const argument = /\((.*)\)$/.exec(left)?.[1];
  const path = left.replace(/\(.*$/, '');
  const terms = right?.split(/ (?=[+-] )/) ?? [];
  const condition: Condition = {
    place,
    left:
      path.includes('.') || path === 'capabilities'
        ? { kind: 'fact', path, ...(argument !== undefined && { argument }) }
        : { kind: 'variable', name: path },
    operator: operator as Operator,
    ...(right !== undefined && {
      right: terms.map((term) => ({
        sign: term.startsWith('- ') ? (-1 as const) : (1 as const),
        template: [{ kind: 'text' as const, text: term.replace(/^[+-] /, ''), range }],
      })),
    }),
    text,
  };
  return evaluate(condition, source);
}

describe('a condition', () => {
  it.each([
    ['reply.code = 250', true],
    ['reply.code != 250', false],
    ['reply.code = 2xx', true],
    ['reply.code < 300', true],
    ['reply.enhanced = 2.x.x', true],
    ['reply.enhanced != 2.x.x', false],
    ['dsn.status = 2.x.x', false],
    ['reply.time < 2000ms', true],
    ['reply.time < 2s', true],
    ['reply.time > 1s', false],
    ['took = 2000ms', true],
    ['took < 1m', true],
    ['tls.version >= TLSv1.2', true],
    ['tls.version >= TLSv1.10', false],
    ['tls.version = tlsv1.3', true],
    ['tls.authorized = true', true],
    ['tls.authorized != True', false],
    ['capabilities contains size', true],
    ['capabilities contains SIZ', false],
    ['capabilities >= 2', true],
    ['reply.lines contains greets', true],
    ['reply.lines = 2', true],
    ['reply.text contains queued', true],
    ['reply.text startsWith Ok', true],
    ['reply.text matches /QUEUED as \\w+$/i', true],
    ['reply.text matches ^queued', false],
    ['after = {before} + 1', true],
    ['after = {before} + 2 - 1', true],
    ['after > {before}', true],
    ['big = 9007199254740992 + 1', true],
    ['big = 9007199254740992', false],
    ['took = 1s + 1000ms', true],
    ['name = Alice', true],
    ['name = alice', false],
    ['after = 04', true],
    ['name exists', true],
    ['empty exists', false],
    ['nothing exists', false],
    ['mailbox.exists exists', true],
    ['mailbox.uidnext exists', false],
    ['mailbox.uidnext = 3', false],
    ['message.header(Content-Type) startsWith text/', true],
  ])('%s: %s', (text, held) => {
    const judged = judge(text);
    expect(judged).toMatchObject({ ok: true, value: { ok: held } });
  });

  it('shows both sides', () => {
    expect(judge('after = {before} + 2')).toMatchObject({ value: { ok: false, actual: '4', expected: '= 5' } });
    expect(judge('mailbox.uidnext = 3')).toMatchObject({ value: { actual: 'nothing', expected: '= 3' } });
    expect(judge('capabilities contains IDLE')).toMatchObject({ value: { actual: 'SIZE AUTH=PLAIN' } });
  });

  it.each([
    ['reply.cod = 250', 'Did you mean reply.code?'],
    ['befor = 3', 'Did you mean {{before}}?'],
    ['message.header = x', 'Write message.header(Name)'],
    ['name < 3', 'Both sides must be numbers'],
    ['reply.text matches (', 'Write it as /…/'],
    ['after = {name} + 1', 'Only numbers and durations can'],
  ])('%s cannot be judged, and says what to do', (text, advice) => {
    const judged = judge(text);
    expect(judged).toMatchObject({ ok: false, error: { kind: 'resolve' } });
    expect(!judged.ok && judged.error.advice).toContain(advice);
  });
});

/** What has no value is found before anything is sent. */
import { describe, expect, it } from 'vitest';
import { compile } from '../../../src/script';
import { expressionsOf, wantedBy } from '../../../src/session/values/expressions';
import { unresolved } from '../../../src/session/values/unresolved';

function session(text: string) {
  const { program } = compile(text, { file: 'a.smtp', load: () => ({ error: 'no files here' }) });
  const [only] = program.sessions;
  if (!only) throw new Error('a session');
  return only;
}

describe('a session', () => {
  it('gives every expression, those in bodies, blocks, patterns and conditions too', () => {
    const { steps, cleanup } = session(`### All
connect smtp://{{host}}
@a = {{b}}
C: EHLO {{c}}
S: 250 {{d}}
auth PLAIN {{e}} {{$secret f}}
retry 5s
  C: """
{{g}}
"""
end
repeat {{h}}
  log {{i}}
end
if reply.code = {{j}}
  raw "{{k}}"
else
  C: NOOP {{$prompt "Code?"}}
end
always
  C: RSET {{$secret f}}{{$secret l}}
end
`);
    const all = expressionsOf([...steps, ...cleanup]);
    const shown = all.map(({ source }) => (source.kind === 'variable' ? source.name : `$${source.name}`)).join(' ');
    expect(shown).toBe('host b c d e $secret g h i j k $prompt $secret $secret');
    expect(wantedBy(all)).toEqual({ secrets: ['f', 'l'], prompts: ['Code?'] });
  });

  it('names what has no value, with what was perhaps meant', () => {
    const failures = unresolved(session('### X\nC: EHLO {{recipent}}\nC: NOOP {{x | bas64}}\nassert nam = 1\n'), [
      'recipient',
      'x',
      'name',
    ]);
    expect(failures.map(({ kind, message, advice }) => [kind, message, advice])).toEqual([
      ['resolve', 'The variable "recipent" has no value', 'Did you mean {{recipient}}?'],
      ['resolve', 'There is no filter "bas64"', 'Did you mean "base64"?'],
      ['resolve', 'The variable "nam" has no value', 'Did you mean {{name}}?'],
    ]);
  });

  it('is content with what it captures itself, before it uses it', () => {
    expect(unresolved(session('### X\nC: NOOP\nS: 250 {{@id}}\nC: NOOP {{id}}\n'), [])).toEqual([]);
    expect(unresolved(session('### X\nC: NOOP {{id}}\nS: 250 {{@id}}\n'), [])[0]?.message).toContain('further down');
  });
});

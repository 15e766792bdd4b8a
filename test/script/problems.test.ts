/** Every problem of the table: a script that has it, and where. */
import { describe, expect, it } from 'vitest';
import { type ProblemId, problemTable } from '../../src/script';
import { type CheckOptions, checkProblems, compiled } from './check';

interface Case {
  readonly text: string;
  readonly options?: CheckOptions;
  /** What the message or the advice says. */
  readonly says?: string;
}

const imap: CheckOptions = { file: 'test.imap' };
const deep = 65;

const cases: Readonly<Record<ProblemId, readonly Case[]>> = {
  'unknown-directive': [
    { text: '‹asert› a = 1', says: 'did you mean `assert`?' },
    { text: '‹Connect› imap', says: 'did you mean `connect`?' },
    { text: '‹zebrafish› imap' },
  ],
  'missing-mark': [
    { text: '‹EHLO client.example›', says: 'did you mean `C: EHLO client.example`?' },
    { text: '‹mail from:<a@b>›', says: 'did you mean `C: mail from:<a@b>`?' },
    { text: '‹a1 SELECT INBOX›', says: 'did you mean `C: a1 SELECT INBOX`?' },
    { text: '  ‹250-SIZE›  ', says: 'did you mean `S: 250-SIZE`?' },
    { text: '‹* OK ready›', says: 'did you mean `S: * OK ready`?' },
    { text: '‹+OK hello›', says: 'did you mean `S: +OK hello`?' },
    { text: '‹a1 NO never›', says: 'did you mean `S: a1 NO never`?' },
  ],
  'bad-mark': [
    { text: '‹c:› EHLO x', says: 'did you mean `C: EHLO x`?' },
    { text: '‹S :› 250', says: 'did you mean `S: 250`?' },
    { text: '‹bob C>› NOOP', says: 'did you mean `bob C: NOOP`?' },
  ],
  'not-a-statement': [{ text: '‹%$ what› ' }, { text: '‹\0›' }],
  'stray-quotes': [{ text: 'C: BDAT """ LAST\n‹"""›', says: 'at the end of a line' }],
  'no-connection-here': [{ text: '‹alice› wait 1s' }],
  'line-too-deep': [
    { text: `${'if a exists\n'.repeat(deep - 1)}‹if› a exists\n${'end\n'.repeat(deep)}`, options: { known: ['a'] } },
  ],
  'too-many-problems': [],
  'unclosed-body': [
    { text: '### one\n‹if› reply.code = 250\n  C: NOOP\n### next\nC: NOOP', says: 'this `if` has no `end`' },
    { text: '‹repeat› 3\n‹retry› 3s\nC: NOOP\n' },
  ],
  'stray-end': [{ text: 'C: NOOP\n‹end›' }, { text: 'if reply.code = 1\nend\n‹end›' }],
  'stray-else': [
    { text: '‹else›' },
    { text: 'repeat 3\n‹else›\nend' },
    { text: 'if reply.code = 1\nelse\n‹else›\nend' },
  ],
  'always-inside': [{ text: 'repeat 2\n‹always›\nC: QUIT\nend\nend' }],
  'setting-inside': [{ text: 'repeat 2\n‹strict›\nend' }],
  'unclosed-block': [
    { text: '### one\nC: DATA\nC: ‹"""›\nSubject: x\n### next\nC: NOOP', says: 'add a line that begins with `"""`' },
    { text: '@x = ‹""""-›\nx\n"""\n' },
  ],
  'block-expected': [{ text: '‹compose report›' }],
  'block-form': [{ text: '@x = """‹~›\nx\n"""' }],
  'text-after-block': [{ text: '@x = """\nx\n""" ‹more›' }],
  'unclosed-interpolation': [{ text: 'C: NOOP ‹{{›name' }, { text: 'log ‹{{›name' }, { text: 'needs ‹{{›name' }],
  'bad-interpolation': [
    { text: 'C: NOOP ‹{{a b}}›' },
    { text: 'C: NOOP ‹{{}}› x' },
    { text: 'S: 250 ‹{{@}}›' },
    { text: 'C: ‹{{<}}›' },
    { text: 'C: NOOP ‹{{a |}}›' },
  ],
  'fact-in-text': [{ text: 'log ‹{{reply.text}}›', says: 'capture' }],
  'unknown-filter': [{ text: '@a = x\nlog {{a | ‹bas64›}}', says: 'did you mean `base64`?' }],
  'unknown-builtin': [{ text: 'log {{‹$uid›}}', says: 'did you mean `$uuid`?' }],
  'builtin-argument': [
    { text: 'log ‹{{$secret}}›', says: '{{$secret NAME}}' },
    { text: 'log {{$uuid ‹4›}}', says: 'takes no argument' },
  ],
  'index-outside-repeat': [{ text: 'log {{‹$index›}}' }],
  'capture-in-command': [{ text: 'C: NOOP ‹{{@name}}›' }, { text: 'log ‹{{@name}}›' }],
  'file-not-here': [{ text: 'S: 250 ‹{{< a.eml}}›' }, { text: 'C: """\n‹{{< a.eml}}›\n"""' }],
  'bad-regex': [
    { text: 'S: 250 ‹/(/›', says: 'not valid' },
    { text: 'S: 250 ‹/a/q›', says: 'no flag `q`' },
    { text: 'S: 250 {{@a:‹/[z-a]/›}}' },
  ],
  'undefined-variable': [
    { text: '@sender = a\nlog {{‹sendr›}}', options: { known: [] }, says: 'did you mean `sender`?' },
    { text: 'log {{‹id›}}\nC: NOOP\nS: 250 {{@id}}', says: 'used before it has a value' },
    { text: 'assert ‹after› = {{‹before›}} + 1' },
    { text: '### one\nlog {{‹x›}}\n### two\n@x = 1' },
    { text: '@x = {{‹x›}}' },
  ],
  'captured-again': [{ text: 'C: NOOP\nS: 250 {{@a}}\nC: NOOP\nS: 250 {{@‹a›}}' }],
  'bad-assignment': [{ text: '‹@name› value' }, { text: '‹@› = value' }],
  'bad-fault': [
    { text: 'fault ‹refuze› RCPT 450 x', says: 'did you mean `refuse`?' },
    { text: 'fault refuse ‹RCTP› 450 x', says: 'did you mean `RCPT`?' },
    { text: 'fault cut ‹at=x›' },
  ],
  'bad-duration': [
    { text: 'wait ‹5›', says: '`5` is no duration' },
    { text: 'timeout ‹5h›' },
    { text: 'retry ‹{{$timestamp}}›\nend' },
    { text: 'raw "x" every ‹fast›' },
    { text: 'wait ‹99999999m›' },
  ],
  'bad-number': [{ text: 'repeat ‹many›\nend' }, { text: 'log {{$random ‹few›}}' }],
  'missing-argument': [
    { text: '‹wait›', says: 'write `wait 2s`' },
    { text: '‹needs›' },
    { text: '‹include›' },
    { text: '‹expect› ', says: '`close`' },
    { text: '‹raw›' },
    { text: '‹await› dsn within 5s' },
    { text: '‹connect› as' },
  ],
  'extra-argument': [
    { text: 'strict ‹please sir›' },
    { text: 'if reply.code = 1\nend ‹if›' },
    { text: 'auth PLAIN alice secret ‹more›' },
    { text: 'wait 2s ‹3s›' },
  ],
  'unclosed-quote': [{ text: 'raw ‹"›abc' }, { text: 'auth PLAIN alice ‹"›abc' }],
  'bad-escape': [{ text: 'raw "a‹\\q›b"' }, { text: 'raw "‹\\x›4"' }],
  'unknown-operator': [
    { text: 'assert reply.code ‹==› 250', says: 'did you mean `=`?' },
    { text: 'assert reply.text ‹contain› x', says: 'did you mean `contains`?' },
    { text: 'assert reply.cod‹e›', says: 'the operator is missing' },
  ],
  'bad-condition': [
    { text: '‹assert›' },
    { text: 'assert ‹=› 250' },
    { text: 'assert reply.code ‹<›' },
    { text: 'assert reply.code exists ‹250›' },
    { text: 'assert message.header‹(›Subject = x' },
    { text: 'assert ‹{{$uuid}}› = x' },
  ],
  'unknown-fact': [{ text: 'assert ‹reply.cod› = 250', says: 'did you mean `reply.code`?' }],
  'fact-argument': [
    { text: 'assert ‹message.header› = x', says: 'message.header(Subject)' },
    { text: 'assert reply.code‹(x)› = 1', says: 'takes no name' },
  ],
  'unknown-target': [
    { text: 'connect ‹imp›', says: 'did you mean `imap`?' },
    { text: 'connect ‹localhost:25›', says: 'did you mean `smtp://localhost:25`?' },
    { text: 'connect ‹imp://host›', says: 'did you mean `imap://host`?' },
    { text: 'connect ‹gopher://host›', says: 'a URL such as' },
  ],
  'duplicate-title': [{ text: '### one\nC: NOOP\n### ‹one›\nC: NOOP' }],
  'not-in-preamble': [
    { text: '‹C:› NOOP\n### one', says: 'a wire line' },
    { text: '‹auth› alice\n### one', says: '`auth`' },
    { text: '‹if› reply.code = 1\nend\n### one' },
  ],
  'unknown-connection': [
    { text: 'connect as alice\n‹alise› C: NOOP', says: 'did you mean `alice`?' },
    { text: '‹bob› S: 220\nconnect as bob', says: 'connected only later' },
    { text: '‹bob› starttls' },
  ],
  'unnamed-connection': [
    { text: 'connect as a\nconnect as b\n‹C:› NOOP\n‹S:› 250', says: 'any of 2 connections: a, b' },
    { text: 'connect as a\nconnect as b\n‹starttls›' },
    { text: 'connect as a\nconnect as b\nassert ‹reply.code› = 1' },
  ],
  'closed-connection': [{ text: 'C: QUIT\nclose\n‹S:› 221' }, { text: 'connect as a\na reset\n‹a C:› NOOP' }],
  'not-in-pipeline': [
    { text: 'pipeline\nC: NOOP\n‹S:› 250\nend', says: 'an `S:` line' },
    { text: 'pipeline\nC: NOOP\n‹wait› 1s\nend', says: '`wait`' },
    { text: 'connect as a\nconnect as b\npipeline\na C: NOOP\nb ‹C:› NOOP\nend', says: 'another connection' },
  ],
  'literal-count': [
    { text: 'C: APPEND x ‹{10}›\nS: +\nC: 0123\nC: 4567\nC:\nS: OK', options: imap, says: 'write `{12}`' },
    { text: 'C: APPEND x ‹{99+}›\nC: 0123\nC: 4567', options: imap, says: 'write `{10}`' },
    { text: 'C: APPEND x ‹{5}›\nC: 0123\nS: OK', options: imap, says: 'have 4 octets' },
    { text: 'C: APPEND x ‹{6}›\nC: 0123\nS: OK', options: imap, says: 'have 4 octets' },
    { text: 'C: APPEND x ‹{4}›\nC: 0123\nC: 4567\nC:\nS: OK', options: imap, says: 'have 12 octets' },
    { text: 'C: APPEND x ‹{4}›\nC: é\nC: äö\nS: OK', options: imap, says: 'have 8 octets' },
  ],
  'no-protocol': [{ text: '‹### one›\nC: NOOP', options: { file: 'notes.txt' } }],
  'include-missing': [{ text: 'include ‹./gone.smtp›', says: 'no such file' }],
  'include-cycle': [
    { text: 'include ‹test.smtp›', options: { files: { 'test.smtp': '' } }, says: 'test.smtp → test.smtp' },
  ],
  'include-several': [
    { text: 'include ‹two.smtp›', options: { files: { 'two.smtp': '### a\n### b' } }, says: '2 sessions' },
  ],
  'include-limit': [],
  'include-path': [{ text: '@x = a\ninclude ‹{{x}}.smtp›' }],
};

/** What takes many lines to provoke is tested below. */
const ids = (Object.keys(problemTable) as ProblemId[]).filter((id) => cases[id].length > 0);

describe.each(ids)('%s', (id) => {
  it.each(cases[id])('$text', ({ text, options, says = '' }) => {
    const count = [...text].filter((character) => character === '‹').length;
    const problems = checkProblems(
      text,
      Array.from({ length: count }, () => id),
      options,
    );
    expect(problems.map((problem) => `${problem.message} | ${problem.advice}`).join('\n')).toContain(says);
  });
});

describe('problems', () => {
  it('are no longer kept when there are too many of them', () => {
    const { problems } = compiled('asert\n'.repeat(5_000));
    expect(problems).toHaveLength(1_001);
    expect(problems.at(-1)?.id).toBe('too-many-problems');
  });

  it('stop files that include each other over and over', () => {
    const files = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`${i}`, `include ${i + 1}\ninclude ${i + 1}`]),
    );
    const { problems } = compiled('include 0', { files: { ...files, 20: 'C: NOOP' } });
    expect(problems.map((problem) => problem.id)).toEqual(['include-limit']);
  });

  it('are errors for an undefined variable only when it is known what the environment defines', () => {
    const severities = (known?: string[]) =>
      compiled('log {{x}}', known ? { known } : {}).problems.map((p) => p.severity);
    expect(severities()).toEqual(['warning']);
    expect(severities([])).toEqual(['error']);
    expect(severities(['x'])).toEqual([]);
  });

  it('tell which file they are in', () => {
    const { problems } = compiled('include a.smtp', { files: { 'a.smtp': 'C: NOOP\nasert a' } });
    expect(problems).toMatchObject([{ id: 'unknown-directive', file: 'a.smtp', range: { start: 8, end: 13 } }]);
  });

  it('name the chain of files that comes back', () => {
    const { problems } = compiled('include a.smtp', {
      files: { 'a.smtp': 'include b.smtp', 'b.smtp': '\ninclude a.smtp' },
    });
    expect(problems).toMatchObject([{ id: 'include-cycle', file: 'b.smtp', range: { start: 9, end: 15 } }]);
    expect(problems[0]?.message).toContain('a.smtp → b.smtp → a.smtp');
  });
});

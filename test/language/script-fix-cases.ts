/** For each problem of the compiler that has a fix: a text with the place marked as «…», and the text after the first fix. */
import type { Case } from './rule-cases';

export const scriptCases: Readonly<Record<string, readonly Case[]>> = {
  'unknown-directive': [{ text: '«conect»\n', fixed: 'connect\n' }],
  'missing-mark': [
    { text: '«EHLO x»\n', fixed: 'C: EHLO x\n' },
    { text: '«250 ok»\n', fixed: 'S: 250 ok\n' },
  ],
  'bad-mark': [
    { text: '«c:»EHLO x\n', fixed: 'C: EHLO x\n' },
    { text: '«S>» 250\n', fixed: 'S: 250\n' },
  ],
  'not-a-statement': [{ text: '«?!»\n', fixed: '# ?!\n' }],
  'stray-quotes': [{ text: 'C: EHLO x\n«"""»\n', fixed: 'C: EHLO x\n' }],
  'no-connection-here': [{ text: '«alice» log x\n', fixed: 'log x\n' }],
  'unclosed-body': [{ text: '«if» a = 1\nC: EHLO x\n', fixed: 'if a = 1\nC: EHLO x\nend\n' }],
  'stray-end': [{ text: 'C: EHLO x\n«end»\n', fixed: 'C: EHLO x\n' }],
  'stray-else': [{ text: 'C: EHLO x\n«else»\n', fixed: 'C: EHLO x\n' }],
  'setting-inside': [
    { text: '### a\nC: EHLO x\nrepeat 2\n  «strict»\nend\n', fixed: '### a\nstrict\nC: EHLO x\nrepeat 2\nend\n' },
  ],
  'unclosed-block': [{ text: 'C: DATA\nC: «"""»\nhello\n\n### b\n', fixed: 'C: DATA\nC: """\nhello\n"""\n\n### b\n' }],
  'block-expected': [{ text: '«compose m»\n', fixed: 'compose m """\n"""\n' }],
  'block-form': [{ text: '@a = """«+»\n"""\nlog {{a}}\n', fixed: '@a = """\n"""\nlog {{a}}\n' }],
  'text-after-block': [{ text: '@a = """\n""" «x»\nlog {{a}}\n', fixed: '@a = """\n"""\nlog {{a}}\n' }],
  'unclosed-interpolation': [
    { text: '@a = 1\nC: EHLO «{{»a\n', fixed: '@a = 1\nC: EHLO {{a}}\n' },
    { text: 'C: EHLO «{{»\n', fixed: 'C: EHLO \\{{\n' },
  ],
  'bad-interpolation': [{ text: 'C: EHLO «{{?}}»\n', fixed: 'C: EHLO \\{{?}}\n' }],
  'unknown-filter': [{ text: '@a = 1\nC: EHLO {{a | «base46»}}\n', fixed: '@a = 1\nC: EHLO {{a | base64}}\n' }],
  'unknown-builtin': [{ text: 'C: EHLO {{«$uid»}}\n', fixed: 'C: EHLO {{$uuid}}\n' }],
  'builtin-argument': [{ text: 'C: EHLO {{$uuid «5»}}\n', fixed: 'C: EHLO {{$uuid}}\n' }],
  'capture-in-command': [{ text: 'C: EHLO «{{@a}}»\n', fixed: 'C: EHLO \\{{@a}}\n' }],
  'file-not-here': [{ text: 'log «{{< a}}»\n', fixed: 'log \\{{< a}}\n' }],
  'undefined-variable': [
    { text: '@name = 1\nC: EHLO {{«nane»}}\nlog {{name}}\n', fixed: '@name = 1\nC: EHLO {{name}}\nlog {{name}}\n' },
    { text: 'C: EHLO {{«host»}}\n', fixed: '@host = \nC: EHLO {{host}}\n' },
  ],
  'bad-duration': [{ text: 'wait «5»\n', fixed: 'wait 5s\n' }],
  'extra-argument': [{ text: 'wait 5s «now»\n', fixed: 'wait 5s\n' }],
  'unclosed-quote': [{ text: 'raw «"»abc\n', fixed: 'raw "abc"\n' }],
  'bad-escape': [{ text: 'raw "«\\q»"\n', fixed: 'raw "\\\\q"\n' }],
  'unknown-operator': [{ text: '@a = 1\nassert a «==» 1\n', fixed: '@a = 1\nassert a = 1\n' }],
  'unknown-fact': [{ text: 'C: EHLO x\nassert «reply.cod» = 1\n', fixed: 'C: EHLO x\nassert reply.code = 1\n' }],
  'fact-argument': [
    { text: 'C: EHLO x\nassert «message.header» = 1\n', fixed: 'C: EHLO x\nassert message.header(Subject) = 1\n' },
  ],
  'unknown-target': [{ text: 'connect «imp»\n', fixed: 'connect imap\n' }],
  'duplicate-title': [{ text: '### a\n### «a»\n', fixed: '### a\n### a (2)\n' }],
  'not-in-preamble': [{ text: '«C:» EHLO x\n### a\n', fixed: '### Session\nC: EHLO x\n### a\n' }],
  'unknown-connection': [
    { text: '«bob» C: EHLO x\n', fixed: 'connect as bob\nbob C: EHLO x\n' },
    { text: 'connect as alice\n«alise» C: EHLO x\n', fixed: 'connect as alice\nalice C: EHLO x\n' },
  ],
  'unnamed-connection': [
    { text: 'connect as a\nconnect as b\n«C:» EHLO x\n', fixed: 'connect as a\nconnect as b\na C: EHLO x\n' },
  ],
  'closed-connection': [{ text: 'C: EHLO x\nclose\n«C:» QUIT\n', fixed: 'C: EHLO x\nclose\n' }],
  'literal-count': [
    {
      text: 'C: a1 LOGIN «{4}»\nC: alice {{x}}\n'.replace(' {{x}}', ''),
      file: 'a.imap',
      fixed: 'C: a1 LOGIN {5}\nC: alice\n',
    },
  ],
  'no-protocol': [{ text: '«»C: EHLO x\n', file: 'a.txt', fixed: 'connect smtp\nC: EHLO x\n' }],
};

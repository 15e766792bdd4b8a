/** What formatting changes, and what it leaves alone. */
import { describe, expect, it } from 'vitest';
import { format } from '../../src/script';

const check = (text: string, expected: string): void => {
  expect(format(text)).toBe(expected);
  expect(format(expected)).toBe(expected);
};

describe('format', () => {
  it('indents bodies by two spaces', () => {
    check(
      'if reply.code = 1\nC: A\n\t# why\nelse\n      repeat 2\nC: B\nend\n  end\nC: C\n',
      'if reply.code = 1\n  C: A\n  # why\nelse\n  repeat 2\n    C: B\n  end\nend\nC: C\n',
    );
  });

  it('puts spaces around the = of an assignment', () => {
    check('@a=1\n@b   =   two words  \n@c =\n', '@a = 1\n@b = two words\n@c =\n');
  });

  it('keeps assignments in a row aligned when they are', () => {
    check('@sender    = a\n@recipient = b\n\n@x  = c\n', '@sender    = a\n@recipient = b\n\n@x = c\n');
    check('@sender   = a\n@recipient = b\n', '@sender = a\n@recipient = b\n');
  });

  it('puts one blank line between sessions, above the comments of the next', () => {
    check(
      '###   one  \nC: A\n\n\n\n# about two\n### two\nC: B\n### three\n',
      '### one\nC: A\n\n# about two\n### two\nC: B\n\n### three\n',
    );
    check('# about one\n### one\nC: A\n# about two\n### two\n', '# about one\n### one\nC: A\n\n# about two\n### two\n');
  });

  it('takes white space off the end of directives, never of what goes over the wire', () => {
    check('wait 1s  \nC: NOOP  \nS: 250  \n# note  \n', 'wait 1s\nC: NOOP  \nS: 250  \n# note  \n');
  });

  it('leaves blocks as they are', () => {
    check(
      'repeat 2\nC: APPEND x """\n  a  \n\tb\n  """ (x)  """+\n c\n"""\nend\n',
      'repeat 2\n  C: APPEND x """\n  a  \n\tb\n  """ (x)  """+\n c\n"""\nend\n',
    );
    check('@x   = """-\n  a\n  """\n', '@x = """-\n  a\n  """\n');
  });

  it('keeps CRLF, a byte order mark, and what it does not understand', () => {
    check(
      '\ufeff  @a=1\r\nif a = 1\r\nC: x\r\n   what is this\r\nend',
      '\ufeff@a = 1\r\nif a = 1\r\n  C: x\r\n   what is this\r\nend\r\n',
    );
  });

  it('adds nothing to a block that nothing closes', () => {
    check('C: DATA\nC: """\nx\n\n### next\nC: y\n\n', 'C: DATA\nC: """\nx\n\n### next\nC: y\n');
    check('C: """\nx', 'C: """\nx');
  });

  it('writes the name of a connection with one space', () => {
    check('alice   C:  NOOP\n', 'alice C:  NOOP\n');
  });
});

/** Every problem that a script can have: id, severity, what is wrong, what to do. The one table. */
import type { Problem, Range, Severity } from '../base';

interface Row<Arguments extends readonly unknown[]> {
  readonly severity: Severity;
  readonly message: (...args: Arguments) => string;
  readonly advice?: (...args: Arguments) => string | undefined;
}

const row = <Arguments extends readonly unknown[]>(
  severity: Severity,
  message: (...args: Arguments) => string,
  advice?: (...args: Arguments) => string | undefined,
): Row<Arguments> => (advice ? { severity, message, advice } : { severity, message });

const didYouMean = (near: string | undefined): string | undefined => (near ? `did you mean \`${near}\`?` : undefined);

export const problemTable = {
  // lines
  'unknown-directive': row(
    'error',
    (word: string, _near?: string) => `\`${word}\` is no directive`,
    (_word, near) => didYouMean(near),
  ),
  'missing-mark': row(
    'error',
    (what: 'command' | 'reply', _fix: string) =>
      `this looks like a ${what}, and has no \`${what === 'command' ? 'C:' : 'S:'}\``,
    (_what, fix) => didYouMean(fix),
  ),
  'bad-mark': row(
    'error',
    (mark: string, _fix: string) => `\`${mark}\` begins no line`,
    (_mark, fix) => didYouMean(fix),
  ),
  'not-a-statement': row(
    'error',
    () => 'this line is no comment, no wire line and no directive',
    () => 'begin it with `#`, `C:`, `S:`, `@name =` or a directive',
  ),
  'stray-quotes': row(
    'error',
    () => 'these quotes close no block',
    () => 'a block is opened by `"""` at the end of a line; what is to follow the block goes behind the closing quotes',
  ),
  'no-connection-here': row(
    'error',
    (word: string) => `\`${word}\` speaks of no connection`,
    () => 'leave the name out',
  ),
  'line-too-deep': row(
    'error',
    (limit: number) => `bodies stand more than ${limit} deep in each other`,
    () => 'put the inner part into a file of its own and `include` it',
  ),
  'too-many-problems': row('error', (limit: number) => `more than ${limit} problems: the rest is not shown`),

  // bodies and blocks
  'unclosed-body': row(
    'error',
    (word: string) => `this \`${word}\` has no \`end\``,
    () => 'add `end` where its body is over',
  ),
  'stray-end': row(
    'error',
    () => 'this `end` ends nothing',
    () => 'remove it, or add the `if`, `retry` or `repeat` that it is to end',
  ),
  'stray-else': row(
    'error',
    () => 'this `else` belongs to no `if`',
    () => 'remove it, or add the `if` before it',
  ),
  'always-inside': row(
    'error',
    () => '`always` stands inside another body',
    () => "put it at the session's level: it runs at the session's end",
  ),
  'setting-inside': row(
    'warning',
    (word: string) => `\`${word}\` holds for the whole session, wherever it stands`,
    () => "put it at the session's beginning",
  ),
  'unclosed-block': row(
    'error',
    (quotes: string) => `this block has no closing \`${quotes}\``,
    (quotes) => `add a line that begins with \`${quotes}\``,
  ),
  'block-expected': row(
    'error',
    (word: string) => `\`${word}\` takes a block`,
    () => 'end the line with `"""`, and the block with `"""`',
  ),
  'block-form': row(
    'warning',
    (form: string) => `\`${form}\` says how a block is sent, and this one is not`,
    () => 'leave it out; only `-` has a meaning here',
  ),
  'text-after-block': row(
    'error',
    () => 'nothing may follow the closing quotes here',
    () => 'remove it',
  ),

  // interpolation
  'unclosed-interpolation': row(
    'error',
    () => 'this `{{` has no `}}` on its line',
    () => 'close it, or write `\\{{` for the two characters',
  ),
  'bad-interpolation': row(
    'error',
    (written: string) => `\`${written}\` is neither a variable, a built-in nor a capture`,
    () => 'write `{{name}}`, `{{name | filter}}`, `{{$uuid}}`, `{{@name}}`, or `\\{{` for the two characters',
  ),
  'fact-in-text': row(
    'error',
    (name: string) => `\`${name}\` cannot stand in a text`,
    () => 'facts stand on the left of `assert` and `if`; capture what you need with `{{@name}}`',
  ),
  'unknown-filter': row(
    'error',
    (name: string, _near?: string) => `there is no filter \`${name}\``,
    (_name, near) => didYouMean(near),
  ),
  'unknown-builtin': row(
    'error',
    (name: string, _near?: string) => `there is no built-in \`$${name}\``,
    (_name, near) => didYouMean(near && `$${near}`),
  ),
  'builtin-argument': row(
    'error',
    (name: string, needed: boolean) => (needed ? `\`$${name}\` needs an argument` : `\`$${name}\` takes no argument`),
    (name, needed) => (needed ? `write \`{{$${name} ${name === 'prompt' ? '"text"' : 'NAME'}}}\`` : undefined),
  ),
  'index-outside-repeat': row(
    'error',
    () => '`$index` counts the runs of a `repeat`, and here is none',
    () => 'use it in the body of a `repeat`',
  ),
  'capture-in-command': row(
    'error',
    () => 'a capture cannot stand here',
    () => 'captures take what the server says: put it in an `S:` line',
  ),
  'file-not-here': row(
    'error',
    () => 'a file cannot stand here',
    () => 'write `{{< path}}` in a `C:` line, outside a block',
  ),
  'bad-regex': row(
    'error',
    (why: string) => `this regular expression is not valid: ${why}`,
    () => 'write `\\/` for a slash in it',
  ),

  // variables
  'undefined-variable': row(
    'error',
    (name: string, _near?: string, later?: boolean) =>
      later ? `\`${name}\` is used before it has a value` : `\`${name}\` has no value`,
    (name, near, later) =>
      later
        ? 'assign or capture it before this line'
        : (didYouMean(near) ??
          `write \`@${name} = …\` before it, put it in the environment, or capture it with \`{{@${name}}}\``),
  ),
  'captured-again': row(
    'information',
    (name: string) => `\`${name}\` is captured a second time and must be equal to the first`,
    (name) => `assign \`@${name}\` before it, or capture under another name, when it may differ`,
  ),
  'bad-assignment': row(
    'error',
    () => 'an assignment is written `@name = value`',
    () => undefined,
  ),

  // values of directives
  'bad-duration': row(
    'error',
    (written: string) => `\`${written}\` is no duration`,
    () => 'write a number and `ms`, `s` or `m`, such as `200ms`, `5s`, `2m`',
  ),
  'bad-number': row(
    'error',
    (written: string) => `\`${written}\` is no whole number`,
    () => 'write digits, or a variable',
  ),
  'missing-argument': row(
    'error',
    (word: string, what: string, _syntax: string) => `\`${word}\` needs ${what}`,
    (_word, _what, syntax) => `write \`${syntax}\``,
  ),
  'extra-argument': row(
    'error',
    (word: string, _syntax: string) => `\`${word}\` takes nothing more`,
    (_word, syntax) => `write \`${syntax}\``,
  ),
  'unclosed-quote': row(
    'error',
    () => 'this quote is not closed on its line',
    () => 'add `"`, or write `\\"` for a quote inside',
  ),
  'bad-escape': row(
    'error',
    (sequence: string) => `\`${sequence}\` is no escape`,
    () => 'there are `\\r \\n \\t \\0 \\\\ \\" \\xHH` and `\\{{`',
  ),
  'unknown-operator': row(
    'error',
    (written: string, _near?: string) => (written ? `\`${written}\` is no operator` : 'the operator is missing'),
    (_written, near) => didYouMean(near) ?? 'there are `= != < <= > >= contains matches startsWith exists`',
  ),
  'bad-condition': row(
    'error',
    (why: string) => why,
    () => 'write `left op right`, such as `reply.code = 250`',
  ),
  'unknown-fact': row(
    'error',
    (name: string, _near?: string) => `there is no fact \`${name}\``,
    (_name, near) => didYouMean(near),
  ),
  'fact-argument': row(
    'error',
    (name: string, needed: boolean) => (needed ? `\`${name}\` needs a name` : `\`${name}\` takes no name`),
    (name, needed) => (needed ? `write \`${name}(Subject)\`` : undefined),
  ),
  'bad-fault': row(
    'error',
    (message: string, _advice: string) => message,
    (_message, advice) => advice,
  ),
  'unknown-target': row(
    'error',
    (written: string, _near?: string) => `\`${written}\` is nothing to connect to`,
    (_written, near) =>
      didYouMean(near) ??
      'write `imap`, `smtp`, `submission`, `lmtp`, `pop3`, `mx:DOMAIN`, or a URL such as `smtp://host:25`',
  ),

  // sessions and connections
  'duplicate-title': row(
    'warning',
    (title: string) => `there is another session \`${title}\``,
    () => 'give it a title of its own, so that it can be told from the other',
  ),
  'not-in-preamble': row(
    'error',
    (what: string) => `${what} cannot stand before the first session`,
    () => 'put it under a line `### Title`',
  ),
  'unknown-connection': row(
    'error',
    (name: string, _near?: string, later?: boolean) =>
      later ? `\`${name}\` is connected only later` : `there is no connection \`${name}\``,
    (name, near, later) =>
      later
        ? `put \`connect as ${name}\` before this line`
        : (didYouMean(near) ?? `write \`connect as ${name}\` before it`),
  ),
  'unnamed-connection': row(
    'error',
    (names: readonly string[]) => `this line could be for any of ${names.length} connections: ${names.join(', ')}`,
    (names) =>
      `begin it with a name, such as \`${names.find((name) => !name.startsWith('('))}\`; open the others with \`connect as NAME\``,
  ),
  'closed-connection': row(
    'error',
    () => 'the connection is closed here: nothing can be sent or come',
    () => 'remove the line, or `connect` again before it',
  ),
  'not-in-pipeline': row(
    'error',
    (what: string) => `${what} cannot stand in a \`pipeline\``,
    () => 'a pipeline holds `C:` lines of one connection; what they are answered stands after its `end`',
  ),
  'literal-count': row(
    'warning',
    (_said: number, right: number) => `the lines that follow have ${right} octets`,
    (_said, right) => `write \`{${right}}\`, or a block, which is counted for you`,
  ),
  'no-protocol': row(
    'warning',
    () => 'nothing says which protocol this session speaks: SMTP is assumed',
    () => 'name the file `.smtp`, `.imap`, `.pop3` or `.lmtp`, or begin with `connect imap`',
  ),

  // includes
  'include-missing': row(
    'error',
    (path: string, why: string) => `\`${path}\` cannot be included: ${why}`,
    () => 'the path is taken from the folder of the file that names it',
  ),
  'include-cycle': row(
    'error',
    (chain: readonly string[]) => `this include comes back to where it began: ${chain.join(' → ')}`,
    () => 'take one of them out',
  ),
  'include-several': row(
    'error',
    (path: string, count: number) => `\`${path}\` has ${count} sessions, and an included file may have one`,
    () => 'move the session into a file of its own',
  ),
  'include-limit': row(
    'error',
    (limit: number) => `more than ${limit} files would be included`,
    () => 'do the files include each other over and over?',
  ),
  'include-path': row(
    'error',
    () => 'the path of an `include` is plain text',
    () => 'it is read before any variable has a value',
  ),
} as const;

export type ProblemId = keyof typeof problemTable;
type ArgumentsOf<Id extends ProblemId> = Parameters<(typeof problemTable)[Id]['message']>;

/** The problem `id` at `range`, with its message built from `args`. */
export function problem<Id extends ProblemId>(id: Id, range: Range, ...args: ArgumentsOf<Id>): Problem {
  const entry = problemTable[id] as unknown as Row<ArgumentsOf<Id>>;
  const advice = entry.advice?.(...args);
  const base = { id, severity: entry.severity, message: entry.message(...args), range };
  return advice === undefined ? base : { ...base, advice };
}

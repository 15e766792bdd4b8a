/** Fixes of the compiler's problems: one function an id, from the problem and the text of its section. */
import { type Problem, range } from '../base';
import type { ProblemId } from '../script';
import type { DocumentSection } from './document';
import { type Fix, preferred, quickFix } from './found';
import { lineBefore, lineEndOf, lineStart, wholeLine, withoutLine } from './rules/rule';

type Maker = (problem: Problem, text: string, section: DocumentSection) => readonly Fix[];

const remove: Maker = ({ range: at }, text) => {
  let start = at.start;
  while (start > 0 && (text[start - 1] === ' ' || text[start - 1] === '\t')) start--;
  return [quickFix('Remove it', range(start, at.end), '')];
};

const removeLine: Maker = ({ range: at }, text) => [withoutLine(text, at.start)];

const quoted = /`([^`]+)`/g;

/** The names in backquotes of a text. */
const namesIn = (text = ''): readonly string[] => [...text.matchAll(quoted)].flatMap((match) => match[1] ?? []);

/** `did you mean …?`: what is near takes the place of what is there. */
const near: Maker = ({ range: at, advice }) => {
  const name = /^did you mean `(.+)`\?$/.exec(advice ?? '')?.[1];
  return name === undefined ? [] : [preferred(quickFix(`Change to \`${name}\``, at, name))];
};

const escaped: Maker = ({ range: at }) => [
  quickFix('Write `\\{{` for the two characters', range(at.start, at.start), '\\'),
];

/** The end of the line that holds `at`, without white space. */
function lineStop(text: string, at: number): number {
  const lf = text.indexOf('\n', at);
  const end = lf === -1 ? text.length : lf;
  return at + text.slice(at, end).trimEnd().length;
}

/** Puts a line behind all that stands in the section, blank lines aside. */
function appended(text: string, line: string): Fix['edits'][number] {
  const end = text.trimEnd().length;
  const eol = lineEndOf(text, 0);
  const lf = text.indexOf('\n', end);
  const at = lf === -1 ? text.length : lf + 1;
  return { range: range(at, at), text: lf === -1 ? `${eol}${line}${eol}` : `${line}${eol}` };
}

const makers: { readonly [Id in ProblemId]?: Maker } = {
  'unknown-directive': near,
  'unknown-filter': near,
  'unknown-operator': near,
  'unknown-fact': near,
  'unknown-target': near,
  'unknown-builtin': ({ range: at, advice }) => {
    const name = /^did you mean `(\$.+)`\?$/.exec(advice ?? '')?.[1];
    return name === undefined ? [] : [preferred(quickFix(`Change to \`${name}\``, at, name))];
  },
  'missing-mark': ({ range: at, message }) => {
    const mark = message.includes('`S:`') ? 'S: ' : 'C: ';
    return [preferred(quickFix(`Put \`${mark.trim()}\` before it`, range(at.start, at.start), mark))];
  },
  'bad-mark': ({ range: at, advice }, text) => {
    const written = /^did you mean `(.+?:)(?: .*)?`\?$/s.exec(advice ?? '')?.[1];
    if (written === undefined) return [];
    const space = /[ \t]/.test(text[at.end] ?? '\n') || text[at.end] === undefined || text[at.end] === '\n' ? '' : ' ';
    return [preferred(quickFix(`Write \`${written}\``, at, `${written}${space}`))];
  },
  'not-a-statement': ({ range: at }) => [
    quickFix('Make it a comment', range(at.start, at.start), '# '),
    quickFix('Send it', range(at.start, at.start), 'C: '),
  ],
  'stray-quotes': removeLine,
  'no-connection-here': ({ range: at }, text) => {
    let { end } = at;
    while (text[end] === ' ' || text[end] === '\t') end++;
    return [preferred(quickFix('Leave the name out', range(at.start, end), ''))];
  },
  'unclosed-body': (_problem, text) => [
    { title: 'Add `end`', kind: 'quickfix', edits: [appended(text, 'end')], preferred: true },
  ],
  'stray-end': removeLine,
  'stray-else': removeLine,
  'unclosed-block': ({ message }, text) => {
    const quotes = /`("+)`/.exec(message)?.[1] ?? '"""';
    return [{ title: `Add ${quotes}`, kind: 'quickfix', edits: [appended(text, quotes)], preferred: true }];
  },
  'block-expected': ({ range: at }, text) => {
    const stop = lineStop(text, at.start);
    const eol = lineEndOf(text, at.start);
    return [quickFix('Add a block', range(stop, stop), ` """${eol}"""`)];
  },
  'block-form': remove,
  'text-after-block': remove,
  'unclosed-interpolation': ({ range: at }, text) => {
    const name = /^\{\{[ \t]*@?[$A-Za-z_][\w-]*/.exec(text.slice(at.start, at.start + 200))?.[0];
    const close = name === undefined ? undefined : at.start + name.length;
    return [
      ...(close === undefined ? [] : [preferred(quickFix('Close it', range(close, close), '}}'))]),
      quickFix('Write `\\{{` for the two characters', range(at.start, at.start), '\\'),
    ];
  },
  'bad-interpolation': escaped,
  'capture-in-command': escaped,
  'file-not-here': escaped,
  'builtin-argument': (problem, text) => (problem.message.includes('takes no') ? remove(problem, text, none) : []),
  'undefined-variable': (problem, text) => {
    const [name = ''] = namesIn(problem.message);
    const define =
      problem.message.includes('before it has') || name === ''
        ? []
        : [lineBefore(text, problem.range.start, `Define \`${name}\` before the line`, `@${name} = `)];
    return [...near(problem, text, none), ...define.filter((fix) => !isInBlock(text, fix.edits[0]?.range.start ?? 0))];
  },
  'bad-duration': ({ range: at }, text) => {
    const written = text.slice(at.start, at.end);
    if (!/^[0-9]{1,7}$/.test(written)) return [];
    return [
      preferred(quickFix(`Write \`${written}s\``, at, `${written}s`)),
      quickFix(`Write \`${written}ms\``, at, `${written}ms`),
    ];
  },
  'extra-argument': remove,
  'unclosed-quote': ({ range: at }, text) => {
    const stop = lineStop(text, at.start);
    return [preferred(quickFix('Add `"`', range(stop, stop), '"'))];
  },
  'bad-escape': ({ range: at }) => [quickFix('Write `\\\\` for a backslash', range(at.start, at.start + 1), '\\\\')],
  'fact-argument': (problem, text) =>
    problem.message.includes('needs a name')
      ? [quickFix('Add a name', range(problem.range.end, problem.range.end), '(Subject)')]
      : remove(problem, text, none),
  'duplicate-title': ({ range: at }, text) => {
    const title = text.slice(at.start, at.end);
    return [quickFix('Number it', at, `${title} (2)`)];
  },
  'not-in-preamble': ({ range: at }, text) => [lineBefore(text, at.start, 'Begin a session before it', '### Session')],
  'unknown-connection': (problem, text) => {
    const [name = ''] = namesIn(problem.message);
    const later = problem.message.includes('only later');
    const connect = lineBefore(text, problem.range.start, `Connect as \`${name}\` before it`, `connect as ${name}`);
    return [...near(problem, text, none), ...(name === '' || later ? [] : [connect])];
  },
  'unnamed-connection': ({ range: at, message }, text) => {
    const names = /connections: (.*)$/.exec(message)?.[1]?.split(', ') ?? [];
    const start = lineStart(text, at.start);
    const first = start + (/^[ \t]*/.exec(text.slice(start, at.start))?.[0].length ?? 0);
    return names
      .filter((name) => /^[A-Za-z_][\w-]*$/.test(name))
      .slice(0, 10)
      .map((name) => quickFix(`Speak to \`${name}\``, range(first, first), `${name} `));
  },
  'closed-connection': ({ range: at }, text) => [
    withoutLine(text, at.start),
    lineBefore(text, at.start, 'Connect again before it', 'connect'),
  ],
  'literal-count': ({ range: at, advice }, text) => {
    const right = /`\{([0-9]+)\}`/.exec(advice ?? '')?.[1];
    if (right === undefined) return [];
    const plus = text[at.end - 2] === '+' ? '+' : '';
    return [preferred(quickFix(`Write {${right}${plus}}`, at, `{${right}${plus}}`))];
  },
  'setting-inside': ({ range: at }, text, { tree }) => {
    const line = wholeLine(text, at.start);
    const head = tree.title?.range.end ?? 0;
    const moved = `${text.slice(line.start, line.end).trim()}${lineEndOf(text, line.start)}`;
    return [
      {
        title: 'Move it to the head of the session',
        kind: 'quickfix',
        edits: [
          { range: range(head, head), text: moved },
          { range: line, text: '' },
        ],
        preferred: true,
      },
    ];
  },
  'no-protocol': (_problem, _text, { tree }) => {
    const head = tree.title?.range.end ?? 0;
    return ['smtp', 'imap', 'pop3', 'lmtp'].map((name) =>
      quickFix(`Speak ${name.toUpperCase()}`, range(head, head), `connect ${name}\n`),
    );
  },
};

/** The ids whose problems may have a fix. */
export const fixableIds: readonly string[] = Object.keys(makers);

/** For makers that ask nothing of the section. */
const none = {} as DocumentSection;

/** Whether a line would be put into a block: then it is text. */
function isInBlock(text: string, at: number): boolean {
  const fences = text.slice(0, at).match(/"""/g)?.length ?? 0;
  return fences % 2 === 1;
}

/** What mends a problem of the compiler; ranges count from the section's start. */
export function scriptFixes(section: DocumentSection, problem: Problem): readonly Fix[] {
  const make = Object.hasOwn(makers, problem.id) ? makers[problem.id as ProblemId] : undefined;
  return make ? make(problem, section.text, section) : [];
}

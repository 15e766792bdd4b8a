/** What every session script is made of, whatever protocol it speaks. */
import { mechanismFacts } from '../../src/protocol/sasl/mechanism-facts';
import { builtins, directives, facts, filters, operators } from '../../src/script';
import { anyOf, groups, include, name, type Repository, type Rule, wholeWord } from './rule';

const opens = '(\\{\\{)\\s*';
const template = {
  begin: 'punctuation.definition.template-expression.begin',
  end: 'punctuation.definition.template-expression.end',
};

/** A `"""` block at a line's end, to a line that begins with as many quotes; the text behind these goes on. */
const block = (content: readonly Rule[]): Rule => ({
  begin: '("{3,})([-+~]*)[ \\t]*$\\n?',
  end: '^[ \\t]*(\\1)(?!")',
  name: 'meta.embedded.block.session',
  beginCaptures: groups('punctuation.definition.block.begin.session', 'storage.modifier.block.session'),
  endCaptures: groups('punctuation.definition.block.end.session'),
  patterns: content,
});

/** Before a line that begins with quotes: they may close the block. */
const nextQuotes = '(?=^[ \\t]*"{3})';

const headerField: Rule = {
  match: '^[ \\t]*([!-9;-~]+)(:)',
  captures: groups('entity.other.attribute-name.header.session', 'punctuation.separator.header.session'),
};

/** A line of nothing but base64, long enough not to be a word: the body of a part (RFC 2045 §6.8). */
const base64Line: Rule = {
  match: '^[ \\t]*(?=.*[0-9+/=])((?:[A-Za-z0-9+/]{4}){6,}(?:[A-Za-z0-9+/]{2,3}={1,2})?)[ \\t]*$',
  captures: groups('string.unquoted.base64.session'),
};

/** A delimiter between the parts of a multipart (RFC 2046 §5.1.1), and the header of the part behind it. */
const mimePart: Rule = {
  begin: "^[ \\t]*(--)([0-9A-Za-z'()+_,./:=?-]*[0-9A-Za-z'()+_,./:=?])(--)?[ \\t]*$\\n?",
  end: '(?=^[ \\t]*(?:"{3}|$))',
  beginCaptures: groups(
    'punctuation.definition.boundary.session',
    'entity.name.label.boundary.session',
    'punctuation.definition.boundary.session',
  ),
  patterns: [headerField],
};

/** A message when the block's first line is a header field, its header ending at an empty line; else text. */
const blockContent = (inline: readonly Rule[]): readonly Rule[] => [
  {
    begin: '\\G(?=[ \\t]*[A-Za-z][\\w-]*:)',
    end: nextQuotes,
    patterns: [
      {
        begin: '\\G',
        end: '(?=^[ \\t]*(?:"{3}|$))',
        name: 'meta.header.session',
        patterns: [headerField, ...inline],
      },
      mimePart,
      base64Line,
      ...inline,
    ],
  },
  // `\G` holds on every line of the block itself: without this one, a header could begin anywhere
  { begin: '\\G(?=.|\\n)(?![ \\t]*"{3})', end: nextQuotes, patterns: inline },
];

/** Directives by how the rest of their line is read; the words come from the table. */
const directiveRule = (words: readonly string[], scope: string, patterns: readonly Rule[]): Rule => ({
  begin: `^[ \\t]*(?:(${name})[ \\t]+)?(${anyOf(words)})(?=\\s|$)`,
  end: '$',
  beginCaptures: groups('variable.other.connection.session', scope),
  patterns,
});

const bodies = directives.filter((row) => row.opens === 'end').map((row) => row.word);
const withRest = (rest: (typeof directives)[number]['rest']): readonly string[] =>
  directives.filter((row) => row.rest === rest && row.opens !== 'end').map((row) => row.word);
const special = ['needs', 'connect', 'auth', 'include', 'else', 'end'];
const plain = withRest('words').filter((word) => !special.includes(word));

const control = 'keyword.control.session';
const directive = 'keyword.other.directive.session';

export const shared: Repository = {
  title: {
    match: '^[ \\t]*(###)(?!#)[ \\t]*(.*?)[ \\t]*$',
    name: 'markup.heading.session',
    captures: groups('punctuation.definition.heading.session', 'entity.name.section.session'),
  },
  comment: {
    match: '^[ \\t]*(#).*$',
    name: 'comment.line.number-sign.session',
    captures: groups('punctuation.definition.comment.session'),
  },
  assignment: {
    begin: `^[ \\t]*(@)(${name})[ \\t]*(=)`,
    end: '$',
    beginCaptures: groups(
      'punctuation.definition.variable.session',
      'variable.other.definition.session',
      'keyword.operator.assignment.session',
    ),
    patterns: [include('block'), include('interpolation'), { match: '[^{\\s"\\\\]+', name: 'string.unquoted.session' }],
  },
  client: {
    begin: `^[ \\t]*(?:(${name})[ \\t]+)?(C:)`,
    end: '$',
    name: 'meta.wire.client.session',
    beginCaptures: groups('variable.other.connection.session', 'keyword.control.client.session'),
    patterns: [
      include('client-start'),
      include('block'),
      include('interpolation'),
      include('base64'),
      include('client-text'),
    ],
  },
  server: {
    begin: `^[ \\t]*(?:(${name})[ \\t]+)?(S(?:[!?])?:)`,
    end: '$',
    name: 'meta.wire.server.session',
    beginCaptures: groups('variable.other.connection.session', 'keyword.control.server.session'),
    patterns: [
      include('server-start'),
      include('pattern-block'),
      include('pattern'),
      include('interpolation'),
      include('base64'),
      include('server-text'),
    ],
  },
  base64: {
    // At a line's end, as SASL has it: with padding, or long and of mixed letters.
    match:
      '(?<=\\s)(?:(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)|(?=\\S*[0-9])(?=\\S*[a-z])(?=\\S*[A-Z])(?:[A-Za-z0-9+/]{4}){5,})(?=\\s*$)',
    name: 'string.unquoted.base64.session',
  },
  pattern: {
    patterns: [
      { match: '\\.\\.\\.', name: 'keyword.operator.any.session' },
      {
        match: '(?<=[\\s-])(/)((?:[^/\\\\]|\\\\.)+)(/)([imsuv]*)(?=\\s*$)',
        name: 'string.regexp.session',
        captures: {
          ...groups(
            'punctuation.definition.regexp.begin.session',
            undefined,
            'punctuation.definition.regexp.end.session',
          ),
          4: { name: 'keyword.other.flags.session' },
        },
      },
    ],
  },
  block: block(blockContent([include('interpolation')])),
  'pattern-block': block(blockContent([include('pattern'), include('interpolation')])),

  interpolation: {
    patterns: [
      { match: '\\\\\\{\\{', name: 'constant.character.escape.session' },
      {
        match: `${opens}(@)(${name})(?:(\\.\\.\\.)|(:)(/(?:[^/\\\\]|\\\\.)+/[a-z]*))?\\s*(\\}\\})`,
        name: 'meta.template.expression.session',
        captures: groups(
          template.begin,
          'keyword.operator.capture.session',
          'variable.other.capture.session',
          'keyword.operator.rest.session',
          'punctuation.separator.session',
          'string.regexp.session',
          template.end,
        ),
      },
      {
        begin: `${opens}(<[+~]*)`,
        end: '(\\}\\})|$',
        name: 'meta.template.expression.session',
        contentName: 'string.unquoted.path.session',
        beginCaptures: groups(template.begin, 'keyword.operator.file.session'),
        endCaptures: groups(template.end),
        patterns: [include('interpolation')],
      },
      {
        begin: `${opens}(?:(\\$)(?:(${anyOf(builtins.map((row) => row.name))})(?![\\w-]))?|(${name}))`,
        end: '(\\}\\})|$',
        name: 'meta.template.expression.session',
        beginCaptures: groups(
          template.begin,
          'punctuation.definition.builtin.session',
          'support.function.builtin.session',
          'variable.other.readwrite.session',
        ),
        endCaptures: groups(template.end),
        patterns: [
          {
            match: `(\\|)\\s*(?:(${anyOf(filters.map((row) => row.name))})(?![\\w-]))?`,
            captures: groups('keyword.operator.pipe.session', 'support.function.filter.session'),
          },
          include('string'),
          { match: '\\d+(?![\\w-])', name: 'constant.numeric.session' },
          { match: '[^\\s{}|"]+', name: 'variable.parameter.session' },
        ],
      },
    ],
  },
  string: {
    begin: '"',
    end: '"|$',
    name: 'string.quoted.double.session',
    patterns: [
      { match: '\\\\(?:x[0-9A-Fa-f]{2}|.)', name: 'constant.character.escape.session' },
      include('interpolation'),
    ],
  },
  words: {
    patterns: [
      { match: '(?<!\\S)\\d+(?:ms|s|m)?(?!\\S)', name: 'constant.numeric.session' },
      { match: '(?<=\\s)(?:every|within|as|close|dsn|message)(?=\\s|$)', name: 'keyword.other.session' },
      include('string'),
      include('interpolation'),
    ],
  },
  directive: {
    patterns: [
      directiveRule(['needs'], directive, [
        include('capabilities'),
        { match: wholeWord(mechanismFacts.map((row) => row.name)), name: 'support.type.mechanism' },
        include('interpolation'),
      ]),
      directiveRule(['connect'], directive, [
        {
          match: '(?<=\\s)(as)\\s+([A-Za-z_][\\w-]*)',
          captures: groups('keyword.other.session', 'variable.other.connection.session'),
        },
        { match: '(?<=\\s)(?:smtp|submission|lmtp|imap|pop3)(?=\\s|$)', name: 'support.type.service.session' },
        {
          begin: '(?<=\\s)((?:smtps?|submissions?|lmtp|imaps?|pop3s?|unix|mx):)',
          end: '(?=\\s|$)',
          name: 'string.other.link.session',
          patterns: [include('interpolation')],
        },
        include('interpolation'),
      ]),
      directiveRule(['auth'], directive, [
        {
          match: wholeWord([...mechanismFacts.map((row) => row.name), 'APOP', 'USER']),
          name: 'support.type.mechanism',
        },
        {
          match: `(?<=\\s)(${name})(=)`,
          captures: groups('entity.other.attribute-name.session', 'keyword.operator.assignment.session'),
        },
        include('string'),
        include('interpolation'),
      ]),
      directiveRule(['include'], directive, [
        {
          match: `(?<=\\s)(${name})(=)`,
          captures: groups('entity.other.attribute-name.session', 'keyword.operator.assignment.session'),
        },
        include('string'),
        include('interpolation'),
        { match: '(?<=include)\\s+([^\\s{"]+)', captures: groups('string.unquoted.path.session') },
      ]),
      directiveRule([...bodies.filter((word) => word !== 'if'), 'else', 'end'], control, [include('words')]),
      directiveRule(['if'], control, [include('condition')]),
      directiveRule(withRest('condition'), directive, [include('condition')]),
      directiveRule(withRest('text'), directive, [
        include('interpolation'),
        { match: '[^{\\\\]+|.', name: 'string.unquoted.session' },
      ]),
      directiveRule(plain, directive, [include('block'), include('words')]),
      directiveRule(withRest('bytes'), directive, [include('words')]),
    ],
  },
  condition: {
    patterns: [
      {
        match: `(?<=\\s)(${anyOf(facts.map((row) => row.name))})(?:(\\()([^()]*)(\\)))?(?![\\w.])`,
        captures: groups('support.variable.fact.session', undefined, 'string.unquoted.session'),
      },
      {
        match: `(?<=\\s)(?:${anyOf(operators.filter((word) => /^\w/.test(word)))})(?=\\s|$)`,
        name: 'keyword.operator.comparison.session',
      },
      { match: anyOf(operators.filter((word) => !/^\w/.test(word))), name: 'keyword.operator.comparison.session' },
      { match: '(?<=\\s)[+-](?=\\s)', name: 'keyword.operator.arithmetic.session' },
      { match: `(?<=(?:if|assert)\\s)(${name})(?![\\w.])`, captures: groups('variable.other.readwrite.session') },
      { match: '(?<!\\S)\\d+(?:\\.\\d+)*(?:ms|s|m)?(?!\\S)', name: 'constant.numeric.session' },
      include('string'),
      include('interpolation'),
    ],
  },
};

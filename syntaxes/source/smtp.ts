/** What SMTP and LMTP lines are made of, from the tables of src/protocol/smtp. */
import { mechanismFacts } from '../../src/protocol/sasl/mechanism-facts';
import { commands } from '../../src/protocol/smtp/commands';
import { extensions } from '../../src/protocol/smtp/extensions';
import { parameters } from '../../src/protocol/smtp/parameters';
import { anyOf, groups, include, type Repository, wholeWord } from './rule';

const keywords = extensions.map(({ keyword }) => keyword);
const code = '(?:[2-5x][0-9x]{2})';

export const smtp: Repository = {
  'client-start': {
    match: `\\G\\s*((?i:${anyOf(commands.map(({ verb }) => verb))}))(?=\\s|$)`,
    captures: groups('support.function.command.smtp'),
  },
  'client-text': {
    patterns: [
      { match: '\\b(?i:(FROM|TO)(:))', captures: groups('keyword.other.path.smtp', 'punctuation.separator.smtp') },
      include('address'),
      {
        match: `\\b((?i:${anyOf(parameters.map((row) => row.name))}))(?:(=)|(?=\\s|$))`,
        captures: groups('entity.other.attribute-name.parameter.smtp', 'keyword.operator.assignment.smtp'),
      },
      { match: wholeWord(mechanismFacts.map((row) => row.name)), name: 'support.type.mechanism' },
      { match: '(?<=\\s)LAST(?=\\s|$)', name: 'keyword.other.last.smtp' },
    ],
  },
  'server-start': {
    patterns: [
      {
        match: `\\G\\s*(${code}(?:\\|${code})*)(?:(-)(${anyOf(keywords)})?(?![\\w-])|(-)|(?=\\s|$))`,
        captures: groups(
          'constant.numeric.reply-code.smtp',
          'punctuation.separator.continued.smtp',
          'support.type.capability.smtp',
          'punctuation.separator.continued.smtp',
        ),
      },
      { match: '\\G\\s*(any)(?=\\s|$)', captures: groups('keyword.operator.any') },
    ],
  },
  'server-text': {
    patterns: [
      {
        match: '(?<![\\w.])[245x]\\.[0-9x]{1,3}\\.[0-9x]{1,3}(?![\\w.])',
        name: 'constant.numeric.enhanced-code.smtp',
      },
      include('capabilities'),
      { match: wholeWord(mechanismFacts.map((row) => row.name)), name: 'support.type.mechanism' },
    ],
  },
  capabilities: { match: wholeWord(keywords), name: 'support.type.capability.smtp' },
  address: {
    begin: '<(?=[^<>]*>)',
    end: '>',
    name: 'string.other.address',
    patterns: [include('interpolation')],
  },
};

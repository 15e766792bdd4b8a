/** What IMAP lines are made of, from the tables of src/protocol/imap. */
import { imapCapabilities } from '../../src/protocol/imap/capability-table';
import { imapCommands } from '../../src/protocol/imap/commands';
import { fetchItems } from '../../src/protocol/imap/fetch-items';
import { responseCodes } from '../../src/protocol/imap/response-codes';
import { searchKeys, searchReturnOptions } from '../../src/protocol/imap/search-keys';
import { responseShapes } from '../../src/protocol/imap/shapes';
import { sortKeys, threadAlgorithms } from '../../src/protocol/imap/sort-keys';
import { statusItems } from '../../src/protocol/imap/status-items';
import { mechanismFacts } from '../../src/protocol/sasl/mechanism-facts';
import { anyOf, groups, include, type Repository, wholeWord } from './rule';

const commandNames = anyOf(imapCommands.map((row) => row.name));
const status = '(?:OK|NO|BAD|BYE|PREAUTH)';
const code = `(?:\\s+(\\[)((?i:${anyOf(responseCodes.map((row) => row.name))}))(?![\\w-]))?`;
/** A tag: no character that begins something else (RFC 9051 §9, `tag`). */
const tag = '[^\\s(){%*+"\\\\\\[\\]/.][^\\s(){%*+"\\\\]*';

const items = [
  ...fetchItems.map((row) => row.name),
  ...statusItems.map((row) => row.name),
  ...searchKeys.map((row) => row.name),
  ...searchReturnOptions.map((row) => row.name),
  ...sortKeys.map((row) => row.name),
  ...threadAlgorithms.map((row) => row.name),
  // what stands in BODY[…], and between the parts of other commands
  ...['HEADER.FIELDS.NOT', 'HEADER.FIELDS', 'HEADER', 'TEXT', 'MIME', 'RETURN', 'CHARSET', 'CHILDREN', 'SUBSCRIBED'],
  ...['REMOTE', 'RECURSIVEMATCH', 'SPECIAL-USE', '+FLAGS.SILENT', '-FLAGS.SILENT', 'FLAGS.SILENT', '+FLAGS', '-FLAGS'],
];

export const imap: Repository = {
  'client-start': {
    patterns: [
      {
        match: `\\G\\s*((?i:${commandNames}))(?=\\s|$)`,
        captures: groups('support.function.command.imap'),
      },
      {
        match: `\\G\\s*(${tag})\\s+((?i:${commandNames}))(?=\\s|$)`,
        captures: groups('entity.name.tag.imap', 'support.function.command.imap'),
      },
      { match: '\\G\\s*((?i:DONE))\\s*$', captures: groups('support.function.command.imap') },
    ],
  },
  'client-text': include('data'),
  'server-start': {
    patterns: [
      {
        match: `\\G\\s*(\\*)\\s+((?i:${status}(?:\\|${status})*))${code}`,
        captures: groups(
          'constant.language.untagged.imap',
          'constant.language.status.imap',
          'punctuation.definition.response-code.begin.imap',
          'support.type.response-code.imap',
        ),
      },
      {
        match: `\\G\\s*(\\*)\\s+(?:(\\d+)\\s+)?((?i:${anyOf(responseShapes.map((row) => row.name))}))(?![\\w-])`,
        captures: groups('constant.language.untagged.imap', 'constant.numeric.imap', 'support.type.response.imap'),
      },
      { match: '\\G\\s*(\\*|\\+)(?=\\s|$)', captures: groups('constant.language.untagged.imap') },
      { match: '\\G\\s*(any)(?=\\s|$)', captures: groups('keyword.operator.any') },
      {
        match: `\\G\\s*(?:(${tag})\\s+)?((?i:${status}(?:\\|${status})*))(?=\\s|$)${code}`,
        captures: groups(
          'entity.name.tag.imap',
          'constant.language.status.imap',
          'punctuation.definition.response-code.begin.imap',
          'support.type.response-code.imap',
        ),
      },
    ],
  },
  'server-text': {
    patterns: [
      { match: '(?<=\\s)=(?=\\s*\\()', name: 'keyword.operator.exact.imap' },
      {
        match: `(?<=\\}\\}\\s)(?i:${anyOf(responseShapes.filter((row) => row.numbered).map((row) => row.name))})(?![\\w-])`,
        name: 'support.type.response.imap',
      },
      include('data'),
    ],
  },
  data: {
    patterns: [
      { match: '\\\\(?:\\*|[A-Za-z][\\w-]*)', name: 'constant.language.flag.imap' },
      { match: '(?<![\\w\\\\{])\\$[A-Za-z][\\w-]*', name: 'constant.language.flag.keyword.imap' },
      { match: '~?\\{\\d+\\+?\\}', name: 'constant.numeric.literal.imap' },
      { match: '\\bNIL\\b', name: 'constant.language.nil.imap' },
      {
        match: `(?<![\\w.\\\\$])(?:${anyOf(items)})(?![\\w-])(?!\\.[A-Z])`,
        name: 'support.type.item.imap',
      },
      { match: wholeWord(mechanismFacts.map((row) => row.name)), name: 'support.type.mechanism' },
      include('capabilities'),
      {
        match: '(?<![\\w.$-])#?\\d+(?::(?:\\d+|\\*))?(?:,\\d+(?::(?:\\d+|\\*))?)*(?![\\w-])|(?<![\\w*])\\*:\\d+',
        name: 'constant.numeric.imap',
      },
    ],
  },
  capabilities: {
    match: wholeWord(imapCapabilities.map((row) => row.name.replace(/=$/, ''))),
    name: 'support.type.capability.imap',
  },
};

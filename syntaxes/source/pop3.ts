/** What POP3 lines are made of, from the tables of src/protocol/pop3. */
import { capabilities } from '../../src/protocol/pop3/capabilities';
import { commands } from '../../src/protocol/pop3/commands';
import { responseCodes } from '../../src/protocol/pop3/response-codes';
import { mechanismFacts } from '../../src/protocol/sasl/mechanism-facts';
import { anyOf, groups, type Repository, wholeWord } from './rule';

const status = '(?:\\+OK|-ERR)';

export const pop3: Repository = {
  'client-start': {
    match: `\\G\\s*((?i:${anyOf(commands.map(({ keyword }) => keyword))}))(?=\\s|$)`,
    captures: groups('support.function.command.pop3'),
  },
  'client-text': {
    patterns: [
      { match: wholeWord(mechanismFacts.map((row) => row.name)), name: 'support.type.mechanism' },
      { match: '(?<=\\s)\\d+(?=\\s|$)', name: 'constant.numeric.pop3' },
    ],
  },
  'server-start': {
    patterns: [
      {
        match: `\\G\\s*((?i:${status}(?:\\|${status})*))(?:\\s+(\\[)((?i:${anyOf(responseCodes.map((row) => row.code))})[^\\s\\]]*)(\\]))?`,
        captures: groups(
          'constant.language.status.pop3',
          'punctuation.definition.response-code.begin.pop3',
          'support.type.response-code.pop3',
          'punctuation.definition.response-code.end.pop3',
        ),
      },
      { match: '\\G\\s*(\\+)(?=\\s|$)', captures: groups('constant.language.continuation.pop3') },
      { match: '\\G\\s*(any)(?=\\s|$)', captures: groups('keyword.operator.any') },
      {
        match: `\\G\\s*((?i:${anyOf(capabilities.map(({ tag }) => tag))}))(?=\\s|$)`,
        captures: groups('support.type.capability.pop3'),
      },
    ],
  },
  'server-text': {
    patterns: [
      { match: wholeWord(mechanismFacts.map((row) => row.name)), name: 'support.type.mechanism' },
      { match: '(?<=\\s)\\d+(?=\\s|$)', name: 'constant.numeric.pop3' },
    ],
  },
  capabilities: { match: wholeWord(capabilities.map(({ tag }) => tag)), name: 'support.type.capability.pop3' },
};

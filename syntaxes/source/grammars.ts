/** The four grammars: the shared part, the words of each protocol, and the switch from one to another at `connect`. */
import { imap } from './imap';
import { pop3 } from './pop3';
import { type Dialect, include, name, type Repository, type Rule, scopeOf } from './rule';
import { shared } from './shared';
import { smtp } from './smtp';

export interface Grammar {
  readonly name: string;
  readonly scopeName: string;
  readonly fileTypes: readonly string[];
  readonly patterns: readonly Rule[];
  readonly repository: Repository;
}

const titles: Readonly<Record<Dialect, string>> = {
  smtp: 'SMTP session',
  imap: 'IMAP session',
  pop3: 'POP3 session',
  lmtp: 'LMTP session',
};

const words: Readonly<Record<Dialect, Repository>> = {
  smtp,
  imap: { ...imap, 'client-text': quoting('client-text'), 'server-text': quoting('server-text') },
  pop3,
  lmtp: smtp,
};

/** IMAP has quoted strings; in the other protocols a quote is a character like any other. */
function quoting(rule: string): Rule {
  const own = imap[rule];
  return { patterns: [include('string'), ...(own ? [own] : [])] };
}

/** What a `connect` line may name, by the protocol that is spoken behind it. */
const targets: Readonly<Record<Dialect, string>> = {
  smtp: '(?:smtps?:|submissions?:|mx:|(?:smtp|submission)(?=\\s|$))',
  imap: '(?:imaps?:|imap(?=\\s|$))',
  pop3: '(?:pop3s?:|pop3(?=\\s|$))',
  lmtp: '(?:lmtp:|lmtp(?=\\s|$))',
};

/** From a `connect` line that names another protocol to the next `connect` or the next session. */
const switchTo = (dialect: Dialect): Rule => ({
  begin: `(?=^[ \\t]*(?:${name}[ \\t]+)?connect[ \\t]+(?:as[ \\t]+${name}[ \\t]+)?${targets[dialect]})`,
  end: `(?=^[ \\t]*###(?!#))|(?!\\G)(?=^[ \\t]*(?:${name}[ \\t]+)?connect(?=\\s|$))`,
  patterns: [{ include: `${scopeOf(dialect)}#statements` }],
});

const statements: readonly Rule[] = ['title', 'comment', 'client', 'server', 'assignment', 'directive'].map(include);

const grammar = (dialect: Dialect): Grammar => {
  const others = (Object.keys(titles) as Dialect[]).filter((other) => other !== dialect);
  return {
    name: titles[dialect],
    scopeName: scopeOf(dialect),
    fileTypes: [dialect],
    patterns: [...others.map((other) => include(`switch-to-${other}`)), include('statements')],
    repository: {
      statements: { patterns: statements },
      ...Object.fromEntries(others.map((other) => [`switch-to-${other}`, switchTo(other)])),
      ...shared,
      ...words[dialect],
    },
  };
};

/** Every grammar, by the name of its file. */
export const grammars: Readonly<Record<string, Grammar>> = Object.fromEntries(
  (Object.keys(titles) as Dialect[]).map((dialect) => [`${dialect}-session.tmLanguage.json`, grammar(dialect)]),
);

/** SMTP's and LMTP's commands, parameters, extensions and reply codes, described from the tables. */
import { commandInfo, commonReplies, type SmtpCommandInfo } from '../../protocol/smtp/commands';
import { enhancedCodeInfo } from '../../protocol/smtp/enhanced-codes';
import type { SmtpExtensionInfo } from '../../protocol/smtp/extensions';
import { parameters, type SmtpParameterInfo } from '../../protocol/smtp/parameters';
import { replyCodeInfo } from '../../protocol/smtp/reply-codes';
import type { SmtpState } from '../../protocol/smtp/state';
import type { Entry } from './entry';
import { code, plain } from './markdown';
import { type ProviderCode, providerCodes, providerReplyCodes } from './provider-codes';

/** Where a session stands, in words that go on with “legal …”. */
export const smtpStateNames: Readonly<Record<SmtpState, string>> = {
  opening: 'before the greeting',
  refused: 'after a greeting with 554',
  connected: 'before EHLO',
  greeted: 'after EHLO, with no mail transaction open',
  authenticating: 'while AUTH goes on',
  mail: 'after MAIL',
  rcpt: 'after RCPT',
  data: "in the message's text",
  bdat: 'between BDAT chunks',
  failed: 'after a BDAT that was refused',
  tls: 'before the TLS handshake',
  closed: 'after QUIT',
};

const needs = (extension: string | undefined): readonly string[] =>
  extension === undefined ? [] : [`Needs the extension ${code(extension)}.`];

export function smtpCommandEntry(info: SmtpCommandInfo): Entry {
  const own = parameters.filter((parameter) => parameter.command === info.verb);
  return {
    name: info.verb,
    kind: `${info.protocols.map((protocol) => protocol.toUpperCase()).join(' and ')} command${info.obsolete ? ', obsolete' : ''}`,
    about: info.description,
    syntax: info.syntax,
    notes: [
      `Legal ${info.states.map((state) => smtpStateNames[state]).join('; ')}.`,
      ...needs(info.extension),
      info.pipelining === 'last'
        ? 'In a pipelined group only the last command may be this one (RFC 2920 §3.1).'
        : 'May stand anywhere in a pipelined group.',
    ],
    lists: [
      {
        heading: 'Replies:',
        items: info.replies.map((reply) => `${code(String(reply.code))} ${plain(reply.meaning)}`),
      },
      { heading: 'Parameters:', items: own.map((one) => `${code(one.syntax)} ${one.description}`) },
    ],
    rfc: info.rfc,
  };
}

export const smtpParameterEntry = (info: SmtpParameterInfo): Entry => ({
  name: info.name,
  kind: `parameter of ${info.command}`,
  about: info.description,
  syntax: info.syntax,
  notes: needs(info.extension),
  rfc: info.rfc,
});

export const smtpExtensionEntry = (info: SmtpExtensionInfo): Entry => ({
  name: info.keyword,
  kind: 'SMTP extension',
  about: info.description,
  notes: [
    ...(info.parameters === undefined ? [] : [`Behind the keyword: ${info.parameters}.`]),
    ...(info.verbs.length === 0 ? [] : [`Adds ${info.verbs.map(code).join(', ')}.`]),
  ],
  rfc: info.rfc,
});

const providerLine = (row: ProviderCode): string =>
  `**${row.provider}** ${[...(row.codes.length > 0 ? [row.codes.join(' or ')] : []), row.enhanced].join(' ').trim()}: ${row.meaning} ([source](${row.source}))`;

/** A reply code; with `verb`, what it means as the answer to that command. `enhanced` adds what providers mean by both. */
export function replyCodeEntry(replyCode: number, verb?: string): Entry | undefined {
  const info = replyCodeInfo(replyCode);
  if (!info) return undefined;
  const command = verb === undefined ? undefined : commandInfo(verb);
  const answer = [...(command?.replies ?? []), ...commonReplies].filter((reply) => reply.code === replyCode);
  return {
    name: String(replyCode),
    kind: 'SMTP reply code',
    about: plain(info.meaning),
    notes: command ? answer.map((reply) => `As the answer to ${command.verb}: ${plain(reply.meaning)}.`) : [],
    lists: [{ heading: 'What providers mean by it:', items: providerReplyCodes(replyCode).map(providerLine) }],
    rfc: info.rfc,
  };
}

const classes: Readonly<Record<string, string>> = {
  '2': 'success',
  '4': 'failure for now: trying again later may help',
  '5': 'failure for good: the message must change, or somebody must do something',
};

/** An enhanced status code such as `5.7.26` (letters `x` stand for any number); with the reply code before it where known. */
export function enhancedCodeEntry(enhanced: string, replyCode?: number): Entry | undefined {
  const digit = classes[enhanced.charAt(0)];
  const info = enhancedCodeInfo(enhanced);
  const providers = providerCodes(enhanced, replyCode);
  if (digit === undefined || (!info && providers.length === 0 && !/x/i.test(enhanced))) return undefined;
  const exact = info !== undefined && enhanced.endsWith(`.${info.code}`);
  return {
    name: enhanced,
    kind: 'enhanced status code',
    about: info
      ? plain(exact ? info.meaning : `a detail that is not registered; its subject: ${info.meaning}`)
      : 'any detail of its class',
    notes: [`Class ${enhanced.charAt(0)}: ${digit}.`],
    lists: [{ heading: 'What providers mean by it:', items: providers.map(providerLine) }],
    rfc: info?.rfc ?? 'RFC 3463 §2',
  };
}

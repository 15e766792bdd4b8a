/** What can stand in an `S:` line of SMTP and LMTP: the codes that the command can get, enhanced codes, extensions. */
import { commandInfo, commonReplies, type SmtpReplyMeaning } from '../../protocol/smtp/commands';
import { enhancedCodes } from '../../protocol/smtp/enhanced-codes';
import { extensions } from '../../protocol/smtp/extensions';
import type { Answered } from '../cursor/exchange';
import { enhancedCodeEntry, replyCodeEntry, smtpExtensionEntry } from '../knowledge/describe-smtp';
import { providerEnhancedCodes } from '../knowledge/provider-codes';
import { fromEntry, type Proposal, plainly } from './proposal';
import { type Offer, type Scene, wordEnd } from './scene';
import { captures, mechanisms } from './values';

export function smtpReply(scene: Scene, from: number, answered: Answered): Offer | undefined {
  const { line, column } = scene;
  const start = from + (/^[ \t]*/.exec(line.slice(from, column))?.[0].length ?? 0);
  const typed = line.slice(start, column);
  const code = /^([0-9xX|]{3,})([ -])/.exec(typed);
  if (!code) {
    if (/\s/.test(typed)) return undefined;
    return { from: start, to: wordEnd(scene, /[0-9A-Za-z]/), proposals: codes(answered, line.slice(start)) };
  }
  const name = answered.kind === 'commands' ? answered.command.name : '';
  const replyCode = Number(code[1]);
  const behind = start + code[0].length;
  const word = Math.max(behind, line.slice(0, column).search(/[^\s]*$/));
  if (commandInfo(name)?.shape === 'capabilities' && /^2/.test(code[1] ?? '')) return keywords(scene, behind, word);
  if (word !== behind) return undefined;
  return {
    from: behind,
    to: wordEnd(scene, /[0-9x.]/),
    proposals: [...enhanced(code[1] ?? '', replyCode), ...captures],
  };
}

const greeting: readonly SmtpReplyMeaning[] = [
  { code: 220, meaning: 'the service is ready' },
  { code: 421, meaning: 'the service is not available' },
  { code: 554, meaning: 'no SMTP service here' },
];

const after = 'after the message: ';

/** The replies of a command, or of a message's end. */
function repliesOf(name: string): readonly SmtpReplyMeaning[] {
  if (name === 'response')
    return (commandInfo('AUTH')?.replies ?? []).filter((reply) => reply.code !== 503 && reply.code !== 504);
  if (name !== 'message') return (commandInfo(name)?.replies ?? []).filter((reply) => !reply.meaning.startsWith(after));
  return (commandInfo('DATA')?.replies ?? [])
    .filter((reply) => reply.meaning.startsWith(after) || reply.code === 554)
    .map(({ code, meaning }) => ({ code, meaning: meaning.replace(after, '') }));
}

function codes(answered: Answered, written: string): readonly Proposal[] {
  if (answered.kind === 'greeting') return replies(greeting, '', 0);
  const { command } = answered;
  const own = repliesOf(command.name);
  const seen = new Set(own.map(({ code }) => code));
  const common = commonReplies.filter(({ code }) => !seen.has(code));
  const others = new Map(
    answered.all.flatMap(({ name }) => repliesOf(name)).map((reply) => [reply.code, reply] as const),
  );
  const rest = [...others.values()].filter(({ code }) => !seen.has(code) && !common.some((one) => one.code === code));
  const multiline = commandInfo(command.name)?.shape === 'capabilities' && !/^\d{3}[ -]/.test(written);
  return [
    ...(multiline
      ? [plainly('250-', 'code', 'a line of the reply before its last: an extension', { rank: 0, again: true })]
      : []),
    ...replies(own, command.name, 0),
    ...replies(common, command.name, 2),
    ...replies(rest, '', 3),
    ...classes.map(([code, meaning]) => plainly(code, 'code', meaning, { rank: 4 })),
    plainly('any', 'code', 'whatever final reply', { rank: 4 }),
  ];
}

const classes = [
  ['2xx', 'any success'],
  ['3xx', 'any reply that waits for more'],
  ['4xx', 'any failure for now'],
  ['5xx', 'any failure for good'],
] as const;

const replies = (rows: readonly SmtpReplyMeaning[], verb: string, rank: number): readonly Proposal[] =>
  rows.flatMap(({ code, meaning }) => {
    const entry = replyCodeEntry(code, verb === '' ? undefined : verb);
    return entry ? [fromEntry(entry, 'code', { detail: meaning, rank: rank + (code >= 400 ? 1 : 0) })] : [];
  });

/** Enhanced status codes of the reply's class: the registered ones, then those that only providers use. */
function enhanced(written: string, replyCode: number): readonly Proposal[] {
  const digit = written.charAt(0);
  if (!/[245]/.test(digit)) return [];
  const registered = enhancedCodes.map(({ code }) => `${digit}.${code}`);
  const known = new Set(registered);
  const others = Number.isNaN(replyCode) ? [] : providerEnhancedCodes(replyCode).filter((code) => !known.has(code));
  const propose = (code: string, rank: number): readonly Proposal[] => {
    const entry = enhancedCodeEntry(code, Number.isNaN(replyCode) ? undefined : replyCode);
    return entry ? [fromEntry(entry, 'code', { rank })] : [];
  };
  const likely = likelyDetails[written] ?? [];
  return [
    ...likely.flatMap((code) => propose(`${digit}.${code}`, 0)),
    ...registered.filter((code) => !likely.includes(code.slice(2))).flatMap((code) => propose(code, 1)),
    ...others.flatMap((code) => propose(code, 2)),
    plainly(`${digit}.x.x`, 'code', 'any enhanced status code of the class', { rank: 3 }),
  ];
}

/** What usually comes with a reply code (the registry of RFC 5248 names the reply codes of each detail). */
const likelyDetails: Readonly<Record<string, readonly string[]>> = {
  '235': ['7.0'],
  '250': ['0.0', '1.0', '1.5', '6.0'],
  '251': ['1.5', '1.6'],
  '252': ['1.5'],
  '221': ['0.0'],
  '421': ['4.2', '3.2', '7.0'],
  '450': ['2.0', '7.1', '2.1'],
  '451': ['3.0', '4.3', '7.1'],
  '452': ['3.1', '5.3', '2.2'],
  '454': ['7.0'],
  '500': ['5.2', '5.6'],
  '501': ['5.4', '5.2', '1.3', '1.7'],
  '502': ['5.1'],
  '503': ['5.1'],
  '504': ['5.4'],
  '521': ['3.2'],
  '530': ['7.0', '7.10'],
  '534': ['7.9'],
  '535': ['7.8'],
  '538': ['7.11'],
  '550': ['1.1', '7.1', '2.1', '7.26', '7.23', '7.20', '7.25'],
  '551': ['1.6'],
  '552': ['2.2', '3.4', '2.3'],
  '553': ['1.3', '1.8'],
  '554': ['7.1', '6.0', '3.0'],
  '555': ['5.4'],
  '556': ['1.10'],
};

function keywords(scene: Scene, behind: number, word: number): Offer | undefined {
  const to = wordEnd(scene, /[^\s]/);
  if (word === behind) {
    return {
      from: behind,
      to,
      proposals: [...extensions.map((info) => fromEntry(smtpExtensionEntry(info), 'capability')), ...captures],
    };
  }
  const keyword = /^\S*/.exec(scene.line.slice(behind))?.[0].toUpperCase();
  return keyword === 'AUTH' ? { from: word, to, proposals: mechanisms(scene) } : undefined;
}

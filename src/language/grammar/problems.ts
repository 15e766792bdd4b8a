/** The one table of what can be wrong with commands and replies: level, message, advice, RFC section, and whether there is a fix. */
import type { Severity } from '../../base';
import { commandProblems as imapProblems } from '../../protocol/imap/command-problems';
import { imapRules } from '../../protocol/imap/rules';
import { commandProblems as pop3Problems } from '../../protocol/pop3/command-problems';
import { commandProblems as smtpProblems } from '../../protocol/smtp/command-problems';
import { advice } from './advice';
import { ownProblems } from './own-problems';

export interface GrammarProblemInfo {
  /** The default level. */
  readonly severity: Severity;
  /** What is wrong in general; a finding says it in particular (`said`). */
  readonly message: string;
  readonly advice?: string;
  readonly rfc: string;
  /** Whether findings may bring a fix. */
  readonly fixable: boolean;
}

/** The scanner's rules that a command can break. */
const scanRules = [
  'bare-cr',
  'control-character',
  'nul-octet',
  'eight-bit-atom',
  'extra-space',
  'missing-space',
  'trailing-space',
  'tab-as-space',
  'unclosed-quote',
  'bad-escape',
  'stray-brace',
  'unbalanced-paren',
  'unclosed-section',
  'too-deep',
  'missing-command',
] as const;

export type GrammarProblemId =
  | keyof typeof smtpProblems
  | keyof typeof pop3Problems
  | keyof typeof imapProblems
  | (typeof scanRules)[number]
  | keyof typeof ownProblems;

type Row = Pick<GrammarProblemInfo, 'severity' | 'message' | 'rfc'>;

const lowered = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

const scanned: readonly (readonly [string, Row])[] = scanRules.map((id) => {
  const { kind, message, rfc } = imapRules[id];
  return [id, { severity: kind === 'broken' ? 'error' : 'warning', message: lowered(message), rfc }];
});

/** Where the protocols share a name, SMTP's row is the general one; a finding brings its protocol's own words and section. */
const rows: readonly (readonly [string, Row])[] = [
  ...scanned,
  ...Object.entries(imapProblems),
  ...Object.entries(pop3Problems),
  ...Object.entries(smtpProblems),
  ...Object.entries(ownProblems),
];

/** Every problem, by its id. */
export const grammarProblems: Readonly<Record<GrammarProblemId, GrammarProblemInfo>> = Object.fromEntries(
  rows.map(([id, { severity, message, rfc }]): [string, GrammarProblemInfo] => {
    const hint = advice[id];
    return [
      id,
      { severity, message, rfc, fixable: hint?.fixable ?? false, ...(hint?.text ? { advice: hint.text } : {}) },
    ];
  }),
) as Record<GrammarProblemId, GrammarProblemInfo>;

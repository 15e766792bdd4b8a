/** Checks one IMAP command, with or without a tag: what the scanner finds, and whether the arguments are what the command takes. */
import { nearest } from '../../../base';
import type { Finding } from '../../finding';
import { opaque } from '../../opaque';
import { type ParsedCommand, parseCommand } from '../command';
import { type CommandProblemId, commandProblems, type ImapProblem, type More } from '../command-problems';
import { commandNamed, imapCommands } from '../commands';
import { type ImapPart, sizeOfParts } from '../part';
import { type Arguments, nothingMore } from './arguments';
import { commandGrammar } from './command-grammar';

export interface CheckedCommand {
  readonly command: ParsedCommand;
  /** Of the scanner; those of kind `quirk` are what servers mostly take. */
  readonly findings: readonly Finding[];
  readonly problems: readonly ImapProblem[];
}

export interface CheckOptions {
  /** The line begins with a tag. */
  readonly tagged: boolean;
  /** Raw UTF-8 may stand in strings (RFC 6855 §3, IMAP4rev2). */
  readonly utf8: boolean;
  /** The command goes on behind these parts, or a value in it may stand for several arguments: nothing is missing. */
  readonly open: boolean;
}

/** Octets of a command that every server is to take, literals aside (RFC 7162 §4). */
const longestCommand = 8192;

const names: readonly string[] = imapCommands.map((row) => row.name);

/** Checks the parts of a command: text with CRLF at its end, and literals between. Ranges are octets from its start. Never throws. */
export function checkCommand(parts: readonly ImapPart[], options: CheckOptions): CheckedCommand {
  const command = parseCommand(parts, options.tagged);
  const problems: ImapProblem[] = [];
  const report = (id: CommandProblemId, start: number, end: number, more: More = {}): void => {
    problems.push({ id, ...commandProblems[id], ...more, range: { start, end } });
  };
  const size = sizeOfParts(parts);
  if (size > longestCommand) {
    const literals = parts.reduce((sum, part) => sum + (part.kind === 'literal' ? part.size : 0), 0);
    if (size - literals > longestCommand) report('line-too-long', 0, size - 2);
  }
  const { name, nameRange } = command;
  const grammar = commandGrammar[name];
  if (!grammar) {
    if (name !== '' && !name.includes(opaque)) reportUnknown(name, nameRange.start, nameRange.end, report);
    return { command, findings: command.problems, problems };
  }
  const args: Arguments = {
    items: command.args,
    at: 0,
    begin: nameRange.end,
    end: size - 2,
    open: options.open,
    utf8: options.utf8,
    report,
  };
  grammar(args);
  if (args.at < args.items.length) {
    const syntax = commandNamed(name)?.syntax ?? '';
    nothingMore(args, { message: `the command is written ${syntax === '' ? name : `${name} ${syntax}`}` });
  }
  return { command, findings: command.problems, problems };
}

function reportUnknown(
  name: string,
  start: number,
  end: number,
  report: (id: CommandProblemId, start: number, end: number, more?: More) => void,
): void {
  const near = nearest(name, names);
  const message = `${name} is no IMAP command`;
  const fix = near && { title: `Replace by ${near}`, edits: [{ range: { start, end }, text: near }] };
  report('unknown-command', start, end, { message, ...(near && fix ? { advice: `did you mean ${near}?`, fix } : {}) });
}

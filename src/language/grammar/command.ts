/** Checks one `C:` line that is a command against its protocol's grammar. */
import { replacing } from '../../protocol/correction';
import type { Protocol } from '../../protocol/finding';
import { isOpaque, opaque } from '../../protocol/opaque';
import { parseCommand as parsePop3 } from '../../protocol/pop3/command-line';
import { parseCommand as parseSmtp } from '../../protocol/smtp/command-line';
import type { Wire } from '../../script/tree';
import { checkInitialResponse } from './authentication';
import { type CommandText, commandText, piecesOfParts } from './command-text';
import type { GrammarFinding } from './finding';
import { checkImap } from './imap';
import { type Found, toFinding } from './to-finding';

export interface GrammarContext {
  readonly protocol: Protocol;
  /** UTF-8 is agreed on: UTF8=ACCEPT or IMAP4rev2 enabled, POP3's UTF8 said. */
  readonly utf8?: boolean;
}

const none: readonly GrammarFinding[] = [];

/** What is wrong with the command that the line sends. `script` is the text that the line's ranges point into. Never throws. */
export function checkCommand(context: GrammarContext, wire: Wire, script: string): readonly GrammarFinding[] {
  const blocks = context.protocol === 'imap' ? 'literal' : 'opaque';
  const line = commandText(piecesOfParts(wire.parts), wire.content.end, script, blocks);
  return checkCommandText(context, line);
}

/** As `checkCommand`, for a line that is taken apart already. */
export function checkCommandText(context: GrammarContext, line: CommandText): readonly GrammarFinding[] {
  // What begins with a value may be any command.
  if (line.text.startsWith(opaque)) return none;
  if (context.protocol === 'imap') {
    const response = checkInitialResponse(line);
    const found = checkImap(line, context.utf8 ?? false);
    return response ? [...found, response] : found;
  }
  const indent = /^[ \t]+(?=[^ \t])/.exec(line.text)?.[0].length ?? 0;
  if (indent > 0) return indented(context, line, indent);
  const response = checkInitialResponse(line);
  const { problems } = context.protocol === 'pop3' ? parsePop3(line.text) : parseSmtp(line.text);
  const wrong = context.protocol === 'pop3' ? undefined : otherProtocol(context.protocol, line.text);
  if (problems.length === 0 && wrong === undefined) return response ? [response] : none;
  const found: Found[] = wrong === undefined ? [...problems] : [wrong, ...problems];
  const findings = found.filter((one) => isSure(one, line)).map((one) => toFinding(one, line));
  return response ? [...findings, response] : findings;
}

/** White space before the command is sent, too. */
function indented(context: GrammarContext, line: CommandText, indent: number): readonly GrammarFinding[] {
  const place: CommandText['place'] = (start, end) => line.place(start + indent, end + indent);
  const space: Found = {
    id: 'extra-space',
    message: 'white space stands before the command, and is sent',
    rfc: context.protocol === 'pop3' ? 'RFC 1939 §3' : 'RFC 5321 §4.1.1',
    range: { start: 0, end: indent },
    fix: replacing('Remove it', 0, indent, ''),
  };
  return [toFinding(space, line), ...checkCommandText(context, { ...line, text: line.text.slice(indent), place })];
}

/** Parameters of MAIL and RCPT that extensions define which nobody here carries out: they are no slips of the pen. */
const rareParameters: ReadonlySet<string> = new Set('MTRK SOLICIT TRANSID CONPERM CONNEG ALT-ADDRESS XVERP'.split(' '));

/** Whether a problem stands whatever the values turn out to be. */
function isSure({ id, range }: Found, line: CommandText): boolean {
  if (id === 'unknown-parameter' && rareParameters.has(line.text.slice(range.start, range.end).toUpperCase()))
    return false;
  if (!line.hasOpaque || id === 'line-too-long') return true;
  if (id === 'missing-argument') return false;
  return !isOpaque(line.text.slice(range.start, range.end));
}

/** EHLO and HELO are SMTP's alone, LHLO is LMTP's (RFC 2033 §4.1). */
function otherProtocol(protocol: Protocol, text: string): Found | undefined {
  const found = /^(EHLO|HELO|LHLO)(?![^ \t])/i.exec(text)?.[1]?.toUpperCase();
  if (found === undefined || (found === 'LHLO') === (protocol === 'lmtp')) return undefined;
  const right = protocol === 'lmtp' ? 'LHLO' : 'EHLO';
  return {
    id: 'not-in-protocol',
    message: protocol === 'lmtp' ? `LMTP has LHLO in the place of ${found}` : 'LHLO is a command of LMTP',
    rfc: 'RFC 2033 §4.1',
    range: { start: 0, end: 4 },
    fix: { title: `Replace by ${right}`, edits: [{ range: { start: 0, end: 4 }, text: right }] },
  };
}

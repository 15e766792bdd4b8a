/** Reads one SMTP command line, as a server gets it and as a script has it: RFC 5321 §4.1. */
import { nearest, type Range, range } from '../../base';
import { replacing } from '../correction';
import { opaque } from '../opaque';
import { explainMechanism, explainResponse } from './auth-argument';
import { parseBdat } from './bdat';
import { commandProblems, type ReportProblem, type SmtpProblem } from './command-problems';
import { commandInfo, commands, type SmtpCommandInfo } from './commands';
import { isLonger } from './octets';
import { addressTypeMeant, explainValue } from './parameter-values';
import { parameterInfo, parameters as parameterTable, type SmtpParameterInfo } from './parameters';
import { checkDomain, isDomain, parsePath, type SmtpPath } from './path';
import { isXtext } from './xtext';

export type { SmtpProblem } from './command-problems';
export type { SmtpPath } from './path';

export interface SmtpParameter {
  /** In upper case. */
  readonly name: string;
  /** What follows `=`; undefined without `=`. */
  readonly value?: string;
  readonly range: Range;
  readonly nameRange: Range;
  readonly valueRange?: Range;
  readonly info?: SmtpParameterInfo;
}

export interface SmtpCommand {
  /** In upper case. */
  readonly verb: string;
  readonly verbRange: Range;
  readonly info?: SmtpCommandInfo;
  /** What follows the verb and the space behind it, without white space at its end. */
  readonly argument: string;
  readonly argumentRange: Range;
  /** Of MAIL and RCPT. */
  readonly path?: SmtpPath;
  /** Of MAIL and RCPT; of XCLIENT and XFORWARD the attributes. */
  readonly parameters: readonly SmtpParameter[];
  readonly problems: readonly SmtpProblem[];
}

const verbs: readonly string[] = commands.map((one) => one.verb);

/** Octets of a command line without its CRLF (RFC 5321 §4.5.3.1.4: 512 with it). */
const longestLine = 510;

/** Reads `text`, a line without its end. Never fails: what is wrong is in `problems`, with ranges in `text`. */
export function parseCommand(text: string): SmtpCommand {
  const problems: SmtpProblem[] = [];
  const report: ReportProblem = (id, start, end, more = {}) => {
    problems.push({ id, ...commandProblems[id], ...more, range: range(start, end) });
  };

  const verbText = text.slice(0, endOfWord(text));
  const verb = verbText.toUpperCase();
  const argumentStart = endOfSpace(text, verbText.length);
  const argument = text.slice(argumentStart).trimEnd();
  const info = commandInfo(verb);
  const read = {
    verb,
    verbRange: range(0, verbText.length),
    argument,
    argumentRange: range(argumentStart, argumentStart + argument.length),
    parameters: none,
    problems,
  };
  const command: SmtpCommand = info ? Object.assign(read, { info }) : read;

  checkCharacters(text, verb, report);
  if (!info) {
    const guess = nearest(verb, verbs);
    const message = `${verbText === '' ? 'an empty line' : verbText} is no SMTP command${guess ? `; did you mean ${guess}?` : ''}`;
    const fix = guess ? { fix: replacing(`Replace by ${guess}`, 0, verbText.length, guess) } : {};
    report('unknown-command', 0, verbText.length, { message, ...fix });
    return command;
  }
  if (info.obsolete) report('obsolete-command', 0, verbText.length);
  if (info.argument === 'required' && argument === '') {
    report('missing-argument', 0, text.length, { message: `${verb} needs an argument: ${info.syntax}`, rfc: info.rfc });
    return command;
  }
  if (info.argument === 'none' && argument !== '') {
    report('unexpected-argument', argumentStart, argumentStart + argument.length, {
      message: `${verb} takes no argument`,
      rfc: info.rfc,
      fix: replacing('Remove it', verbText.length, text.length, ''),
    });
  }

  if (verb === 'MAIL' || verb === 'RCPT') {
    return Object.assign(command, parseEnvelope(verb, text, argumentStart, report));
  }
  if (verb === 'XCLIENT' || verb === 'XFORWARD') {
    const attributes = splitParameters(text, argumentStart, report, 'bad-attribute');
    for (const one of attributes) {
      if (one.value === undefined || !isXtext(one.value)) report('bad-attribute', one.range.start, one.range.end);
    }
    return { ...command, parameters: attributes };
  }
  checkArgument(verb, argument, argumentStart, report);
  return command;
}

const none: readonly SmtpParameter[] = [];

const isSpace = (code: number): boolean => code === 0x20 || code === 0x09;

function endOfWord(text: string): number {
  let at = 0;
  while (at < text.length && !isSpace(text.charCodeAt(at))) at++;
  return at;
}

function endOfSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  return at;
}

function checkCharacters(text: string, verb: string, report: ReportProblem): void {
  // Nearly every line is short and plain.
  if (text.length <= longestLine && !/[^\x20-\x7e]/.test(text)) return;
  const control = /[\x00-\x08\x0a-\x1f\x7f]/.exec(text);
  if (control) report('control-character', control.index, control.index + 1);
  const limit = verb === 'AUTH' ? 12_288 : longestLine;
  if (isLonger(text, limit)) {
    const known = text.replaceAll(opaque, '');
    if (isLonger(known, limit + extraLength(text, verb))) report('line-too-long', 0, text.length);
  }
  const wide = /[^\x00-\x7f]/.exec(text);
  if (wide && !['MAIL', 'RCPT', 'VRFY', 'EXPN'].includes(verb)) report('non-ascii', wide.index, text.length);
}

/** What the extensions add to the 512 octets, for those whose parameters are there (RFC 1870 §3, 3461 §3, 4954 §3, 6531 §3.1, …). */
function extraLength(text: string, verb: string): number {
  const upper = text.toUpperCase();
  const added = (name: string, octets: number): number => (upper.includes(` ${name}`) ? octets : 0);
  if (verb === 'RCPT') return added('NOTIFY=', 28) + added('ORCPT=', 500) + added('RRVS=', 39);
  if (verb !== 'MAIL') return 0;
  return (
    added('SIZE=', 26) +
    added('BODY=', 16) +
    added('RET=', 8) +
    added('ENVID=', 107) +
    added('SMTPUTF8', 10) +
    added('AUTH=', 500) +
    added('BY=', 17) +
    added('HOLDFOR=', 34) +
    added('HOLDUNTIL=', 34) +
    added('MT-PRIORITY=', 15) +
    added('REQUIRETLS', 11)
  );
}

function parseEnvelope(
  verb: 'MAIL' | 'RCPT',
  text: string,
  start: number,
  report: ReportProblem,
): { readonly path?: SmtpPath; readonly parameters: readonly SmtpParameter[] } {
  const keyword = (verb === 'MAIL' ? /^FROM\s*:/i : /^TO\s*:/i).exec(text.slice(start));
  if (!keyword) {
    const wanted = verb === 'MAIL' ? 'FROM:' : 'TO:';
    report('missing-keyword', start, text.length, {
      message: `${verb} must be followed by ${wanted}`,
      rfc: commandInfo(verb)?.rfc ?? 'RFC 5321 §4.1.1',
    });
    return { parameters: [] };
  }
  const behind = start + keyword[0].length;
  const space = endOfSpace(text, behind) - behind;
  if (space > 0) {
    report('space-in-path', behind, behind + space, {
      fix: replacing('Remove the space', behind, behind + space, ''),
    });
  } else if (keyword[0].length > (verb === 'MAIL' ? 5 : 3)) {
    const right = verb === 'MAIL' ? 'FROM:' : 'TO:';
    report('space-in-path', start, behind, { fix: replacing('Remove the space', start, behind, right) });
  }
  const path = parsePath(text, behind + space, verb === 'MAIL' ? 'reverse' : 'forward', report);
  if (path.range.end === text.length && !path.utf8) return { path, parameters: none };

  const after = text.slice(path.range.end);
  if (after !== '' && !/^[ \t]/.test(after)) {
    const junk = /^[^ \t]*/.exec(after)?.[0].length ?? 0;
    report('bad-path', path.range.end, path.range.end + junk, {
      message: 'a space must follow the path',
      fix: replacing('Add a space', path.range.end, path.range.end, ' '),
    });
  }
  const parameters = splitParameters(text, path.range.end, report, 'bad-parameter').map((one) =>
    checkParameter(verb, one, report),
  );
  const names = new Set<string>();
  for (const { name, nameRange, range: whole } of parameters) {
    if (names.has(name)) {
      report('duplicate-parameter', nameRange.start, nameRange.end, {
        message: `${name} stands here twice`,
        fix: replacing('Remove it', whole.start - 1, whole.end, ''),
      });
    }
    names.add(name);
  }
  if (verb === 'MAIL' && path.utf8 && !names.has('SMTPUTF8')) {
    const end = text.trimEnd().length;
    report('needs-smtputf8', path.range.start, path.range.end, {
      fix: replacing('Add SMTPUTF8', end, end, ' SMTPUTF8'),
    });
  }
  return { path, parameters };
}

/** esmtp-keyword = (ALPHA / DIGIT) *(ALPHA / DIGIT / "-"), esmtp-value without "=", space and controls (RFC 5321 §4.1.2). */
function splitParameters(
  text: string,
  start: number,
  report: ReportProblem,
  problem: 'bad-parameter' | 'bad-attribute',
): SmtpParameter[] {
  const parameters: SmtpParameter[] = [];
  for (const match of text.slice(start).matchAll(/[^ \t]+/g)) {
    const from = start + match.index;
    const word = match[0];
    const equals = word.indexOf('=');
    const nameEnd = equals === -1 ? word.length : equals;
    const name = word.slice(0, nameEnd);
    const value = equals === -1 ? undefined : word.slice(equals + 1);
    if (!/^[A-Za-z0-9][A-Za-z0-9-]*$/.test(name)) report(problem, from, from + word.length);
    const parameter = {
      name: name.toUpperCase(),
      range: range(from, from + word.length),
      nameRange: range(from, from + nameEnd),
    };
    if (value === undefined) parameters.push(parameter);
    else parameters.push({ ...parameter, value, valueRange: range(from + nameEnd + 1, from + word.length) });
  }
  return parameters;
}

function checkParameter(verb: 'MAIL' | 'RCPT', parameter: SmtpParameter, report: ReportProblem): SmtpParameter {
  const { name, nameRange, value } = parameter;
  const info = parameterInfo(verb, name);
  if (!info) {
    const other = parameterTable.find((row) => row.name === name);
    if (other) {
      report('parameter-of-other-command', nameRange.start, nameRange.end, {
        message: `${name} belongs to ${other.command}, not to ${verb}`,
        rfc: other.rfc,
      });
      return parameter;
    }
    const guess = nearest(
      name,
      parameterTable.filter((row) => row.command === verb).map((row) => row.name),
    );
    report('unknown-parameter', nameRange.start, nameRange.end, {
      message: `no extension that we know has the parameter ${name}${guess ? `; did you mean ${guess}?` : ''}`,
      ...(guess ? { fix: replacing(`Replace by ${guess}`, nameRange.start, nameRange.end, guess) } : {}),
    });
    return parameter;
  }
  if (!info.valid(value)) reportValue({ ...parameter, info }, info, report);
  else if (name === 'ORCPT' && value !== undefined && parameter.valueRange) {
    const meant = addressTypeMeant(value);
    const { start } = parameter.valueRange;
    const end = start + value.indexOf(';');
    if (meant) {
      report('unknown-address-type', start, end, {
        advice: `did you mean ${meant}?`,
        fix: replacing(`Replace by ${meant}`, start, end, meant),
      });
    }
  }
  return { ...parameter, info };
}

function reportValue(parameter: SmtpParameter, info: SmtpParameterInfo, report: ReportProblem): void {
  const { start, end } = parameter.valueRange ?? parameter.range;
  const { message, advice, right } = explainValue(info, parameter.value);
  const name = parameter.nameRange;
  const fix =
    right === undefined
      ? {}
      : right.value === undefined
        ? { fix: replacing('Remove the value', name.end, end, '') }
        : { fix: replacing(`Write ${info.name}=${right.value}`, name.end, end, `=${right.value}`) };
  report('bad-parameter-value', start, end, { message, rfc: info.rfc, ...(advice ? { advice } : {}), ...fix });
}

function checkArgument(verb: string, argument: string, start: number, report: ReportProblem): void {
  const end = start + argument.length;
  const [first = '', second, ...more] = argument.split(/[ \t]+/);
  switch (verb) {
    case 'EHLO':
    case 'HELO':
    case 'LHLO':
      checkDomain(first, start, report);
      if (verb === 'HELO' && first.startsWith('[')) report('literal-in-helo', start, start + first.length);
      if (second !== undefined) {
        report('unexpected-argument', start + first.length, end, {
          message: `${verb} takes one argument`,
          fix: replacing('Remove it', start + first.length, end, ''),
        });
      }
      break;
    case 'BDAT':
      if (parseBdat(argument) === undefined) report('bad-chunk-size', start, end);
      break;
    case 'AUTH':
      if (!/^[A-Za-z0-9_-]{1,20}$/.test(first)) report('bad-mechanism', start, start + first.length);
      else explainMechanism(first, start, report);
      if (second !== undefined && (more.length > 0 || !(second === '=' || isBase64(second)))) {
        report('bad-initial-response', start + first.length, end, explainResponse(argument, start, end));
      }
      break;
    case 'ETRN':
      if (!isDomain(first.replace(/^[@#]/, '')) || second !== undefined) report('bad-node', start, end);
      break;
  }
}

const isBase64 = (text: string): boolean => text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text);

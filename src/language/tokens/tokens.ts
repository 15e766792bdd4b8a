/** Semantic tokens: what a word is by its place in the script and its protocol. Read section by section. */
import type { Range } from '../../base';
import type { Protocol } from '../../protocol/finding';
import { type Directive, fact, lines, type Part, type Wire } from '../../script';
import { protocolsIn } from '../connections-in';
import { absolute, type DocumentSection, type ScriptDocument, type SectionContent } from '../document';
import { handMadeIn } from '../hand-made';
import { imapCommandTokens, imapResponseTokens } from './imap-tokens';
import { pop3CommandTokens, pop3ReplyTokens } from './pop3-tokens';
import { smtpCommandTokens, smtpParameterTokens, smtpReplyTokens } from './smtp-tokens';
import type { AddToken, SemanticToken, WrittenText } from './token';

const known = new WeakMap<
  SectionContent,
  { readonly protocol: Protocol | undefined; readonly tokens: readonly SemanticToken[] }
>();

/** The tokens of a section, sorted, none over another, with ranges that count from its start. The same object until its text changes. */
export function sectionTokens(section: DocumentSection, protocol: Protocol | undefined): readonly SemanticToken[] {
  const found = known.get(section.content);
  if (found && found.protocol === protocol) return found.tokens;
  const tokens = readTokens(section, protocol);
  known.set(section.content, { protocol, tokens });
  return tokens;
}

/** Those of a document, or of the part of it that a range touches; ranges count from the document's start. */
export function semanticTokens(document: ScriptDocument, within?: Range): readonly SemanticToken[] {
  const { start, end } = within ?? { start: 0, end: document.length };
  return document.sections.flatMap((section) => {
    if (section.start > end || section.end < start) return [];
    const all = sectionTokens(section, document.protocol).map((token) => ({
      ...token,
      range: absolute(section, token.range),
    }));
    return within ? all.filter(({ range }) => range.end >= start && range.start <= end) : all;
  });
}

function readTokens(section: DocumentSection, protocol: Protocol | undefined): readonly SemanticToken[] {
  const { text, tree } = section;
  const found: SemanticToken[] = [];
  const add: AddToken = (start, end, type, ...modifiers) => {
    if (end > start) found.push({ range: { start, end }, type, modifiers });
  };
  const protocols = protocolsIn(section, protocol);
  const data = dataLines(section);
  for (const line of lines(tree.statements)) {
    switch (line.kind) {
      case 'assignment':
        add(line.name.range.start, line.name.range.end, 'variable', 'defined');
        addParts(line.value, add);
        break;
      case 'directive':
        addDirective(line, text, add);
        break;
      case 'wire': {
        if (line.connection) add(line.connection.range.start, line.connection.range.end, 'connection', 'used');
        const own = protocols.get(line.connection?.text ?? '') ?? protocols.get('') ?? 'smtp';
        if (!data.has(line)) addWire(line, own, text, add);
        addParts(line.parts, add);
        break;
      }
      default:
        break;
    }
  }
  return separate(found);
}

/** Lines that are octets of a message or a literal, and no commands. */
function dataLines(section: DocumentSection): ReadonlySet<Wire> {
  const found = new Set<Wire>();
  for (const { lines: data } of handMadeIn(section.tree, section.text)) for (const line of data) found.add(line);
  return found;
}

/** Where a text part stands as it is written; undefined when escapes or a block make it something else. */
const writtenAt = (part: Part | undefined, text: string): WrittenText | undefined => {
  if (part?.kind !== 'text') return undefined;
  const written = text.slice(part.range.start, part.range.end);
  return written === part.text ? { text: written, start: part.range.start } : undefined;
};

function addWire(line: Wire, protocol: Protocol, text: string, add: AddToken): void {
  const [first, ...rest] = line.parts;
  const written = writtenAt(first, text);
  const refused = line.mode === 'mustNot';
  const isClient = line.side === 'client';
  if (!written) return;
  if (protocol === 'imap') {
    // What stands between values is read with them as one word each, so that places are counted right.
    const whole = { text: maskedText(line, text), start: written.start };
    if (isClient) imapCommandTokens(whole, add);
    else imapResponseTokens(whole, refused, add);
    return;
  }
  if (protocol === 'pop3') {
    if (isClient) pop3CommandTokens(written, add);
    else pop3ReplyTokens(written, refused, add);
    return;
  }
  if (!isClient) {
    smtpReplyTokens(written, refused, add);
    return;
  }
  smtpCommandTokens(written, add);
  if (!/^\s*(?:MAIL|RCPT)\b/i.test(written.text)) return;
  for (const part of rest) {
    const more = writtenAt(part, text);
    if (more) smtpParameterTokens(more, add);
  }
}

/** The line's text up to its first block, values and captures as words of the same length that are nothing. */
function maskedText(line: Wire, text: string): string {
  let masked = '';
  for (const part of line.parts) {
    if (part.kind === 'block' || part.kind === 'regex') break;
    const { start, end } = part.range;
    masked += part.kind === 'text' ? text.slice(start, end) : '\u0001'.repeat(end - start);
  }
  return masked;
}

function addDirective(line: Directive, text: string, add: AddToken): void {
  const isConnect = line.info.word === 'connect';
  if (line.connection) {
    add(line.connection.range.start, line.connection.range.end, 'connection', isConnect ? 'defined' : 'used');
  }
  add(line.word.range.start, line.word.range.end, 'directive');
  const words = line.arguments.map(({ range }) => text.slice(range.start, range.end));
  for (const [i, argument] of line.arguments.entries()) {
    const { start, end } = argument.range;
    if (isConnect && words[i] === 'as') add(start, end, 'directive');
    else if (isConnect && words[i - 1] === 'as') add(start, end, 'connection', 'defined');
    else if (line.info.word === 'compose' && i === 0) add(start, end, 'variable', 'defined');
    else if (line.info.word === 'auth' && i === 0 && /^[A-Z][A-Z0-9-]+$/.test(words[0] ?? ''))
      add(start, end, 'mechanism');
    else if (line.info.word === 'include' && i > 0) {
      const [, name] = /^([A-Za-z_][\w-]*)=/.exec(words[i] ?? '') ?? [];
      if (name) add(start, start + name.length, 'variable', 'defined');
    }
    addParts(argument.parts, add);
  }
  if (line.condition) {
    const { left } = line.condition;
    if (!fact(left.text)) add(left.range.start, left.range.end, 'variable', 'used');
    else add(left.range.start, left.range.end, 'parameter');
    for (const term of line.condition.right ?? []) addParts(term.parts, add);
  }
  if (line.block) addParts(line.block.content, add);
}

const secretBuiltins: ReadonlySet<string> = new Set(['secret', 'prompt']);

function addParts(parts: readonly Part[], add: AddToken): void {
  for (const part of parts) {
    switch (part.kind) {
      case 'value': {
        const { start, end } = part.name.range;
        if (!part.builtin) add(start, end, 'variable', 'used');
        else if (secretBuiltins.has(part.name.text)) {
          add(start, end, 'builtin');
          if (part.argument) add(part.argument.range.start, part.argument.range.end, 'secret', 'used');
        } else add(start, end, 'builtin');
        for (const filter of part.filters) add(filter.range.start, filter.range.end, 'filter');
        break;
      }
      case 'capture':
        add(part.nameRange.start, part.nameRange.end, 'variable', 'captured');
        break;
      case 'block':
        addParts(part.content, add);
        break;
      case 'file':
        addParts(part.path, add);
        break;
      default:
        break;
    }
  }
}

/** In order; of two that lie over each other the first that was found stays. */
function separate(tokens: readonly SemanticToken[]): readonly SemanticToken[] {
  const sorted = tokens
    .map((token, i) => ({ token, i }))
    .sort((a, b) => a.token.range.start - b.token.range.start || a.i - b.i);
  const kept: SemanticToken[] = [];
  for (const { token } of sorted) {
    if ((kept.at(-1)?.range.end ?? 0) <= token.range.start) kept.push(token);
  }
  return kept;
}

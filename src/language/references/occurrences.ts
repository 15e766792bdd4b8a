/** Every name in a section that a script itself gives: variables, connections and its title, each with what the place does to it. */
import { type Range, range } from '../../base';
import { type Argument, type Directive, fact, lines, type Part, type Section, type Word } from '../../script';
import type { DocumentSection, SectionContent } from '../document';

export interface Occurrence {
  readonly kind: 'variable' | 'connection' | 'session';
  readonly name: string;
  /** Of the name alone, counted from the section's start. */
  readonly range: Range;
  /** `capture`: an `S:` line gives it its value; `definition`: an assignment, `compose`, `connect as`, a title; `use`: all else. */
  readonly role: 'definition' | 'capture' | 'use';
}

const known = new WeakMap<SectionContent, readonly Occurrence[]>();

/** In the order of the text. Read once for each version of a section. */
export function occurrencesIn(section: DocumentSection): readonly Occurrence[] {
  const found = known.get(section.content);
  if (found) return found;
  const read = readOccurrences(section.tree, section.text);
  known.set(section.content, read);
  return read;
}

function readOccurrences(section: Section, text: string): readonly Occurrence[] {
  const found: Occurrence[] = [];
  const add = (kind: Occurrence['kind'], word: Word, role: Occurrence['role']): void => {
    found.push({ kind, name: word.text, range: word.range, role });
  };
  if (section.title && section.title.title.text !== '') add('session', section.title.title, 'definition');
  for (const line of lines(section.statements)) {
    switch (line.kind) {
      case 'assignment':
        add('variable', line.name, 'definition');
        addParts(line.value, add);
        break;
      case 'wire':
        if (line.connection) add('connection', line.connection, 'use');
        addParts(line.parts, add);
        break;
      case 'directive':
        addDirective(line, text, add);
        break;
      default:
        break;
    }
  }
  return found.sort((a, b) => a.range.start - b.range.start);
}

type Add = (kind: Occurrence['kind'], word: Word, role: Occurrence['role']) => void;

function addDirective(line: Directive, text: string, add: Add): void {
  const isConnect = line.info.word === 'connect';
  if (line.connection) add('connection', line.connection, isConnect ? 'definition' : 'use');
  for (const argument of line.arguments) addParts(argument.parts, add);
  if (isConnect) {
    const as = line.arguments.findIndex((argument) => argument.text === 'as');
    const name = as === -1 ? undefined : wordOf(line.arguments[as + 1], text);
    if (name) add('connection', name, 'definition');
  }
  if (line.info.word === 'compose') {
    const name = wordOf(line.arguments[0], text);
    if (name) add('variable', name, 'definition');
  }
  if (line.info.word === 'include') {
    for (const argument of line.arguments.slice(1)) {
      const [, name] = /^([A-Za-z_][\w-]*)=/.exec(text.slice(argument.range.start, argument.range.end)) ?? [];
      if (name !== undefined) {
        const at = argument.range.start;
        add('variable', { text: name, range: range(at, at + name.length) }, 'definition');
      }
    }
  }
  if (line.condition) {
    if (!fact(line.condition.left.text)) add('variable', line.condition.left, 'use');
    for (const term of line.condition.right ?? []) addParts(term.parts, add);
  }
  if (line.block) addParts(line.block.content, add);
}

/** An argument that is a plain word, as it is written. */
function wordOf(argument: Argument | undefined, text: string): Word | undefined {
  if (argument?.text === undefined) return undefined;
  const written = text.slice(argument.range.start, argument.range.end);
  return written === argument.text ? { text: written, range: argument.range } : undefined;
}

function addParts(parts: readonly Part[], add: Add): void {
  for (const part of parts) {
    if (part.kind === 'value' && !part.builtin) add('variable', part.name, 'use');
    else if (part.kind === 'capture') add('variable', { text: part.name, range: part.nameRange }, 'capture');
    else if (part.kind === 'block') addParts(part.content, add);
    else if (part.kind === 'file') addParts(part.path, add);
  }
}

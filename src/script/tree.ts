/** The lossless tree of a session script: every statement with its place, every token with its range. Plain data. */
import type { Problem, Range } from '../base';
import type { DirectiveInfo } from './directives';
import type { LiteralForm, Operator, Take } from './program';

export interface Tree {
  readonly text: string;
  /** The first is the preamble (it has no title, and may be empty); a file without titles is that one section. They tile the text. */
  readonly sections: readonly Section[];
  /** What is wrong with the text as such, in order. */
  readonly problems: readonly Problem[];
}

export interface Section {
  readonly title?: Title;
  readonly statements: readonly Statement[];
  readonly range: Range;
}

/** A token and what it says. */
export interface Word {
  readonly text: string;
  readonly range: Range;
}

interface Line {
  /** The statement with its indentation, its blocks or body, and its line end. The ranges of all statements tile the text. */
  readonly range: Range;
  /** Without indentation and line end. */
  readonly content: Range;
}

/** `### Title` */
export interface Title extends Line {
  readonly kind: 'title';
  /** Trimmed; empty when nothing follows. */
  readonly title: Word;
}

export type Statement = Blank | Comment | Wire | Assignment | Directive | Body | Unknown;

export interface Blank extends Line {
  readonly kind: 'blank';
}

export interface Comment extends Line {
  readonly kind: 'comment';
}

/** `[name] C: …`, `[name] S: …` */
export interface Wire extends Line {
  readonly kind: 'wire';
  readonly connection?: Word;
  readonly side: 'client' | 'server';
  /** Of an `S:` line. */
  readonly mode: 'must' | 'may' | 'mustNot';
  /** `C:`, `S:`, `S!:`, `S?:` */
  readonly mark: Range;
  readonly parts: readonly Part[];
}

/** `@name = value` */
export interface Assignment extends Line {
  readonly kind: 'assignment';
  /** With its `@`. */
  readonly mark: Range;
  readonly name: Word;
  readonly equals: Range;
  /** Text and values, or one block. */
  readonly value: readonly Part[];
  /** Without the white space around it; with a block, from its opening to its closing quotes. */
  readonly valueRange: Range;
}

/** A directive without a body. */
export interface Directive extends Line {
  readonly kind: 'directive';
  readonly connection?: Word;
  readonly word: Word;
  readonly info: DirectiveInfo;
  readonly arguments: readonly Argument[];
  readonly condition?: ConditionNode;
  /** `compose`: the block. */
  readonly block?: BlockPart;
}

/** A directive whose body runs to `end`. */
export interface Body {
  readonly kind: 'body';
  readonly range: Range;
  /** Of its first line. */
  readonly content: Range;
  readonly open: Directive;
  readonly statements: readonly Statement[];
  readonly else?: { readonly line: Directive; readonly statements: readonly Statement[] };
  /** Absent when it is missing. */
  readonly end?: Directive;
}

/** A line that is no statement: `parse` reports why. */
export interface Unknown extends Line {
  readonly kind: 'unknown';
}

/** A word of a directive; quoted ones may hold white space. */
export interface Argument {
  readonly range: Range;
  readonly parts: readonly (TextPart | ValuePart)[];
  /** What it says, when it holds no `{{…}}`. */
  readonly text?: string;
}

export interface ConditionNode {
  readonly range: Range;
  readonly left: Word;
  /** `message.header(Name)`: the name. */
  readonly argument?: Word;
  readonly operator: { readonly text: Operator; readonly range: Range };
  /** Absent for `exists`. */
  readonly right?: readonly { readonly sign: 1 | -1; readonly parts: readonly (TextPart | ValuePart)[] }[];
}

// ---- parts of a text ----------------------------------------------------------------------------------------------

export type Part = TextPart | ValuePart | FilePart | BlockPart | AnyPart | CapturePart | RegexPart;

/** `text` has escapes resolved and, in a block, CRLF line ends and no indentation; `range` is what was written. */
export interface TextPart {
  readonly kind: 'text';
  readonly text: string;
  readonly range: Range;
}

/** `{{name | filter}}`, `{{$builtin argument}}` */
export interface ValuePart {
  readonly kind: 'value';
  readonly range: Range;
  /** Without the `$`, its range with it. */
  readonly name: Word;
  readonly builtin: boolean;
  /** Of a built-in, unquoted; its range with the quotes. */
  readonly argument?: Word;
  readonly filters: readonly Word[];
}

/** `{{< path}}`, `{{<+ path}}`, `{{<~ path}}` */
export interface FilePart {
  readonly kind: 'file';
  readonly range: Range;
  readonly form: LiteralForm;
  readonly path: readonly (TextPart | ValuePart)[];
  readonly pathRange: Range;
}

/** `"""` … `"""` */
export interface BlockPart {
  readonly kind: 'block';
  /** From the opening to the closing quotes, both included. */
  readonly range: Range;
  /** The opening quotes and what modifies them. */
  readonly open: Range;
  /** The lines between. */
  readonly lines: Range;
  /** The closing quotes; absent when they are missing. */
  readonly close?: Range;
  readonly form: LiteralForm;
  readonly content: readonly Part[];
}

/** `...` */
export interface AnyPart {
  readonly kind: 'any';
  readonly range: Range;
}

/** `{{@name}}`, `{{@name...}}`, `{{@name:/regex/}}` */
export interface CapturePart {
  readonly kind: 'capture';
  readonly range: Range;
  readonly name: string;
  /** Without the `@`. */
  readonly nameRange: Range;
  readonly take: Take;
}

/** `/regex/flags` */
export interface RegexPart {
  readonly kind: 'regex';
  readonly range: Range;
  readonly source: string;
  readonly flags: string;
}

// ---- reading it ---------------------------------------------------------------------------------------------------

/** The text of the tree: an unchanged tree gives its text back, character for character. */
export function print(tree: Tree): string {
  const pieces: string[] = [];
  const line = (statement: { readonly range: Range }): void => {
    pieces.push(tree.text.slice(statement.range.start, statement.range.end));
  };
  for (const section of tree.sections) {
    if (section.title) line(section.title);
    for (const statement of lines(section.statements)) line(statement);
  }
  return pieces.join('');
}

/** Every statement that is a line of its own, in order: the first lines of bodies, what is in them, `else` and `end`. */
export function* lines(statements: readonly Statement[]): Generator<Exclude<Statement, Body>> {
  for (const statement of statements) {
    if (statement.kind !== 'body') {
      yield statement;
      continue;
    }
    yield statement.open;
    yield* lines(statement.statements);
    if (statement.else) {
      yield statement.else.line;
      yield* lines(statement.else.statements);
    }
    if (statement.end) yield statement.end;
  }
}

/** The line that the cursor stands in, with what is known around it: what completion, signature help and hover all begin with. */
import type { Protocol } from '../../protocol/finding';
import type { BlockPart, Statement } from '../../script';
import { type DocumentSection, type ScriptDocument, sectionAt, textIn } from '../document';
import { type ConnectionSituation, type Situation, situationAt } from '../situation';
import type { Environments, LastRun } from '../workspace';
import { statementAt, type TreePlace } from './tree-place';

export interface Scene {
  readonly document: ScriptDocument;
  readonly offset: number;
  readonly section: DocumentSection;
  /** The line without its end. */
  readonly line: string;
  /** The cursor, in the line. */
  readonly column: number;
  /** Offset of the line in the document. */
  readonly lineStart: number;
  /** The statement of the line, its ranges counted from the section's start. */
  readonly place: TreePlace | undefined;
  /** The block whose content the line is part of. */
  readonly block: BlockPart | undefined;
  /** Read when first asked for, as are those below. */
  readonly situation: Situation;
  readonly connection: ConnectionSituation | undefined;
  readonly protocol: Protocol;
  readonly environments: Environments | undefined;
  readonly lastRun: LastRun | undefined;
}

/** The scene at `offset`; offsets outside of the document count as its ends. */
export function sceneAt(document: ScriptDocument, offset: number): Scene {
  const at = Math.min(Math.max(offset, 0), document.length);
  const section = sectionAt(document, at);
  const range = lineIn(section, at - section.start);
  const place = statementAt(section.tree.statements, at - section.start);
  return new LazyScene(document, Math.min(at, range.end), section, range, place);
}

/** The line of a section that holds `at`, as offsets of the document. (`lastIndexOf` takes a negative place for 0.) */
function lineIn({ text, start: base }: DocumentSection, at: number): { readonly start: number; readonly end: number } {
  const start = at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
  const lf = text.indexOf('\n', at);
  let end = lf === -1 ? text.length : lf;
  if (lf > start && text[lf - 1] === '\r') end = lf - 1;
  return { start: base + start, end: base + Math.max(start, end) };
}

class LazyScene implements Scene {
  readonly line: string;
  readonly column: number;
  readonly lineStart: number;
  readonly block: BlockPart | undefined;
  #situation: Situation | undefined;

  constructor(
    readonly document: ScriptDocument,
    readonly offset: number,
    readonly section: DocumentSection,
    line: { readonly start: number; readonly end: number },
    readonly place: TreePlace | undefined,
  ) {
    this.line = textIn(document, line);
    this.lineStart = line.start;
    this.column = offset - line.start;
    this.block = place && blockAt(place.statement, line.start - section.start);
  }

  get situation(): Situation {
    this.#situation ??= situationOfLine(this.document, this.lineStart);
    return this.#situation;
  }
  get connection(): ConnectionSituation | undefined {
    return this.situation.connection;
  }
  get protocol(): Protocol {
    const { document, section, place } = this;
    const named = place?.statement.kind === 'wire' && place.statement.connection !== undefined;
    // Without any `connect` the file's ending says it, and nobody need walk the session.
    if (document.protocol && !this.#situation && !named && !section.text.includes('connect')) return document.protocol;
    return this.connection?.protocol ?? document.protocol ?? 'smtp';
  }
  get environments(): Environments | undefined {
    return this.document.workspace.environments(this.document.file);
  }
  get lastRun(): LastRun | undefined {
    return this.document.workspace.lastRun(this.document.file);
  }
}

/** The last situation asked for of each document: the features ask again and again about one line. */
const latest = new WeakMap<ScriptDocument, { readonly lineStart: number; readonly situation: Situation }>();

/** What is known just before a line is the same wherever in it the cursor stands. */
function situationOfLine(document: ScriptDocument, lineStart: number): Situation {
  const known = latest.get(document);
  if (known?.lineStart === lineStart) return known.situation;
  const situation = situationAt(document, lineStart);
  latest.set(document, { lineStart, situation });
  return situation;
}

/** The block of a statement whose lines hold the line that begins at `line` (from the section's start). */
function blockAt(statement: Statement, line: number): BlockPart | undefined {
  const inside = (block: BlockPart): boolean =>
    line >= block.lines.start && line < (block.close ? block.lines.end : block.range.end + 1);
  for (const part of partsOf(statement)) if (part.kind === 'block' && inside(part)) return part;
  return undefined;
}

const partsOf = (statement: Statement) => {
  switch (statement.kind) {
    case 'wire':
      return statement.parts;
    case 'assignment':
      return statement.value;
    case 'directive':
      return statement.block ? [statement.block] : [];
    default:
      return [];
  }
};

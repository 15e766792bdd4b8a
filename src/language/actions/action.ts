/** A change that a user may choose, as plain data. */
import type { Range } from '../../base';
import { type DocumentSection, type ScriptDocument, sectionAt } from '../document';
import type { FileEdits, TextEdit } from '../edits';

export interface CodeAction {
  /** The row in the table of actions that offers it. */
  readonly id: string;
  /** For people to read, an imperative. */
  readonly title: string;
  readonly kind: 'refactor.rewrite' | 'refactor.extract' | 'source';
  readonly edits: readonly FileEdits[];
  /** A file to make first; `path` is taken from the folder of the document's file. */
  readonly newFile?: { readonly path: string; readonly text: string };
}

/** Where actions are asked for. */
export interface ActionPlace {
  readonly document: ScriptDocument;
  readonly section: DocumentSection;
  /** What is selected, or where the cursor stands, in the section. */
  readonly selected: Range;
}

export function placeAt(document: ScriptDocument, { start, end }: Range): ActionPlace | undefined {
  const section = sectionAt(document, start);
  if (end > section.end) return undefined;
  return { document, section, selected: { start: start - section.start, end: end - section.start } };
}

/** Edits of the section as edits of the file. */
export const inFile = ({ document, section }: ActionPlace, edits: readonly TextEdit[]): readonly FileEdits[] => [
  {
    file: document.file,
    edits: edits.map(({ range, text }) => ({
      text,
      range: { start: section.start + range.start, end: section.start + range.end },
    })),
  },
];

export const meets = (a: Range, b: Range): boolean => a.start <= b.end && b.start <= a.end;

/** The line end that the section uses. */
export const lineEndOf = ({ text }: DocumentSection): string => (/\r?\n/.exec(text)?.[0] === '\r\n' ? '\r\n' : '\n');

/** `{{` is written with a backslash where it stands for itself. */
export const escaped = (text: string): string => text.replaceAll('{{', '\\{{');

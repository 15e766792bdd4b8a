/** Outline, folding, selection: the shape of a script. */
import { type DocumentSymbol, FoldingRangeKind, type SelectionRange, SymbolKind } from 'vscode-languageserver';
import {
  type Fold,
  folding as foldsOf,
  type OutlineItem,
  outline as outlineOf,
  selectionRanges,
} from '../../../src/language';
import type { Positions } from '../positions';
import type { Feature } from './feature';

const kinds: Readonly<Record<OutlineItem['kind'], SymbolKind>> = {
  session: SymbolKind.Event,
  connection: SymbolKind.Module,
  body: SymbolKind.Namespace,
  variable: SymbolKind.Variable,
  compose: SymbolKind.Object,
  include: SymbolKind.File,
  message: SymbolKind.String,
};

const toSymbol = (positions: Positions, item: OutlineItem): DocumentSymbol => ({
  name: item.name,
  detail: item.detail,
  kind: kinds[item.kind],
  range: positions.rangeOf(item.range),
  selectionRange: positions.rangeOf(item.selection),
  children: item.children.map((child) => toSymbol(positions, child)),
});

export const outline: Feature = {
  capabilities: { documentSymbolProvider: true },
  register({ connection, document }) {
    connection.onDocumentSymbol(({ textDocument }) => {
      const open = document(textDocument.uri);
      return open ? outlineOf(open.script).map((item) => toSymbol(open.positions, item)) : null;
    });
  },
};

const foldingKinds: Partial<Record<Fold['kind'], string>> = {
  session: FoldingRangeKind.Region,
  comment: FoldingRangeKind.Comment,
};

export const folding: Feature = {
  capabilities: { foldingRangeProvider: true },
  register({ connection, document }) {
    connection.onFoldingRanges(({ textDocument }) => {
      const open = document(textDocument.uri);
      if (!open) return null;
      return foldsOf(open.script).map(({ kind, range }) => ({
        startLine: open.positions.positionAt(range.start).line,
        endLine: open.positions.positionAt(range.end).line,
        ...(foldingKinds[kind] && { kind: foldingKinds[kind] }),
      }));
    });
  },
};

export const selection: Feature = {
  capabilities: { selectionRangeProvider: true },
  register({ connection, document }) {
    connection.onSelectionRanges(({ textDocument, positions: asked }) => {
      const open = document(textDocument.uri);
      if (!open) return null;
      return asked.map((position) => {
        const ranges = selectionRanges(open.script, open.positions.offsetAt(position));
        // The protocol wants the innermost, each with the one around it.
        const nested = ranges.reduceRight<SelectionRange | undefined>(
          (parent, range) => ({ range: open.positions.rangeOf(range), ...(parent && { parent }) }),
          undefined,
        );
        return nested ?? { range: { start: position, end: position } };
      });
    });
  },
};

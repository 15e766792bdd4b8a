/** The only place that knows both our offsets and the protocol's positions. */
import {
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentSymbol,
  type Range,
  SymbolKind,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Problem, Severity } from '../../src/base';
import type { ScriptSymbol } from '../../src/language';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export const toRange = (document: TextDocument, range: { start: number; end: number }): Range => ({
  start: document.positionAt(range.start),
  end: document.positionAt(range.end),
});

export const toDiagnostic = (document: TextDocument, problem: Problem): Diagnostic => ({
  range: toRange(document, problem.range),
  severity: severities[problem.severity],
  source: 'mailwright',
  code: problem.id,
  message: problem.advice === undefined ? problem.message : `${problem.message}\n${problem.advice}`,
});

export const toSymbol = (document: TextDocument, symbol: ScriptSymbol): DocumentSymbol => ({
  name: symbol.name || '(no title)',
  detail: symbol.detail,
  kind: SymbolKind.Event,
  range: toRange(document, symbol.range),
  selectionRange: toRange(document, symbol.selection),
});

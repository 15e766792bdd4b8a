/** Our plain data as the protocol's: the only place that knows both. */
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver';
import type { Problem, Severity } from '../../src/base';
import type { Positions } from './positions';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export const toDiagnostic = (positions: Positions, problem: Problem): Diagnostic => ({
  range: positions.rangeOf(problem.range),
  severity: severities[problem.severity],
  source: 'mailwright',
  code: problem.id,
  message: problem.advice === undefined ? problem.message : `${problem.message}\n${problem.advice}`,
});

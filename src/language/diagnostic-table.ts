/** Every problem that the editor can tell of, from the three tables: of the compiler, of the grammars, of the rules. */
import type { Severity } from '../base';
import { problemTable } from '../script';
import { grammarProblems } from './grammar';
import { capabilityProblems } from './rules/capability-problems';
import { expectationProblems } from './rules/expectation-problems';
import { formProblems } from './rules/form-problems';
import type { RuleRow } from './rules/row';
import { securityProblems } from './rules/security-problems';
import { stateProblems } from './rules/state-problems';
import { fixableIds } from './script-fixes';

export type DiagnosticGroup = 'form' | 'grammar' | 'state' | 'capability' | 'security' | 'expectation';

export interface DiagnosticInfo {
  readonly id: string;
  readonly group: DiagnosticGroup;
  /** The level unless the user sets another. */
  readonly level: Severity;
  readonly rfc?: string;
  readonly fixable: boolean;
  /** How an editor may show it. */
  readonly tag?: 'unnecessary' | 'deprecated';
}

const ofRules = (group: DiagnosticGroup, table: Readonly<Record<string, RuleRow>>): readonly DiagnosticInfo[] =>
  Object.entries(table).map(([id, { level, rfc, fixable, tag }]) => ({
    id,
    group,
    level,
    fixable: fixable ?? false,
    ...(rfc !== undefined && { rfc }),
    ...(tag && { tag }),
  }));

const ofScript: readonly DiagnosticInfo[] = Object.entries(problemTable).map(([id, { severity }]) => ({
  id,
  group: 'form',
  level: severity,
  fixable: fixableIds.includes(id),
}));

const scriptIds: ReadonlySet<string> = new Set(Object.keys(problemTable));

const ofGrammar: readonly DiagnosticInfo[] = Object.entries(grammarProblems)
  .filter(([id]) => !scriptIds.has(id))
  .map(([id, { severity, rfc, fixable }]) => ({ id, group: 'grammar', level: severity, rfc, fixable }));

/** In the order in which they are documented: each id once. */
export const diagnosticTable: readonly DiagnosticInfo[] = [
  ...ofScript,
  ...ofRules('form', formProblems),
  ...ofGrammar,
  ...ofRules('state', stateProblems),
  ...ofRules('capability', capabilityProblems),
  ...ofRules('security', securityProblems),
  ...ofRules('expectation', expectationProblems),
];

const byId: ReadonlyMap<string, DiagnosticInfo> = new Map(diagnosticTable.map((info) => [info.id, info]));

export const diagnosticInfo = (id: string): DiagnosticInfo | undefined => byId.get(id);

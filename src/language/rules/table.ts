/** The problems that the language finds beyond the compiler and the grammars: one row each. */
import { capabilityProblems } from './capability-problems';
import { expectationProblems } from './expectation-problems';
import { formProblems } from './form-problems';
import type { RuleRow } from './row';
import { securityProblems } from './security-problems';
import { stateProblems } from './state-problems';

export const ruleTable = {
  ...formProblems,
  ...stateProblems,
  ...capabilityProblems,
  ...securityProblems,
  ...expectationProblems,
} as const;

export type RuleId = keyof typeof ruleTable;

export const ruleRow = (id: RuleId): RuleRow => ruleTable[id];

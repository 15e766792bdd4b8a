/** What a run of tests came to, for people and for the runner of all tests. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

export interface TestOutcome {
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped';
  readonly milliseconds: number;
  /** Why it failed. */
  readonly error?: string;
}

export interface Summary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly tests: readonly TestOutcome[];
}

export const summarize = (tests: readonly TestOutcome[]): Summary => {
  const count = (outcome: TestOutcome['outcome']): number => tests.filter((test) => test.outcome === outcome).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped'), tests };
};

export const writeSummary = (file: string, summary: Summary): void => {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(summary, undefined, 2)}\n`);
};

/** 0 when something passed and nothing failed. */
export const exitStatus = (summary: Summary): number => (summary.failed === 0 && summary.passed > 0 ? 0 : 1);

/** A gate stands before each step: a debugger holds it, a plain run leaves it open. */
import type { Step } from '../script/program';

export interface Gate {
  /** Called before a step is carried out; the step waits for the promise when there is one. */
  before(step: Step, scope: GateScope): Promise<void> | undefined;
}

/** What a debugger may look at while it holds the gate. Values of secrets are masked. */
export interface GateScope {
  readonly session: number;
  variables(): ReadonlyMap<string, string>;
}

/** What a `*.ui.ts` file exports: things a person does with the product in a real VS Code. */
import type { Workbench } from './workbench';

/** A file exports `scenarios: readonly Scenario[]`. */
export interface Scenario {
  /** What is seen to work, as a sentence: `a session runs by its lens`. */
  readonly name: string;
  /** Throws (an assertion, a wait that ends in vain) when it does not. */
  readonly run: (workbench: Workbench) => Promise<void>;
  /** The folder to open, relative to the project; the scenario gets a copy. Default: `examples`. */
  readonly folder?: string;
  /** Settings of the opened folder (`.vscode/settings.json`). */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** `ask`: Workspace Trust is on, and its dialog shows first. Default: everything is trusted. */
  readonly trust?: 'given' | 'ask';
  /** Milliseconds for the whole scenario. Default: 120,000. */
  readonly timeout?: number;
}

export interface ScenarioFile {
  readonly file: string;
  readonly scenarios: readonly Scenario[];
}

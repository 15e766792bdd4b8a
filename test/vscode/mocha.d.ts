/** What we use of mocha, which brings no types of its own. */
declare module 'mocha' {
  export interface Test {
    readonly duration?: number;
    fullTitle(): string;
  }

  export interface Runner {
    on(event: 'pass' | 'pending', listener: (test: Test) => void): this;
    on(event: 'fail', listener: (test: Test, error: Error) => void): this;
  }

  export class Mocha {
    constructor(options: { readonly ui: 'bdd'; readonly timeout: number; readonly color: boolean });
    addFile(file: string): this;
    loadFilesAsync(): Promise<void>;
    run(finished: (failures: number) => void): Runner;
  }

  export type Body = () => void | Promise<void>;
  export const describe: (title: string, body: () => void) => void;
  export const it: (title: string, body: Body) => void;
  export const before: (body: Body) => void;
  export const after: (body: Body) => void;
  export const beforeEach: (body: Body) => void;
  export const afterEach: (body: Body) => void;
}

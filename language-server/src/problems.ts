/** What the editor shows as problems. One text is not told the same twice: editors drop an open list of fixes when told. */
import type { Connection, Diagnostic } from 'vscode-languageserver';

interface Shown {
  readonly uri: string;
  readonly version: number;
  readonly diagnostics: Diagnostic[];
}

export interface Problems {
  show(problems: Shown): void;
  clear(uri: string): void;
}

export function problemsOver(connection: Connection): Problems {
  const last = new Map<string, Shown>();
  return {
    show(problems) {
      const told = last.get(problems.uri);
      if (told?.version === problems.version && JSON.stringify(told) === JSON.stringify(problems)) return;
      last.set(problems.uri, problems);
      void connection.sendDiagnostics(problems);
    },
    clear(uri) {
      last.delete(uri);
      void connection.sendDiagnostics({ uri, diagnostics: [] });
    },
  };
}

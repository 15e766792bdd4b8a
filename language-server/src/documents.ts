/** The documents that the editor holds, each as a script that an edit reads again only in part. */
import type { TextDocumentsConfiguration } from 'vscode-languageserver';
import { changeDocument, openDocument, refreshDocument, type ScriptDocument, type Workspace } from '../../src/language';
import type { CompileOptions } from '../../src/script';
import { type Positions, positionsOf } from './positions';

export interface OpenDocument {
  readonly uri: string;
  readonly languageId: string;
  readonly version: number;
  readonly script: ScriptDocument;
  readonly positions: Positions;
  /** Reads it anew: what it includes, or the environments, have changed. */
  reread(): void;
}

type Protocol = NonNullable<CompileOptions['protocol']>;

/** The language ids that the extension contributes, and what editors call them by the files' endings. */
const protocols: Readonly<Record<string, Protocol>> = {
  'smtp-session': 'smtp',
  'imap-session': 'imap',
  'pop3-session': 'pop3',
  'lmtp-session': 'lmtp',
  smtp: 'smtp',
  imap: 'imap',
  pop3: 'pop3',
  lmtp: 'lmtp',
};

/** How the protocol's document events become documents. `file` of a script is its URI. */
export function documentsOver(workspace: Workspace): TextDocumentsConfiguration<OpenDocument> {
  const opened = (uri: string, languageId: string, version: number, first: ScriptDocument): OpenDocument => {
    let script = first;
    let positions: Positions | undefined;
    return {
      uri,
      languageId,
      version,
      get script() {
        return script;
      },
      get positions() {
        positions ??= positionsOf(script);
        return positions;
      },
      reread() {
        script = refreshDocument(script);
        positions = undefined;
      },
    };
  };
  return {
    create(uri, languageId, version, text) {
      const protocol = protocols[languageId];
      const script = openDocument(text, { file: uri, workspace, ...(protocol && { protocol }) });
      return opened(uri, languageId, version, script);
    },
    update(document, changes, version) {
      let { script } = document;
      for (const change of changes) {
        const range =
          'range' in change ? positionsOf(script).offsetsOf(change.range) : { start: 0, end: script.length };
        script = changeDocument(script, [{ range, text: change.text }]);
      }
      return opened(document.uri, document.languageId, version, script);
    },
  };
}

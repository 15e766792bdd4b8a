/** Inlay hints: tags that are made, octets that are counted, base64 decoded, what the last run answered. */
import { InlayHintKind } from 'vscode-languageserver';
import { type InlayHint, inlayHints } from '../../../src/language';
import type { Feature } from './feature';

/** What stands before the text it speaks of, rather than behind it. */
const before: ReadonlySet<InlayHint['kind']> = new Set(['tag']);

export const inlay: Feature = {
  capabilities: { inlayHintProvider: true },
  register({ connection, document }) {
    connection.languages.inlayHint.on(({ textDocument, range }) => {
      const open = document(textDocument.uri);
      if (!open) return null;
      return inlayHints(open.script, open.positions.offsetsOf(range)).map((hint) => ({
        position: open.positions.positionAt(hint.offset),
        label: hint.text,
        kind: InlayHintKind.Type,
        ...(before.has(hint.kind) ? { paddingRight: true } : { paddingLeft: true }),
        ...(hint.tooltip === undefined ? {} : { tooltip: hint.tooltip }),
      }));
    });
  },
};

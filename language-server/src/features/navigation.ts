/** Definition, references, highlights, links: from a name to where else it stands. */
import { DocumentHighlightKind, type Location } from 'vscode-languageserver';
import {
  definition as definitionAt,
  highlights as highlightsAt,
  links as linksOf,
  references as referencesAt,
} from '../../../src/language';
import { resolved } from '../workspace';
import { asked, type Editor, type Feature } from './feature';

/** A place in a file that may not be open. */
function toLocation(editor: Editor, file: string, range: { start: number; end: number }): Location[] {
  const target = editor.read(file);
  return target ? [{ uri: target.uri, range: target.positions.rangeOf(range) }] : [];
}

export const definition: Feature = {
  capabilities: { definitionProvider: true },
  register(editor) {
    editor.connection.onDefinition((params) => {
      const at = asked(editor, params);
      if (!at) return null;
      const places = definitionAt(at.script, at.offset, editor.others(at.document));
      return places.flatMap(({ file, range }) => toLocation(editor, file, range));
    });
  },
};

export const references: Feature = {
  capabilities: { referencesProvider: true },
  register(editor) {
    editor.connection.onReferences((params) => {
      const at = asked(editor, params);
      if (!at) return null;
      return referencesAt(at.script, at.offset, editor.others(at.document))
        .filter(({ role }) => params.context.includeDeclaration || role === 'use')
        .flatMap(({ file, range }) => toLocation(editor, file, range));
    });
  },
};

export const highlights: Feature = {
  capabilities: { documentHighlightProvider: true },
  register(editor) {
    editor.connection.onDocumentHighlight((params) => {
      const at = asked(editor, params);
      if (!at) return null;
      return highlightsAt(at.script, at.offset).map(({ range, kind }) => ({
        range: at.document.positions.rangeOf(range),
        kind: kind === 'write' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
      }));
    });
  },
};

export const links: Feature = {
  capabilities: { documentLinkProvider: {} },
  register({ connection, document }) {
    connection.onDocumentLinks(({ textDocument }) => {
      const open = document(textDocument.uri);
      if (!open) return null;
      return linksOf(open.script).flatMap((link) => {
        const target = link.kind === 'url' ? link.url : resolved(link.path, open.script.file);
        return target === undefined
          ? []
          : [{ range: open.positions.rangeOf(link.range), target, tooltip: link.tooltip }];
      });
    });
  },
};

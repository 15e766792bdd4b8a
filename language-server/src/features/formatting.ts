/** Formatting: the document, a range, and while typing. */
import { formatDocument, formatOnType, formatOnTypeCharacters, formatRange } from '../../../src/language';
import { toEdit } from '../edits';
import type { Feature } from './feature';

const [firstCharacter = '', ...moreCharacters] = formatOnTypeCharacters;

export const formatting: Feature = {
  capabilities: {
    documentFormattingProvider: true,
    documentRangeFormattingProvider: true,
    documentOnTypeFormattingProvider: {
      firstTriggerCharacter: firstCharacter,
      moreTriggerCharacter: moreCharacters,
    },
  },
  register({ connection, document }) {
    connection.onDocumentFormatting(({ textDocument }) => {
      const open = document(textDocument.uri);
      return open ? formatDocument(open.script).map((edit) => toEdit(open.positions, edit)) : null;
    });
    connection.onDocumentRangeFormatting(({ textDocument, range }) => {
      const open = document(textDocument.uri);
      if (!open) return null;
      return formatRange(open.script, open.positions.offsetsOf(range)).map((edit) => toEdit(open.positions, edit));
    });
    connection.onDocumentOnTypeFormatting(({ textDocument, position, ch }) => {
      const open = document(textDocument.uri);
      if (!open) return null;
      return formatOnType(open.script, open.positions.offsetAt(position), ch).map((edit) =>
        toEdit(open.positions, edit),
      );
    });
  },
};

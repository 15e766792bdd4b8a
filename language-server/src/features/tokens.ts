/** Semantic tokens: what a word means, where its form does not show it. */
import { SemanticTokensBuilder } from 'vscode-languageserver';
import { semanticTokens, tokenModifiers, tokenTypes } from '../../../src/language';
import type { OpenDocument } from '../documents';
import type { Feature } from './feature';

const typeNumbers = new Map<string, number>(tokenTypes.map(({ id }, index) => [id, index]));
const modifierBits = new Map<string, number>(tokenModifiers.map(({ id }, index) => [id, 1 << index]));

function built({ script, positions }: OpenDocument, within?: { start: number; end: number }): { data: number[] } {
  const builder = new SemanticTokensBuilder();
  for (const { range, type, modifiers } of semanticTokens(script, within)) {
    const { line, character } = positions.positionAt(range.start);
    const bits = modifiers.reduce((sum, modifier) => sum | (modifierBits.get(modifier) ?? 0), 0);
    builder.push(line, character, range.end - range.start, typeNumbers.get(type) ?? 0, bits);
  }
  return builder.build();
}

export const tokens: Feature = {
  capabilities: {
    semanticTokensProvider: {
      legend: { tokenTypes: tokenTypes.map(({ id }) => id), tokenModifiers: tokenModifiers.map(({ id }) => id) },
      full: true,
      range: true,
    },
  },
  register({ connection, document }) {
    connection.languages.semanticTokens.on(({ textDocument }) => {
      const open = document(textDocument.uri);
      return open ? built(open) : { data: [] };
    });
    connection.languages.semanticTokens.onRange(({ textDocument, range }) => {
      const open = document(textDocument.uri);
      return open ? built(open, open.positions.offsetsOf(range)) : { data: [] };
    });
  },
};

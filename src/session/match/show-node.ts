/** Writes a node of an IMAP pattern for people, values put in. */

import type { Node } from './imap-node';
import type { TextScope } from './match-text';
import type { Element } from './text-pattern';

export function showNode(node: Node, scope: TextScope): string {
  switch (node.kind) {
    case 'any':
      return '...';
    case 'exact':
      return '=';
    case 'capture':
      return `{{@${node.name}${node.take.kind === 'rest' ? '...' : ''}}}`;
    case 'value':
      return scope.value(node.expression);
    case 'message':
      return `#${node.number}`;
    case 'regex':
      return String(node.regex);
    case 'block':
      return `"""${showPieces(node.content, scope)}"""`;
    case 'list':
      return `${node.exact ? '= ' : ''}(${node.items.map((item) => showNode(item, scope)).join(' ')})`;
    case 'word': {
      const text = showPieces(node.pieces, scope);
      return node.quoted ? `"${text.replace(/["\\]/g, '\\$&')}"` : text;
    }
  }
}

function showPieces(pieces: readonly Element[], scope: TextScope): string {
  return pieces
    .map((piece) => {
      switch (piece.kind) {
        case 'literal':
          return piece.text;
        case 'value':
          return scope.value(piece.expression);
        case 'capture':
          return `{{@${piece.name}}}`;
        case 'space':
          return ' ';
        case 'shape':
          return piece.shown;
        case 'regex':
          return String(piece.regex);
        default:
          return '...';
      }
    })
    .join('');
}

/** Hover: what stands under the cursor. */
import { MarkupKind } from 'vscode-languageserver';
import { hover as hoverAt } from '../../../src/language';
import { asked, type Feature } from './feature';

export const hover: Feature = {
  capabilities: { hoverProvider: true },
  register(editor) {
    editor.connection.onHover((params) => {
      const at = asked(editor, params);
      const found = at && hoverAt(at.script, at.offset);
      return found
        ? {
            range: at.document.positions.rangeOf(found.range),
            contents: { kind: MarkupKind.Markdown, value: found.markdown },
          }
        : null;
    });
  },
};

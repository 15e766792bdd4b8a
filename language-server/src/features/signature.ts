/** Signature help: the grammar of the command or directive that is being typed. */
import { MarkupKind } from 'vscode-languageserver';
import { signatureHelp } from '../../../src/language';
import { asked, type Feature } from './feature';

export const signature: Feature = {
  capabilities: { signatureHelpProvider: { triggerCharacters: [' ', '(', ':'], retriggerCharacters: [' '] } },
  register(editor) {
    editor.connection.onSignatureHelp((params) => {
      const at = asked(editor, params);
      const help = at && signatureHelp(at.script, at.offset);
      if (!help) return null;
      return {
        activeSignature: help.activeSignature,
        activeParameter: help.activeParameter,
        signatures: help.signatures.map(({ label, documentation, parameters }) => ({
          label,
          documentation: { kind: MarkupKind.Markdown, value: documentation },
          parameters: parameters.map((parameter) => ({
            label: [...parameter.range],
            documentation: { kind: MarkupKind.Markdown, value: parameter.documentation },
          })),
        })),
      };
    });
  },
};

/** How a document of the editor is compiled: its name, its protocol, the files it includes. */
import { readFileSync } from 'node:fs';
import { dirname, extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { CompileOptions } from '../../src/script';

type Protocol = NonNullable<CompileOptions['protocol']>;

const protocols: Readonly<Record<string, Protocol>> = {
  'smtp-session': 'smtp',
  'imap-session': 'imap',
  'pop3-session': 'pop3',
  'lmtp-session': 'lmtp',
  '.smtp': 'smtp',
  '.imap': 'imap',
  '.pop3': 'pop3',
  '.lmtp': 'lmtp',
};

/** `open`: texts of documents that the editor holds, by path, before what is on disk. */
export function compileOptions(document: TextDocument, open: (path: string) => string | undefined): CompileOptions {
  const file = document.uri.startsWith('file:') ? fileURLToPath(document.uri) : document.uri;
  const protocol = protocols[document.languageId] ?? protocols[extname(file)];
  return {
    file,
    ...(protocol ? { protocol } : {}),
    load(path, from) {
      const included = resolve(dirname(from), path);
      try {
        return { file: included, text: open(included) ?? readFileSync(included, 'utf8') };
      } catch {
        return { error: `${included}: there is no such file` };
      }
    },
  };
}

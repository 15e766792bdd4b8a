/** Who may import whom: the table of docs/ARCHITECTURE.md, as data. */

export interface Layer {
  readonly name: string;
  /** Its folder, with a slash at its end. Of several that fit a file, the longest is its layer. */
  readonly folder: string;
  /** The layers it may import, besides itself. */
  readonly layers: readonly string[];
  /** Single files of other layers, as `src/session/ports.ts`. */
  readonly files: readonly string[];
  /** Foreign modules; `a` stands for `a/b` too, and `node:` for every module of Node. */
  readonly foreign: readonly string[];
}

type Allowed = Partial<Pick<Layer, 'folder' | 'layers' | 'files' | 'foreign'>>;

const layer = (name: string, { folder = `src/${name}/`, layers = [], files = [], foreign = [] }: Allowed): Layer => ({
  name,
  folder,
  layers,
  files,
  foreign,
});

/** What the three protocols share. They never import each other. */
const shared = ['base', 'protocol', 'protocol/sasl'];
const protocol = ['protocol', 'protocol/sasl', 'protocol/smtp', 'protocol/imap', 'protocol/pop3', 'protocol/faults'];
const engine = ['base', ...protocol, 'script', 'transcript', 'session', 'report'];
const ports = ['src/session/ports.ts'];

export const layers: readonly Layer[] = [
  layer('base', {}),
  layer('protocol', { layers: ['base'] }),
  layer('protocol/sasl', { layers: ['base', 'protocol'], foreign: ['node:crypto', '@mongodb-js/saslprep'] }),
  layer('protocol/smtp', { layers: shared }),
  layer('protocol/imap', { layers: shared }),
  layer('protocol/pop3', { layers: shared }),
  // A fault may name any protocol's command.
  layer('protocol/faults', { layers: ['base', 'protocol', 'protocol/smtp', 'protocol/imap', 'protocol/pop3'] }),
  layer('script', { layers: ['base', ...protocol] }),
  layer('language', { layers: ['base', ...protocol, 'script', 'language/paste'] }),
  // A pasted recording becomes a transcript, and that a script.
  layer('language/paste', { layers: ['base', ...protocol, 'transcript'] }),
  layer('transcript', { layers: ['base', ...protocol] }),
  layer('session', { layers: ['base', ...protocol, 'script', 'transcript'] }),
  layer('serve', { layers: ['base', ...protocol, 'script', 'transcript', 'session'] }),
  layer('report', { layers: ['base', 'transcript'] }),
  layer('net', { layers: ['base', 'protocol'], files: ports, foreign: ['node:'] }),
  layer('sandbox', { layers: ['base', ...protocol, 'net'], foreign: ['node:', '@peculiar/x509'] }),
  // It signs in by itself, reads what the client library has no reader for, and keeps events as a run does.
  layer('mailbox', {
    layers: ['base', ...protocol, 'transcript', 'net'],
    files: [...ports, 'src/session/recorder.ts'],
    foreign: ['imapflow', 'node:'],
  }),
  layer('debug', { layers: ['base', 'script', 'session', 'transcript'], foreign: ['@vscode/debugadapter'] }),
  layer('host', {
    layers: [...engine, 'serve', 'net', 'sandbox'],
    // What a run teaches has the shape in which the editor wants to know it.
    files: ['src/language/workspace.ts'],
    foreign: ['node:', 'valibot', 'openid-client'],
  }),
  layer('cli', {
    layers: [...engine, 'serve', 'language', 'net', 'sandbox', 'mailbox', 'host'],
    foreign: ['node:', 'commander', 'tinyglobby', 'valibot'],
  }),
  layer('extension', {
    layers: [
      ...engine,
      'language',
      'language/paste',
      'net',
      'sandbox',
      'mailbox',
      'host',
      'debug',
      'extension/transcript/webview',
      'extension/message-view/webview',
      'extension/messages/webview',
    ],
    files: ['language-server/src/messages.ts'],
    foreign: ['node:', 'vscode', 'vscode-languageclient', 'valibot'],
  }),
  layer('extension/message-view/webview', { files: ['src/mailbox/message-read-model.ts'], foreign: ['dompurify'] }),
  layer('extension/messages/webview', { layers: ['extension/webview'] }),
  layer('extension/webview', { layers: [] }),
  layer('extension/transcript/webview', {
    layers: ['base', 'transcript', 'extension/webview'],
    foreign: ['@tanstack/virtual-core'],
  }),
  layer('language-server', {
    folder: 'language-server/src/',
    layers: ['base', 'language', 'script'],
    foreign: ['vscode-languageserver', 'node:'],
  }),
];

/** The layer of a file, by its path from the project's folder. */
export const layerOf = (file: string): Layer | undefined =>
  layers.filter(({ folder }) => file.startsWith(folder)).sort((a, b) => b.folder.length - a.folder.length)[0];

export const mayImportFile = (from: Layer, file: string): boolean => {
  const target = layerOf(file);
  return target === from || from.files.includes(file) || (target !== undefined && from.layers.includes(target.name));
};

export const mayImportForeign = (from: Layer, specifier: string): boolean =>
  from.foreign.some(
    (allowed) =>
      specifier === allowed ||
      specifier.startsWith(`${allowed}/`) ||
      (allowed.endsWith(':') && specifier.startsWith(allowed)),
  );

/** What a layer may import, in words. */
export const describeAllowed = ({ layers, files, foreign }: Layer): string =>
  [...layers, ...files, ...foreign].join(', ') || 'nothing';

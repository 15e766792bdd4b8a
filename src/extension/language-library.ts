/**
 * What we use of the language client's library, to be imported when it is needed. Not from the library itself: it is CommonJS, and a
 * part that is made of such a module alone (build.mjs) has no exports by name.
 */
export { LanguageClient, TransportKind } from 'vscode-languageclient/node';

/** Editor features over plain text and offsets: knows nothing of any editor or protocol between them. */
export { format } from '../script';
export { diagnostics } from './diagnostics';
export { type ScriptSymbol, symbols } from './symbols';

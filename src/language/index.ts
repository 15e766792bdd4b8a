/** Editor features over plain text and offsets: knows nothing of any editor or protocol between them. */
export { format } from '../script';
export type { CodeAction } from './actions/action';
export { codeActions } from './actions/code-actions';
export { type Completion, type Completions, completions } from './completion/completions';
export type { CompletionKind } from './completion/proposal';
export { insertedText } from './completion/snippet';
export { definition } from './definition';
export { type DiagnosticInfo, diagnosticInfo, diagnosticTable } from './diagnostic-table';
export { diagnostics, type Levels } from './diagnostics';
export {
  absolute,
  changeDocument,
  type DocumentOptions,
  type DocumentSection,
  type Edit,
  lineAt,
  openDocument,
  refreshDocument,
  type ScriptDocument,
  type SectionContent,
  sectionAt,
  sectionIndexAt,
  textIn,
} from './document';
export type { FileEdits, TextEdit } from './edits';
export { readEnvironments } from './environments';
export { type Fix, fixes } from './fixes';
export { type Fold, folding } from './folding';
export { formatOnType, formatOnTypeCharacters } from './format-on-type';
export { formatDocument, formatRange } from './formatting';
export { type Highlight, highlights } from './highlights';
export { type Hover, hover } from './hover/hover';
export { type InlayHint, inlayHints } from './inlay';
export { type Lens, lenses } from './lenses';
export { type DocumentLink, links } from './links';
export { type OutlineItem, outline } from './outline';
export { type Imported, importText } from './paste/import-text';
export { type NamePlace, references } from './references/find';
export { prepareRename, type Renamable, rename } from './rename';
export { selectionRanges } from './selection';
export { type Signature, type SignatureHelp, signatureHelp } from './signature/signature-help';
export { type Situation, situationAt } from './situation';
export { tokenContributions, tokenModifiers, tokenTypes } from './tokens/legend';
export { semanticTokens } from './tokens/tokens';
export * from './workspace';

/** The kinds of semantic tokens and what can be said of them: the one table. package.json and the server's legend are checked against it. */

export interface TokenTypeInfo {
  readonly id: string;
  /** The standard type whose colour a theme gives it that does not know it; `id` itself when that is a standard type. */
  readonly superType: string;
  readonly description: string;
}

export const tokenTypes = [
  { id: 'directive', superType: 'keyword', description: 'a directive of the session language' },
  { id: 'connection', superType: 'namespace', description: 'the name of a connection' },
  { id: 'tag', superType: 'label', description: 'the tag of an IMAP command or response' },
  { id: 'command', superType: 'function', description: 'a command of a mail protocol' },
  { id: 'parameter', superType: 'parameter', description: 'a parameter of a mail command' },
  { id: 'mechanism', superType: 'enumMember', description: 'a SASL mechanism' },
  { id: 'mailbox', superType: 'string', description: 'the name of a mailbox' },
  { id: 'flag', superType: 'enumMember', description: 'a flag of a message or an attribute of a mailbox' },
  { id: 'response', superType: 'type', description: 'the name of an IMAP response' },
  { id: 'replyCode', superType: 'number', description: 'a reply code or a status' },
  { id: 'enhancedCode', superType: 'enumMember', description: 'an enhanced status code or a response code' },
  { id: 'variable', superType: 'variable', description: 'a variable' },
  { id: 'builtin', superType: 'function', description: 'a built-in value' },
  { id: 'filter', superType: 'function', description: 'a filter' },
  { id: 'secret', superType: 'variable', description: 'a value that is masked everywhere' },
] as const satisfies readonly TokenTypeInfo[];

export type TokenType = (typeof tokenTypes)[number]['id'];

export const tokenModifiers = [
  { id: 'defined', description: 'gets its value here' },
  { id: 'captured', description: 'gets what the server says here' },
  { id: 'used', description: 'its value is put in here' },
  { id: 'refused', description: 'says what the server must not say' },
] as const;

export type TokenModifier = (typeof tokenModifiers)[number]['id'];

/**
 * What package.json must say under `contributes`. Standard types are there without us: contributed once more, each would be its own
 * super type, and the window stands still for ten seconds at the first such token (seen with VS Code 1.139).
 */
export const tokenContributions = {
  semanticTokenTypes: tokenTypes
    .filter(({ id, superType }) => id !== superType)
    .map(({ id, superType, description }) => ({ id, superType, description })),
  semanticTokenModifiers: tokenModifiers.map(({ id, description }) => ({ id, description })),
};

/** The languages of session scripts, and which documents the extension minds. */
import type * as vscode from 'vscode';

export const languageIds = ['smtp-session', 'imap-session', 'pop3-session', 'lmtp-session'] as const;

export const selector: vscode.DocumentSelector = languageIds.map((language) => ({ language }));

export const isScript = (document: vscode.TextDocument): boolean =>
  (languageIds as readonly string[]).includes(document.languageId);

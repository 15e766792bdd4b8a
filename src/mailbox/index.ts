/**
 * Mail accounts over IMAP connections of our own: folders, actions, live figures, and every command in a transcript.
 *
 *     const account = openAccount({ label, url, environment, who }, { dial, clock, random });
 *     const spaces = await account.spaces();
 *     const folders = await account.folders(spaces.value[0]);
 *     const list = await account.act('Messages of INBOX', async ({ client, connection }) => {
 *       const lock = await client.getMailboxLock('INBOX', { readOnly: true });   // names as on the wire: Folder.name
 *       try { … client.fetch(…), connection.command('Sort', 'SORT', ['(ARRIVAL)', 'UTF-8', 'ALL']) … return ok(value); }
 *       finally { lock.release(); }
 *     });
 *     toScript(account.transcript(account.log.actions.at(-1)?.id));
 *     await account.close();
 *
 * What a server or a network can do comes as a `Trouble`: message, advice, kind. Nothing throws.
 */

export type { Account, AccountChange, AccountSettings, AccountState, Hand, MailboxPorts } from './account';
export { openAccount } from './account';
export {
  appendMessages,
  copyAll,
  createFolder,
  deleteFolder,
  emptyFolder,
  markAllRead,
  moveFolder,
  renameFolder,
  setSubscribed,
  whyNotInto,
} from './actions';
export type { Answer, Argument, Connection } from './connection';
export type { Folder, FolderCounts, FolderDetails, Quota, Role, Space } from './folder';
export { folderName, levelProblem, plainly, toWire } from './folder-name';
export type { Action, EventLog } from './log';
export { copyMessage, deleteMessage, moveMessage, setFlag } from './message-actions';
export { firstLines, openMessageList } from './message-list';
export type { MessageList, MessageListChange, MessageListState } from './message-list-model';
export { type PartRef, readPart, type Streaming, streamPart } from './message-part-stream';
export { readPictures } from './message-pictures';
export { canSort, type MessageOrder, newestFirst } from './message-query';
export { asUtf8, noAccount, readMessage } from './message-read';
export type * from './message-read-model';
export { isMessageRef, type MessageRef } from './message-ref';
export { type MessageSearch, readMessageSearch, type SearchProblem } from './message-search';
export { completeMessageSearch, type SearchCompletion } from './message-search-completion';
export type { MessageLine } from './message-window';
export { messageLines, type ScriptLine, scriptLines } from './script-lines';
export type { SignIn } from './sign-in';
export { type Trouble, type TroubleKind, trouble } from './trouble';

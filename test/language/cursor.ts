/** A script with its cursor written as `▮`, opened as the editor does. */
import { openDocument, type ScriptDocument } from '../../src/language/document';
import { emptyWorkspace, type Workspace } from '../../src/language/workspace';

export interface AtCursor {
  readonly document: ScriptDocument;
  readonly offset: number;
}

/** `file`: its ending says the protocol. */
export function atCursor(marked: string, file = 'test.smtp', workspace: Partial<Workspace> = {}): AtCursor {
  const offset = marked.indexOf('▮');
  if (offset === -1) throw new Error('there is no cursor in the text');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return { document: openDocument(text, { file, workspace: { ...emptyWorkspace, ...workspace } }), offset };
}

/** A workspace with an environment and a last run. */
export const office: Partial<Workspace> = {
  environments: () => ({
    names: ['sandbox', 'office'],
    chosen: 'office',
    variables: ['sender', 'token'],
    values: { sender: 'alice@example.com' },
    users: ['alice', 'bob'],
    secrets: ['alice', 'apiToken'],
    servers: { smtp: 'smtp://mail.example.com', imap: 'imaps://mail.example.com' },
  }),
  files: (_from, prefix) => ['./login.imap', './message.eml', './parts/'].filter((path) => path.startsWith(prefix)),
  load: (path) =>
    path === './login.imap'
      ? {
          file: 'login.imap',
          text: '# signs in\n@user = alice\n@mailbox = INBOX\nauth {{user}}\nC: SELECT {{mailbox}}\n',
        }
      : { error: 'there is no such file' },
  lastRun: () => ({
    capabilities: { imap: ['IMAP4REV1', 'IDLE', 'XOFFICE'], smtp: ['SIZE', 'PIPELINING'] },
    mailboxes: ['INBOX', 'Entwürfe', 'Sent Items'],
    answers: [],
  }),
};

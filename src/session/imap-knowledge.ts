/** What an IMAP connection knows of its server: capabilities, the selected mailbox, whether it is signed in. */
import type { Capabilities } from '../protocol/capabilities';
import { capabilitiesOf } from '../protocol/imap/capabilities';
import type { ImapResponse } from '../protocol/imap/response';
import type { MailboxFacts } from './conversation';
import { mailboxAfter } from './imap-facts';

export interface ImapKnowledge {
  readonly capabilities: Capabilities | undefined;
  readonly everAnnounced: ReadonlySet<string>;
  readonly mailbox: MailboxFacts | undefined;
  authenticated: boolean;
  /** The server has said BYE, or has answered LOGOUT. */
  readonly left: boolean;
  /** A command is sent. */
  begin(name: string): void;
  /** A command has its tagged response. */
  end(name: string, positive: boolean): void;
  /** Takes in what a response announces. */
  learn(response: ImapResponse): void;
  /** What was announced before TLS no longer holds (RFC 9051 §6.2.1). */
  forget(): void;
}

export function imapKnowledge(): ImapKnowledge {
  const everAnnounced = new Set<string>();
  let capabilities: Capabilities | undefined;
  let announcedSinceLogin = false;
  let mailbox: MailboxFacts | undefined;
  let authenticated = false;
  let left = false;

  return {
    everAnnounced,
    get capabilities() {
      return capabilities;
    },
    get mailbox() {
      return mailbox;
    },
    get authenticated() {
      return authenticated;
    },
    set authenticated(value) {
      authenticated = value;
    },
    get left() {
      return left;
    },
    begin(name) {
      if (name === 'SELECT' || name === 'EXAMINE') mailbox = {};
      if (name === 'LOGIN' || name === 'AUTHENTICATE') announcedSinceLogin = false;
    },
    end(name, positive) {
      switch (name) {
        case 'SELECT':
        case 'EXAMINE':
          if (!positive) mailbox = undefined;
          break;
        case 'CLOSE':
        case 'UNSELECT':
          if (positive) mailbox = undefined;
          break;
        case 'LOGIN':
        case 'AUTHENTICATE':
          if (!positive) break;
          authenticated = true;
          // What was announced before no longer holds (RFC 9051 §6.2.2, §6.2.3).
          if (!announcedSinceLogin) capabilities = undefined;
          break;
        case 'LOGOUT':
          left = true;
          break;
      }
    },
    learn(response) {
      const announced = capabilitiesOf(response);
      if (announced) {
        capabilities = announced;
        announcedSinceLogin = true;
        for (const name of announced.names) everAnnounced.add(name);
      }
      if (response.kind !== 'untagged') return;
      if (response.name === 'BYE') left = true;
      if (response.name === 'PREAUTH') authenticated = true;
      if (mailbox) mailbox = mailboxAfter(mailbox, response);
    },
    forget() {
      capabilities = undefined;
    },
  };
}

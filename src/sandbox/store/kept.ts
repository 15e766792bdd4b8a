/** What is known of accounts from an earlier run: plain data, from which the store is made again. */
import type { Content, Message } from './message';

export interface KeptMailbox {
  readonly id: string;
  readonly uidValidity: number;
  readonly specialUse: string | undefined;
  uidNext: number;
  highestModseq: number;
  recentFrom: number;
  readonly keywords: Set<string>;
  /** By UID, ascending. */
  readonly messages: Map<number, Message>;
  readonly annotations: Map<string, Uint8Array>;
}

export interface KeptAccount {
  readonly user: string;
  password: string;
  /** By name. */
  readonly mailboxes: Map<string, KeptMailbox>;
  readonly subscriptions: Set<string>;
  readonly annotations: Map<string, Uint8Array>;
}

export interface KeptState {
  /** By user in lower case. */
  readonly accounts: Map<string, KeptAccount>;
  /** The annotations of the server that all share. */
  readonly annotations: Map<string, Uint8Array>;
  /** By id, whatever name they have. */
  readonly mailboxes: Map<string, KeptMailbox>;
  /** By email id. */
  readonly contents: Map<string, Content>;
  /** The certificate authority, PEM. */
  authority: { readonly cert: string; readonly key: string } | undefined;
  /** No mailbox that is or was has a UIDVALIDITY above it. */
  highestUidValidity: number;
}

export const nothingKept = (): KeptState => ({
  accounts: new Map(),
  annotations: new Map(),
  mailboxes: new Map(),
  contents: new Map(),
  authority: undefined,
  highestUidValidity: 0,
});

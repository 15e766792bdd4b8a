/** A mail transaction: the sender, the recipients accepted so far, and what has come of the message. */
import type { Account } from '../store/account';
import type { Gathering } from './gathering';

export interface Transaction {
  /** Empty for the reverse-path of a report. */
  readonly sender: string;
  /** RFC 3461 §4.3 and §4.4; ENVID as the client meant it, xtext undone. */
  readonly ret: 'FULL' | 'HDRS' | undefined;
  readonly envid: string | undefined;
  readonly body: '7BIT' | '8BITMIME' | 'BINARYMIME';
  readonly utf8: boolean;
  readonly recipients: Recipient[];
  /** Recipients that were not accepted. */
  refused: number;
  /** BDAT: what has come. */
  gathering: Gathering;
  size: number;
}

/** What becomes of a message for this recipient. */
export type Fate =
  | { readonly kind: 'local'; readonly account: Account }
  /** Nobody of that name: refused at RCPT, or (`late`) accepted, and bounced then. */
  | { readonly kind: 'unknown'; readonly late: boolean }
  /** `@relay.test`: as if handed on to a server without DSN. */
  | { readonly kind: 'relayed' }
  /** `@delay.test`: delayed first, then given up. */
  | { readonly kind: 'delayed' };

export interface Recipient {
  readonly address: string;
  readonly fate: Fate;
  /** RFC 3461 §4.1; undefined when the client did not say. */
  readonly notify: ReadonlySet<string> | undefined;
  /** `type;address`, xtext undone. */
  readonly orcpt: string | undefined;
}

/** What has become of a message for one recipient. */
export interface Delivery {
  readonly recipient: Recipient;
  readonly outcome: 'delivered' | 'full' | 'unknown' | 'relayed' | 'delayed';
}

/** The envelope structure of a message: its header's main fields, parsed (RFC 9051 §7.5.2). */
import { type Address, parseAddresses } from './addresses';
import type { Headers } from './headers';

export interface Envelope {
  /** As written. */
  readonly date?: string;
  /** As written: encoded words (RFC 2047) are not decoded. */
  readonly subject?: string;
  readonly from: readonly Address[];
  /** As `from`, when there is no such field. */
  readonly sender: readonly Address[];
  /** As `from`, when there is no such field. */
  readonly replyTo: readonly Address[];
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  readonly bcc: readonly Address[];
  readonly inReplyTo?: string;
  readonly messageId?: string;
}

export function envelopeOf(headers: Headers): Envelope {
  const values = new Map<string, string[]>();
  for (const { name, value } of headers.fields) {
    const lower = name.toLowerCase();
    const others = values.get(lower);
    if (others) others.push(value);
    else values.set(lower, [value]);
  }
  // RFC 5322 §4.5: old messages repeat address fields.
  const addresses = (name: string): readonly Address[] => values.get(name.toLowerCase())?.flatMap(parseAddresses) ?? [];
  const from = addresses('From');
  const orFrom = (name: string): readonly Address[] => {
    const list = addresses(name);
    return list.length === 0 ? from : list;
  };
  const text = <K extends 'date' | 'subject' | 'inReplyTo' | 'messageId'>(
    key: K,
    name: string,
  ): Partial<Record<K, string>> => {
    const value = values.get(name.toLowerCase())?.[0];
    return value === undefined ? {} : ({ [key]: value } as Record<K, string>);
  };
  return {
    ...text('date', 'Date'),
    ...text('subject', 'Subject'),
    from,
    sender: orFrom('Sender'),
    replyTo: orFrom('Reply-To'),
    to: addresses('To'),
    cc: addresses('Cc'),
    bcc: addresses('Bcc'),
    ...text('inReplyTo', 'In-Reply-To'),
    ...text('messageId', 'Message-ID'),
  };
}

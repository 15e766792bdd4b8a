/** How a value compares: by the meaning that the protocol gives it. */

export type Shape =
  /** Case does not count: keywords, flags, capabilities. */
  | { readonly kind: 'keyword' }
  /** An atom or string, exactly. */
  | { readonly kind: 'string' }
  | { readonly kind: 'number' }
  /** As a string, but `INBOX` in any case is one name (RFC 9051 §5.1). */
  | { readonly kind: 'mailbox' }
  /** Message numbers or UIDs: as the set they stand for (RFC 9051 §4.1.1). */
  | { readonly kind: 'sequence-set' }
  /** A list (or the rest of a response) whose order does not count. */
  | { readonly kind: 'set'; readonly of: Shape }
  /** Names each with a value; the names' case does not count, nor their order. */
  | { readonly kind: 'keyed'; readonly values: Readonly<Record<string, Shape>>; readonly other: Shape }
  /** Whole and in order. `envelope` and `body` say which structure, for what in it has no case (RFC 9051 §7.5.2). */
  | { readonly kind: 'positional'; readonly of: 'envelope' | 'body' | 'any' }
  /** Letters, each a right, whose order does not count (RFC 4314 §2). */
  | { readonly kind: 'rights' }
  /** In order, as it is. */
  | { readonly kind: 'any' };

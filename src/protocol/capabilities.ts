/** What a server says it can do, in the one shape that all three protocols share. */

export interface Capabilities {
  /** As announced, in upper case, such as `SIZE`, `AUTH=PLAIN`, `SASL=PLAIN`, `IMAP4REV1`; a name with arguments also stands alone. */
  readonly names: readonly string[];
  /** Whether the server announced it; case does not count. */
  has(name: string): boolean;
}

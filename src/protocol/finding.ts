/** What a server did that its protocol's grammar or rules do not allow: reported, and never a reason to stop parsing. */
import type { Range } from '../base';

export interface Finding {
  /** A stable name from a table, such as `bare-lf` or `code-mismatch`. */
  readonly rule: string;
  /** `broken`: against the grammar. `quirk`: a deviation known by name that we tolerate. */
  readonly kind: 'broken' | 'quirk';
  readonly message: string;
  /** Where the rule stands, such as `RFC 5321 §4.2`. */
  readonly rfc: string;
  /** Octets, from the start of the frame. */
  readonly range: Range;
}

export type Protocol = 'smtp' | 'lmtp' | 'imap' | 'pop3';

/** Size limits of a framer; beyond them a frame is cut short and an `oversized` frame is emitted, never more memory used. */
export interface FrameLimits {
  /** Octets in one line, its end included. Default 65,536. */
  readonly line: number;
  /** Octets in one literal (IMAP) or one multi-line body (POP3). Default 67,108,864. */
  readonly literal: number;
  /** Octets beyond which a literal's or a body's content is handed out in pieces instead of being kept. Default 1,048,576. */
  readonly spill: number;
}

export const defaultLimits: FrameLimits = { line: 65_536, literal: 67_108_864, spill: 1_048_576 };

/** A message as its view shows it: plain data, which goes to a webview as it is. Texts are fit for a screen (see `plainly`). */

export interface MessageModel {
  readonly subject: string;
  /** From, To, Date, …: label and value, in the order in which people read them. */
  readonly summary: readonly NamedText[];
  readonly flags: readonly string[];
  /** Octets of the whole message, as the server says. */
  readonly size: number | undefined;
  /** Everything that is odd, in clear words. */
  readonly notices: readonly string[];
  /** All fields, encoded words decoded. */
  readonly headers: readonly NamedText[];
  /** The header as it came. */
  readonly rawHeaders: string;
  readonly text: TextBody | undefined;
  /** As it came, to be cleaned before it is shown. */
  readonly html: TextBody | undefined;
  /** The MIME tree, parents before children. Empty when the server gave no structure. */
  readonly parts: readonly PartModel[];
  /** The oldest first. */
  readonly hops: readonly HopModel[];
  readonly authentication: readonly AuthenticationModel[];
  readonly report: ReportModel | undefined;
}

export interface NamedText {
  readonly name: string;
  readonly value: string;
}

export interface TextBody {
  readonly text: string;
  /** Octets with transfer encoding that are not in `text`, as there are more than are shown. */
  readonly cut: number;
  readonly section: string;
}

export interface PartModel {
  /** As FETCH takes it: `1.2`; empty for what cannot be fetched by itself (a message's outermost multipart). */
  readonly section: string;
  /** From 1. */
  readonly level: number;
  /** `text/plain`. */
  readonly type: string;
  /** File name, description, or what it is for. */
  readonly name: string;
  /** `base64`, `utf-8`, `attachment`, …. */
  readonly facts: readonly string[];
  /** Octets with transfer encoding. */
  readonly size: number | undefined;
  /** Signed or encrypted, and how; not verified. */
  readonly protection: string | undefined;
  readonly encoding: string;
  readonly charset: string | undefined;
  /** Content-ID (RFC 2045 §7) without its brackets: HTML refers to it by `cid:` (RFC 2392). */
  readonly id: string | undefined;
  /** A name for a file: no folders, no characters that a system may refuse. */
  readonly fileName: string;
}

/** A picture that the HTML shows, and that is in the message itself. */
export interface PictureModel {
  readonly id: string;
  /** `data:image/png;base64,…`. */
  readonly url: string;
}

export interface HopModel {
  readonly from: string;
  readonly by: string;
  readonly with: string;
  readonly id: string;
  readonly for: string;
  /** What stands in comments: what the server saw, TLS. */
  readonly notes: readonly string[];
  readonly date: string;
  /** `+ 4 s`. */
  readonly delay: string;
  /** The delay's share of the slowest hop's, from 0 to 1. */
  readonly share: number;
  /** The time runs backwards: one of two clocks is wrong. */
  readonly skewed: boolean;
}

export interface AuthenticationModel {
  readonly server: string;
  /** `Authentication-Results`, or that of ARC with its instance. */
  readonly field: string;
  readonly results: readonly ResultModel[];
  readonly broken: readonly string[];
}

export interface ResultModel {
  readonly method: string;
  readonly about: string;
  readonly result: string;
  readonly meaning: string;
  readonly verdict: 'good' | 'bad' | 'open';
  /** Properties, reason, comments. */
  readonly details: readonly string[];
}

export interface ReportModel {
  readonly facts: readonly NamedText[];
  readonly recipients: readonly RecipientModel[];
  /** What breaks RFC 3464. */
  readonly findings: readonly string[];
}

export interface RecipientModel {
  readonly recipient: string;
  readonly original: string;
  readonly action: string;
  readonly status: string;
  readonly meaning: string;
  readonly diagnostic: string;
  readonly more: readonly NamedText[];
}

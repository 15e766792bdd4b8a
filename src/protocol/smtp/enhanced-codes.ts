/** What enhanced status codes mean: RFC 3463 and the registry of RFC 5248. */

export interface EnhancedCodeInfo {
  /** Subject and detail, such as `1.1`; the class (2, 4 or 5) stands before it on the wire. */
  readonly code: string;
  readonly rfc: string;
  readonly meaning: string;
}

const row = (code: string, meaning: string, rfc: string): EnhancedCodeInfo => ({ code, rfc, meaning });
const address = 'RFC 3463 §3.2';
const mailbox = 'RFC 3463 §3.3';
const system = 'RFC 3463 §3.4';
const network = 'RFC 3463 §3.5';
const protocol = 'RFC 3463 §3.6';
const content = 'RFC 3463 §3.7';
const security = 'RFC 3463 §3.8';

export const enhancedCodes: readonly EnhancedCodeInfo[] = [
  row('0.0', 'other or undefined status', 'RFC 3463 §3.1'),
  row('1.0', 'other address status', address),
  row('1.1', 'bad destination mailbox address', address),
  row('1.2', 'bad destination system address', address),
  row('1.3', 'bad destination mailbox address syntax', address),
  row('1.4', 'destination mailbox address ambiguous', address),
  row('1.5', 'destination address valid', address),
  row('1.6', 'destination mailbox has moved, no forwarding address', address),
  row('1.7', "bad sender's mailbox address syntax", address),
  row('1.8', "bad sender's system address", address),
  row('1.9', 'message relayed to a mailer that does not conform', 'RFC 3886'),
  row('1.10', 'the recipient address has a null MX', 'RFC 7505'),
  row('2.0', 'other or undefined mailbox status', mailbox),
  row('2.1', 'mailbox disabled, not accepting messages', mailbox),
  row('2.2', 'mailbox full', mailbox),
  row('2.3', 'message length exceeds the mailbox’s limit', mailbox),
  row('2.4', 'mailing list expansion problem', mailbox),
  row('3.0', 'other or undefined mail system status', system),
  row('3.1', 'mail system full', system),
  row('3.2', 'system not accepting network messages', system),
  row('3.3', 'system not capable of selected features', system),
  row('3.4', 'message too big for the system', system),
  row('3.5', 'system incorrectly configured', system),
  row('3.6', 'the requested priority was changed', 'RFC 6710 §10'),
  row('4.0', 'other or undefined network or routing status', network),
  row('4.1', 'no answer from the host', network),
  row('4.2', 'bad connection', network),
  row('4.3', 'directory server failure', network),
  row('4.4', 'unable to route', network),
  row('4.5', 'mail system congestion', network),
  row('4.6', 'routing loop detected', network),
  row('4.7', 'delivery time expired', network),
  row('5.0', 'other or undefined protocol status', protocol),
  row('5.1', 'invalid command', protocol),
  row('5.2', 'syntax error', protocol),
  row('5.3', 'too many recipients', protocol),
  row('5.4', 'invalid command arguments', protocol),
  row('5.5', 'wrong protocol version', protocol),
  row('5.6', 'a line of the authentication exchange is too long', 'RFC 4954 §6'),
  row('6.0', 'other or undefined media error', content),
  row('6.1', 'media not supported', content),
  row('6.2', 'conversion required and prohibited', content),
  row('6.3', 'conversion required but not supported', content),
  row('6.4', 'conversion with loss performed', content),
  row('6.5', 'conversion failed', content),
  row('6.6', 'message content not available', 'RFC 4468'),
  row('6.7', 'non-ASCII addresses not permitted for that sender or recipient', 'RFC 6531 §4.2'),
  row('6.8', 'a UTF-8 reply is required, but the client does not permit it', 'RFC 6531 §4.2'),
  row('6.9', 'a UTF-8 header message cannot be transferred to some recipients', 'RFC 6531 §4.2'),
  row('7.0', 'other or undefined security status', security),
  row('7.1', 'delivery not authorized, message refused', security),
  row('7.2', 'mailing list expansion prohibited', security),
  row('7.3', 'security conversion required but not possible', security),
  row('7.4', 'security features not supported', security),
  row('7.5', 'cryptographic failure', security),
  row('7.6', 'cryptographic algorithm not supported', security),
  row('7.7', 'message integrity failure', security),
  row('7.8', 'authentication credentials invalid', 'RFC 4954 §6'),
  row('7.9', 'authentication mechanism is too weak', 'RFC 4954 §6'),
  row('7.10', 'encryption needed', 'RFC 5248'),
  row('7.11', 'encryption required for the requested authentication mechanism', 'RFC 4954 §6'),
  row('7.12', 'a password transition is needed', 'RFC 4954 §6'),
  row('7.13', 'user account disabled', 'RFC 5248'),
  row('7.14', 'trust relationship required', 'RFC 5248'),
  row('7.15', 'priority level is too low', 'RFC 6710 §10'),
  row('7.16', 'message is too big for the specified priority', 'RFC 6710 §10'),
  row('7.17', 'mailbox owner has changed', 'RFC 7293'),
  row('7.18', 'domain owner has changed', 'RFC 7293'),
  row('7.19', 'the RRVS test cannot be completed', 'RFC 7293'),
  row('7.20', 'no passing DKIM signature found', 'RFC 7372 §3.1'),
  row('7.21', 'no acceptable DKIM signature found', 'RFC 7372 §3.1'),
  row('7.22', 'no valid DKIM signature of the author’s domain found', 'RFC 7372 §3.1'),
  row('7.23', 'SPF validation failed', 'RFC 7372 §3.2'),
  row('7.24', 'SPF validation error', 'RFC 7372 §3.2'),
  row('7.25', 'reverse DNS validation failed', 'RFC 7372 §3.3'),
  row('7.26', 'multiple authentication checks failed', 'RFC 7372 §3.4'),
  row('7.27', 'the sender address has a null MX', 'RFC 7505'),
  row('7.29', 'ARC validation failure', 'RFC 8617'),
  row('7.30', 'REQUIRETLS support required', 'RFC 8689 §7'),
];

const byCode: ReadonlyMap<string, EnhancedCodeInfo> = new Map(enhancedCodes.map((one) => [one.code, one]));

/** The row of a whole code such as `5.1.1`; for an unknown detail the row of its subject (`5.1.99` → `1.0`). */
export function enhancedCodeInfo(code: string): EnhancedCodeInfo | undefined {
  const parts = /^[245]\.(\d{1,3})\.(\d{1,3})$/.exec(code);
  if (!parts) return undefined;
  return byCode.get(`${parts[1]}.${parts[2]}`) ?? byCode.get(`${parts[1]}.0`);
}

/** Names of SASL mechanisms beyond those that we carry out: to tell a slip of the pen from a mechanism that others have. */
import { nearest } from '../../base';
import { mechanismFacts } from './mechanism-facts';

const ours: readonly string[] = mechanismFacts.map((row) => row.name);

/** Registered, or in use. */
const others: ReadonlySet<string> = new Set(
  (
    'DIGEST-MD5 NTLM GSSAPI GSS-SPNEGO GS2-KRB5 GS2-KRB5-PLUS SCRAM-SHA-512 SCRAM-SHA-512-PLUS SCRAM-SHA3-512 ' +
    'SCRAM-SHA3-512-PLUS OTP SKEY SECURID KERBEROS_V4 KERBEROS_V5 NMAS_LOGIN NMAS_AUTHEN NMAS-SAMBA-AUTH SPNEGO OPENID20 ' +
    'SAML20 9798-U-RSA-SHA1-ENC EAP-AES128 EAP-AES128-PLUS ECDSA-NIST256P-CHALLENGE DIGEST-MD5-PLUS PLAIN-CLIENTTOKEN'
  ).split(' '),
);

/** `known`; or the mechanism that the name is a slip of, where it seems to be one. */
export function mechanismMeant(name: string): { readonly known: boolean; readonly meant?: string } {
  const upper = name.toUpperCase();
  if (ours.includes(upper) || others.has(upper) || upper.startsWith('X-')) return { known: true };
  const meant = nearest(upper, ours);
  return meant === undefined ? { known: false } : { known: false, meant };
}

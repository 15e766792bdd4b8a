/** The one table of authentication mechanisms: facts only, so that it loads anywhere and at no cost. */

export interface MechanismFacts {
  readonly name: string;
  /** Where it is defined. */
  readonly rfc: string;
  /** One sentence for hover and completion. */
  readonly about: string;
  /** Higher is better; only mechanisms that need the same thing compare. */
  readonly strength: number;
  /** Whoever reads the exchange has the secret. */
  readonly clearText: boolean;
  /** The client speaks first: the mechanism has an initial response. */
  readonly clientFirst: boolean;
  readonly needs: 'password' | 'token' | 'client certificate' | 'nothing';
  /** What must be there before it may be used at all, or, for `tls`, unless the caller allows otherwise. */
  readonly requires: 'nothing' | 'tls' | 'channel binding';
}

export const mechanismFacts = [
  {
    name: 'SCRAM-SHA-256-PLUS',
    rfc: 'RFC 7677 §3',
    about: 'Both sides prove that they know the password, bound to the TLS channel.',
    strength: 80,
    clearText: false,
    clientFirst: true,
    needs: 'password',
    requires: 'channel binding',
  },
  {
    name: 'SCRAM-SHA-1-PLUS',
    rfc: 'RFC 5802 §6',
    about: 'Both sides prove that they know the password, bound to the TLS channel.',
    strength: 70,
    clearText: false,
    clientFirst: true,
    needs: 'password',
    requires: 'channel binding',
  },
  {
    name: 'SCRAM-SHA-256',
    rfc: 'RFC 7677 §3',
    about: 'Both sides prove that they know the password, which is never sent.',
    strength: 60,
    clearText: false,
    clientFirst: true,
    needs: 'password',
    requires: 'nothing',
  },
  {
    name: 'SCRAM-SHA-1',
    rfc: 'RFC 5802 §5',
    about: 'Both sides prove that they know the password, which is never sent.',
    strength: 50,
    clearText: false,
    clientFirst: true,
    needs: 'password',
    requires: 'nothing',
  },
  {
    name: 'CRAM-MD5',
    rfc: 'RFC 2195 §2',
    about: "A keyed digest of the server's challenge; the server does not prove itself.",
    strength: 40,
    clearText: false,
    clientFirst: false,
    needs: 'password',
    requires: 'nothing',
  },
  {
    name: 'PLAIN',
    rfc: 'RFC 4616 §2',
    about: 'User and password in one message, in clear text: only under TLS.',
    strength: 20,
    clearText: true,
    clientFirst: true,
    needs: 'password',
    requires: 'tls',
  },
  {
    name: 'LOGIN',
    rfc: 'draft-murchison-sasl-login-00',
    about: 'User and password asked for one by one, in clear text: obsolete, only under TLS.',
    strength: 10,
    clearText: true,
    clientFirst: false,
    needs: 'password',
    requires: 'tls',
  },
  {
    name: 'OAUTHBEARER',
    rfc: 'RFC 7628 §3',
    about: 'An OAuth 2 bearer token, only under TLS.',
    strength: 35,
    clearText: true,
    clientFirst: true,
    needs: 'token',
    requires: 'tls',
  },
  {
    name: 'XOAUTH2',
    rfc: 'Google and Microsoft: the XOAUTH2 mechanism',
    about: 'An OAuth 2 bearer token in the form that came before OAUTHBEARER, only under TLS.',
    strength: 30,
    clearText: true,
    clientFirst: true,
    needs: 'token',
    requires: 'tls',
  },
  {
    name: 'EXTERNAL',
    rfc: 'RFC 4422 appendix A',
    about: 'The client is who its TLS certificate says.',
    strength: 90,
    clearText: false,
    clientFirst: true,
    needs: 'client certificate',
    requires: 'tls',
  },
  {
    name: 'ANONYMOUS',
    rfc: 'RFC 4505 §2',
    about: 'No proof, only a trace of who asks.',
    strength: 0,
    clearText: false,
    clientFirst: true,
    needs: 'nothing',
    requires: 'nothing',
  },
] as const satisfies readonly MechanismFacts[];

export type MechanismName = (typeof mechanismFacts)[number]['name'];

/** Who logs in, as the notes of SASL steps tell. */

/** The user in the notes of an authentication's steps: `PLAIN: user alice`, SCRAM's `n=`, OAUTHBEARER's `a=`. */
export const authUser = (notes: string): string | undefined =>
  /\buser ([^\s,]+)/.exec(notes)?.[1] ?? /\bn=([^\s,]+)/.exec(notes)?.[1] ?? /\ba=([^\s,]+)/.exec(notes)?.[1];

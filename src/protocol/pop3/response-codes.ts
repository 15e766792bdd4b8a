/** The response codes that may follow +OK or -ERR in brackets (RFC 2449 §8). */

export interface Pop3ResponseCodeInfo {
  readonly code: string;
  readonly rfc: string;
  readonly meaning: string;
}

export const responseCodes: readonly Pop3ResponseCodeInfo[] = [
  { code: 'LOGIN-DELAY', rfc: 'RFC 2449 §8.1.1', meaning: 'the last login was too short a time ago' },
  { code: 'IN-USE', rfc: 'RFC 2449 §8.1.2', meaning: 'another session holds the lock of the maildrop' },
  {
    code: 'SYS/TEMP',
    rfc: 'RFC 3206 §4',
    meaning: 'a failure of the system that may pass; the credentials may be good',
  },
  { code: 'SYS/PERM', rfc: 'RFC 3206 §4', meaning: 'a failure of the system that needs somebody to look at it' },
  { code: 'AUTH', rfc: 'RFC 3206 §5', meaning: 'the credentials are the problem' },
  { code: 'UTF8', rfc: 'RFC 6856 §5', meaning: 'the message needs UTF-8 mode: send UTF8 before signing in' },
];

const byCode: ReadonlyMap<string, Pop3ResponseCodeInfo> = new Map(responseCodes.map((row) => [row.code, row]));

/** The row of a response code, case aside; for an unknown one, the row of its parent (`SYS/TEMP/DISK` → `SYS/TEMP`). */
export function responseCodeInfo(code: string): Pop3ResponseCodeInfo | undefined {
  const wanted = code.toUpperCase();
  const parent = wanted.lastIndexOf('/');
  return byCode.get(wanted) ?? (parent > 0 ? responseCodeInfo(wanted.slice(0, parent)) : undefined);
}

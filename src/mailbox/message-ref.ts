/** Which message is meant: enough to find it again later, or to see that it is gone. */

/** Plain data, so that it goes through commands, addresses and saved state. */
export interface MessageRef {
  /** The account: `environment/user`, as scripts call the user. */
  readonly account: string;
  /** The folder's name as on the wire (`Folder.name`). */
  readonly folder: string;
  /** RFC 9051 §2.3.1.1: with another UIDVALIDITY, the UID means another message. Decimal digits. */
  readonly uidValidity: string;
  readonly uid: number;
}

/** Whether something given to a command from outside is a reference to a message. */
export function isMessageRef(value: unknown): value is MessageRef {
  if (typeof value !== 'object' || value === null) return false;
  const { account, folder, uidValidity, uid } = value as Record<keyof MessageRef, unknown>;
  return (
    typeof account === 'string' &&
    typeof folder === 'string' &&
    typeof uidValidity === 'string' &&
    /^[1-9]\d{0,9}$/.test(uidValidity) &&
    typeof uid === 'number' &&
    Number.isInteger(uid) &&
    uid > 0 &&
    uid <= 0xffff_ffff
  );
}

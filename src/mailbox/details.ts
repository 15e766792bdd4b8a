/** Quota and rights of a folder, by commands of our own: the client library has the one in part, the other not at all. */
import { ok, type Result } from '../base';
import type { ImapResponse } from '../protocol/imap/response';
import { itemsOf, nameOf, numberOf, textOf } from '../protocol/imap/value';
import type { Connection } from './connection';
import type { Folder, FolderDetails, Quota } from './folder';
import { plainly } from './folder-name';
import type { Trouble } from './trouble';

/** A refusal of one part leaves that part out; only a lost connection is a Trouble. */
export async function folderDetails(
  connection: Connection,
  { name, text, selectable }: Folder,
): Promise<Result<FolderDetails, Trouble>> {
  const asked = async (command: string): Promise<Result<readonly ImapResponse[], Trouble>> => {
    const answer = await connection.command(`${command} of ${text}`, command, [{ string: name }]);
    if (answer.ok) return ok(answer.value.untagged);
    return answer.error.kind === 'connection' ? answer : ok([]);
  };
  let details: FolderDetails = {};
  if (!selectable) return ok(details);
  if (connection.capabilities.has('QUOTA')) {
    const answer = await asked('GETQUOTAROOT');
    if (!answer.ok) return answer;
    const quotas = answer.value.flatMap(readQuota);
    if (quotas.length > 0) details = { ...details, quotas };
  }
  if (connection.capabilities.has('ACL')) {
    const mine = await asked('MYRIGHTS');
    if (!mine.ok) return mine;
    const myRights = textOf(mine.value.find((response) => response.name === 'MYRIGHTS')?.values[1]);
    if (myRights !== undefined) details = { ...details, myRights: plainly(myRights) };
    // GETACL needs the right `a` (RFC 4314 §3.3).
    if (!myRights?.includes('a')) return ok(details);
    const all = await asked('GETACL');
    if (!all.ok) return all;
    const acl = all.value.find((response) => response.name === 'ACL');
    if (acl) details = { ...details, acl: readAcl(acl) };
  }
  return ok(details);
}

/** `* QUOTA "root" (STORAGE 10 512)` (RFC 9208 §4.2.1). */
function readQuota({ name, values }: ImapResponse): readonly Quota[] {
  if (name !== 'QUOTA') return [];
  const root = plainly(textOf(values[0]) ?? '');
  const items = itemsOf(values[1]) ?? [];
  const quotas: Quota[] = [];
  for (let i = 0; i + 2 < items.length; i += 3) {
    const resource = nameOf(items[i]);
    const used = numberOf(items[i + 1]);
    const limit = numberOf(items[i + 2]);
    if (resource !== undefined && used !== undefined && limit !== undefined)
      quotas.push({ root, resource: plainly(resource), used, limit });
  }
  return quotas;
}

/** `* ACL INBOX fred rwipslda bob lr` (RFC 4314 §3.6). */
function readAcl({ values }: ImapResponse): readonly { readonly who: string; readonly rights: string }[] {
  const entries: { who: string; rights: string }[] = [];
  for (let i = 1; i + 1 < values.length; i += 2) {
    entries.push({ who: plainly(textOf(values[i]) ?? ''), rights: plainly(textOf(values[i + 1]) ?? '') });
  }
  return entries;
}

/** What users do to folders: each one an action of the account, with its commands in the transcript. */
import { err, ok, type Result } from '../base';
import type { Account, Hand } from './account';
import type { Argument } from './connection';
import type { Folder, Space } from './folder';
import { levelProblem, toWire } from './folder-name';
import { namesAreUtf8 } from './list-folders';
import { type Trouble, trouble } from './trouble';

type Done = Promise<Result<void, Trouble>>;

/** One command of our own whose answer says no more than yes or no. */
async function said({ connection }: Hand, what: string, name: string, args: readonly Argument[]): Done {
  const answer = await connection.command(what, name, args);
  return answer.ok ? ok(undefined) : answer;
}

/** Carries out a changing action and lists again, whatever came of it. */
async function changed(account: Account, title: string, action: (hand: Hand) => Done): Done {
  const done = await account.change(title, action);
  if (done.ok || done.error.kind === 'missing') await account.refresh();
  return done;
}

const named = (name: string): Argument => ({ string: name });

/** The name on the wire of a folder called `label` in `parent`, or at the top of the namespace. */
async function nameIn(hand: Hand, place: Space | Folder, label: string): Promise<Result<string, Trouble>> {
  const problem = levelProblem(label, place.delimiter);
  if (problem !== undefined) return err(trouble('name', problem));
  const own = toWire(label, namesAreUtf8(hand.connection));
  if ('prefix' in place) return ok(place.prefix + own);
  if (place.delimiter === undefined)
    return err(trouble('name', `${place.text} cannot hold folders: this server has no levels`));
  return ok(place.name + place.delimiter + own);
}

/** Where a folder is: the folder above it, or its namespace. */
const placeOf = (account: Account, folder: Folder, space: Space): Space | Folder =>
  (folder.parent === undefined ? undefined : account.folder(folder.parent)) ?? space;

/** Makes a folder called `label` in a folder or at the top of a namespace, and subscribes to it (RFC 9051 §6.3.4, §6.3.7). */
export const createFolder = (account: Account, place: Space | Folder, label: string): Done =>
  changed(account, `New folder ${label}`, async (hand) => {
    const name = await nameIn(hand, place, label);
    if (!name.ok) return name;
    const made = await said(hand, `Create ${label}`, 'CREATE', [named(name.value)]);
    if (!made.ok) return made;
    return said(hand, `Subscribe to ${label}`, 'SUBSCRIBE', [named(name.value)]);
  });

/** Gives a folder another last level; the folders in it go with it (RFC 9051 §6.3.6). Subscriptions follow, as servers leave them. */
export const renameFolder = (account: Account, folder: Folder, space: Space, label: string): Done =>
  changed(account, `Rename ${folder.text} to ${label}`, async (hand) => {
    const name = await nameIn(hand, placeOf(account, folder, space), label);
    return name.ok ? renamed(account, hand, folder, name.value) : name;
  });

/** Puts a folder, with those in it, into another, or at the top of a namespace. */
export const moveFolder = (account: Account, folder: Folder, place: Space | Folder): Done =>
  changed(account, `Move ${folder.text} into ${'prefix' in place ? place.label : place.text}`, async (hand) => {
    const refused = whyNotInto(folder, place);
    if (refused) return err(refused);
    const own =
      folder.delimiter === undefined ? folder.name : folder.name.slice(folder.name.lastIndexOf(folder.delimiter) + 1);
    const name = 'prefix' in place ? place.prefix + own : `${place.name}${place.delimiter ?? ''}${own}`;
    return renamed(account, hand, folder, name);
  });

/** Why a folder cannot be put there; undefined: it can. */
export function whyNotInto(folder: Folder, place: Space | Folder): Trouble | undefined {
  if (folder.role === 'inbox')
    return trouble('name', 'INBOX cannot be moved', 'Its messages can be copied to another folder.');
  if ('prefix' in place)
    return folder.parent === undefined ? trouble('name', `${folder.text} is there already`) : undefined;
  if (place.delimiter === undefined)
    return trouble('name', `${place.text} cannot hold folders: this server has no levels`);
  if (place.name === folder.name || place.name.startsWith(`${folder.name}${folder.delimiter ?? ''}`)) {
    return trouble('name', `${folder.text} cannot be put into itself`);
  }
  return folder.parent === place.name ? trouble('name', `${folder.text} is in ${place.text} already`) : undefined;
}

async function renamed(account: Account, hand: Hand, folder: Folder, name: string): Done {
  if (name === folder.name) return err(trouble('name', `${folder.text} has this name already`));
  const left = await leave(hand, folder);
  if (!left.ok) return left;
  const done = await said(hand, `Rename ${folder.text}`, 'RENAME', [named(folder.name), named(name)]);
  if (!done.ok) return done;
  const inside = await under(account, folder);
  account.expectGone(inside.map((one) => one.name));
  for (const one of inside.filter(({ subscribed }) => subscribed)) {
    // What a server did by itself is done twice without harm; one that refuses has told why in the transcript.
    await said(hand, `Subscribe to ${name}`, 'SUBSCRIBE', [named(name + one.name.slice(folder.name.length))]);
    await said(hand, `Unsubscribe from ${one.text}`, 'UNSUBSCRIBE', [named(one.name)]);
  }
  return done;
}

/** The folder and all in it, as far as they are known. */
async function under(account: Account, folder: Folder): Promise<readonly Folder[]> {
  const spaces = await account.spaces();
  if (!spaces.ok) return [folder];
  const all = spaces.value.flatMap((space) => account.listed(space) ?? []);
  const prefix = folder.delimiter === undefined ? undefined : folder.name + folder.delimiter;
  return all.filter(({ name }) => name === folder.name || (prefix !== undefined && name.startsWith(prefix)));
}

/** A selected folder is left before it is renamed or deleted: some servers refuse, others end the connection (RFC 9051 §6.3.5). */
async function leave({ client }: Hand, { name }: Folder): Done {
  if (client.mailbox !== false && client.mailbox.path === name) await client.mailboxClose();
  return ok(undefined);
}

/** Deletes a folder with its messages (RFC 9051 §6.3.5), and the folders in it first when `withChildren`. */
export const deleteFolder = (account: Account, folder: Folder, withChildren = false): Done =>
  changed(account, `Delete ${folder.text}`, async (hand) => {
    const inside = await under(account, folder);
    const going = withChildren ? inside.toSorted((a, b) => b.name.length - a.name.length) : [folder];
    for (const one of going) {
      const left = await leave(hand, one);
      if (!left.ok) return left;
      if (one.selectable || one === folder) {
        const done = await said(hand, `Delete ${one.text}`, 'DELETE', [named(one.name)]);
        // A level of names goes with the last folder in it.
        if (!done.ok && (one.selectable || done.error.kind === 'connection')) return done;
      }
      account.expectGone([one.name]);
      if (one.subscribed) await said(hand, `Unsubscribe from ${one.text}`, 'UNSUBSCRIBE', [named(one.name)]);
    }
    return ok(undefined);
  });

/** RFC 9051 §6.3.7, §6.3.8. */
export const setSubscribed = (account: Account, folder: Folder, subscribed: boolean): Done =>
  changed(account, `${subscribed ? 'Subscribe to' : 'Unsubscribe from'} ${folder.text}`, (hand) =>
    said(hand, `Subscription of ${folder.text}`, subscribed ? 'SUBSCRIBE' : 'UNSUBSCRIBE', [named(folder.name)]),
  );

/** Selects the folder for changing, holds it meanwhile, and asks for its figures after. */
async function inFolder(account: Account, folder: Folder, title: string, action: (hand: Hand) => Done): Done {
  const done = await account.change(title, async (hand) => {
    const lock = await hand.client.getMailboxLock(folder.name);
    try {
      const box = hand.client.mailbox;
      if (box !== false && box.readOnly)
        return err(
          trouble('refused', `${title}: the server opens ${folder.text} read-only`, 'Its tooltip shows your rights.'),
        );
      if (box === false || box.exists === 0) return ok(undefined);
      return await action(hand);
    } finally {
      lock.release();
    }
  });
  if (done.ok) await account.count(folder.name);
  return done;
}

/** Deletes every message in the folder. */
export const emptyFolder = (account: Account, folder: Folder): Done =>
  inFolder(account, folder, `Empty ${folder.text}`, async (hand) => {
    const marked = await said(hand, `Empty ${folder.text}`, 'STORE', ['1:*', '+FLAGS.SILENT', '(\\Deleted)']);
    return marked.ok ? said(hand, `Empty ${folder.text}`, 'EXPUNGE', []) : marked;
  });

/** Marks every message in the folder as read. */
export const markAllRead = (account: Account, folder: Folder): Done =>
  inFolder(account, folder, `Mark all read in ${folder.text}`, (hand) =>
    said(hand, `Mark all read in ${folder.text}`, 'STORE', ['1:*', '+FLAGS.SILENT', '(\\Seen)']),
  );

/** Copies every message of a folder into another one (RFC 9051 §6.4.7). */
export async function copyAll(account: Account, from: Folder, to: Folder): Done {
  const title = `Copy the messages of ${from.text} to ${to.text}`;
  const done = await account.change(title, async (hand) => {
    const lock = await hand.client.getMailboxLock(from.name, { readOnly: true });
    try {
      if (hand.client.mailbox === false || hand.client.mailbox.exists === 0) return ok(undefined);
      return await said(hand, title, 'COPY', ['1:*', named(to.name)]);
    } finally {
      lock.release();
    }
  });
  if (done.ok) await account.count(to.name);
  return done;
}

/** Puts messages into a folder as they are (RFC 9051 §6.3.12); stops at the first that is refused. */
export async function appendMessages(
  account: Account,
  folder: Folder,
  messages: readonly { readonly name: string; readonly bytes: Uint8Array }[],
): Done {
  const title =
    messages.length === 1
      ? `Append ${messages[0]?.name} to ${folder.text}`
      : `Append ${messages.length} messages to ${folder.text}`;
  const done = await account.change(title, async ({ client }) => {
    for (const { name, bytes } of messages) {
      const appended = await client.append(folder.name, Buffer.from(bytes), []);
      if (!appended)
        return err(
          trouble('refused', `${name} was not taken into ${folder.text}`, 'The transcript shows the server’s answer.'),
        );
    }
    return ok(undefined);
  });
  await account.count(folder.name);
  return done;
}

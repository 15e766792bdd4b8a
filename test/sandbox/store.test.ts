import { describe, expect, it } from 'vitest';
import type { Mailbox, MailboxWatcher } from '../../src/sandbox/store/mailbox';
import { createStore, type Store } from '../../src/sandbox/store/store';

const store = (): Store =>
  createStore({
    domain: 'example.test',
    users: [{ user: 'Alice', password: 'x' }],
    now: () => 1_000_000,
    random: (n) => new Uint8Array(n).fill(7),
  });
const inbox = (): { readonly box: Mailbox; readonly add: (...flags: string[]) => number } => {
  const all = store();
  const box = all.account('alice')?.inbox();
  if (!box) throw new Error('no INBOX');
  const add = (...flags: string[]): number =>
    box.append(all.content(new Uint8Array(10)), { flags, internalDate: 0, now: 0 }).uid;
  return { box, add };
};

describe('the store', () => {
  it('finds a user by name and address, and a recipient by any detail', () => {
    const all = store();
    expect(all.account('ALICE')?.user).toBe('Alice');
    expect(all.account('alice@Example.test')?.user).toBe('Alice');
    expect(all.account('alice@elsewhere.test')).toBeUndefined();
    expect(all.recipient('alice+news+today')?.user).toBe('Alice');
    expect(all.recipient('+alice')).toBeUndefined();
  });

  it('never gives a UID twice, and a new mailbox a higher UIDVALIDITY', () => {
    const { box, add } = inbox();
    expect([add(), add()]).toEqual([1, 2]);
    box.expunge(box.messages);
    expect(add()).toBe(3);
    const account = store().account('alice');
    const first = account?.create('a')?.uidValidity ?? 0;
    account?.delete('a');
    expect(account?.create('a')?.uidValidity).toBeGreaterThan(first);
  });

  it('leaves the array that a session looks at as it was when messages are expunged', () => {
    const { box, add } = inbox();
    add();
    add('\\Deleted');
    const seen = box.messages;
    box.expunge(seen.filter(({ flags }) => flags.includes('\\Deleted')));
    add();
    expect(seen.map(({ uid, expunged }) => [uid, expunged])).toEqual([
      [1, false],
      [2, true],
    ]);
    expect(box.messages.map(({ uid }) => uid)).toEqual([1, 3]);
    expect(box.octets).toBe(20);
    expect(box.vanishedSince(0)).toEqual([{ from: 2, to: 2 }]);
  });

  it('writes flags in one way, each once, and counts a change only when there is one', () => {
    const { box, add } = inbox();
    add('\\seen', '\\Seen', '\\Recent', 'Work', 'work');
    const [message] = box.messages;
    if (!message) throw new Error('no message');
    expect(message.flags).toEqual(['\\Seen', 'Work']);
    const before = box.highestModseq;
    expect(box.setFlags(message, ['Work', '\\SEEN'])).toBe(false);
    expect(box.highestModseq).toBe(before);
    expect(box.setFlags(message, [])).toBe(true);
    expect(message.modseq).toBe(before + 1);
    expect([...box.keywords]).toEqual(['Work']);
  });

  it('tells who watches, until they stop', () => {
    const { box, add } = inbox();
    const heard: string[] = [];
    const watcher: MailboxWatcher = {
      arrived: () => heard.push('arrived'),
      flagsChanged: (_, by) => heard.push(by === watcher ? 'own flags' : 'flags'),
      expunged: (messages) => heard.push(`expunged ${messages.length}`),
      removed: () => heard.push('removed'),
    };
    const stop = box.watch(watcher);
    add();
    const [message] = box.messages;
    if (!message) throw new Error('no message');
    box.setFlags(message, ['a'], watcher);
    box.setFlags(message, ['b']);
    box.expunge([message, message]);
    box.expunge([message]);
    stop();
    add();
    expect(heard).toEqual(['arrived', 'own flags', 'flags', 'expunged 1']);
  });

  it('makes the levels above a mailbox, and renames all below it', () => {
    const account = store().account('alice');
    if (!account) throw new Error('no account');
    account.create('a/b/c');
    expect(account.find('a/b')).toBeDefined();
    expect(account.hasChildren('a')).toBe(true);
    account.create('z');
    account.create('z/b');
    expect(account.canRename('a', 'z')).toBe(false);
    const moved = account.find('a/b/c');
    account.rename('a', 'new/a');
    expect(account.find('new/a/b/c')).toBe(moved);
    expect(account.find('a')).toBeUndefined();
    expect(account.find('new')).toBeDefined();
  });

  it('empties INBOX into the new mailbox when INBOX is renamed', () => {
    const all = store();
    const account = all.account('alice');
    account?.inbox().append(all.content(new Uint8Array(3)), { flags: ['x'], internalDate: 5, now: 6 });
    account?.rename('inbox', 'Old');
    expect(account?.inbox().messages).toEqual([]);
    expect(account?.find('Old')?.messages).toMatchObject([{ uid: 1, flags: ['x'], internalDate: 5 }]);
    expect(account?.find('InBoX')).toBe(account?.inbox());
  });
});

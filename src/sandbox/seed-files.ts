/** Messages from files: one `.eml`, an mbox, a folder of them, a Maildir. */
import { createReadStream, type Dirent, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { latin1 } from '../base';
import { readMbox } from './mbox';

export interface FoundMessage {
  readonly mailbox: string;
  readonly message: Uint8Array;
  readonly flags: readonly string[];
  /** Milliseconds since the epoch, where the file tells. */
  readonly internalDate?: number;
}

/** What is wrong with a file that was to be read, in words for its user. */
export class SeedError extends Error {}

/**
 * Gives the messages of a file or folder, one after the other. In a folder, `.eml` files go into INBOX, `NAME.mbox` into the mailbox
 * NAME, and a subfolder's into the mailbox of its name; a folder with `cur` or `new` is a Maildir, with the Maildir++ folders in it.
 * Throws a SeedError that names the file.
 */
export async function* readSeed(path: string): AsyncGenerator<FoundMessage> {
  if (isFolder(path)) {
    let count = 0;
    for await (const found of readFolder(path, '')) {
      count++;
      yield found;
    }
    if (count === 0) throw new SeedError(`${path} holds no messages: no .eml or .mbox file, and no cur or new folder`);
  } else if (/\.eml$/i.test(path)) yield readMessage(path, 'INBOX');
  else yield* readMailbox(path, 'INBOX');
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch (error) {
    throw cannotRead(path, error);
  }
}

async function* readFolder(path: string, name: string): AsyncGenerator<FoundMessage> {
  const entries = list(path);
  const folders = entries.filter((entry) => entry.isDirectory());
  if (folders.some((entry) => entry.name === 'cur' || entry.name === 'new')) yield* readMaildir(path, name, folders);
  for (const entry of entries) {
    const file = join(path, entry.name);
    if (entry.isDirectory()) {
      if (!['cur', 'new', 'tmp'].includes(entry.name) && !entry.name.startsWith('.'))
        yield* readFolder(file, below(name, entry.name));
    } else if (/\.eml$/i.test(entry.name)) yield readMessage(file, name || 'INBOX');
    else if (/\.mbox$/i.test(entry.name)) yield* readMailbox(file, below(name, entry.name.replace(/\.mbox$/i, '')));
  }
}

const below = (name: string, child: string): string => (name === '' ? child : `${name}/${child}`);

/** https://cr.yp.to/proto/maildir.html; folders as Maildir++ has them: `.Sent`, `.Lists.dev`. */
async function* readMaildir(path: string, name: string, folders: readonly Dirent[]): AsyncGenerator<FoundMessage> {
  for (const part of ['cur', 'new']) {
    const folder = join(path, part);
    if (!existsSync(folder)) continue;
    for (const entry of list(folder)) {
      if (!entry.isFile() || entry.name.startsWith('.')) continue;
      const seconds = /^(\d{9,10})\./.exec(entry.name)?.[1];
      yield {
        ...readMessage(join(folder, entry.name), name || 'INBOX'),
        flags: part === 'cur' ? maildirFlags(entry.name) : [],
        ...(seconds === undefined ? {} : { internalDate: Number(seconds) * 1_000 }),
      };
    }
  }
  for (const { name: own } of folders) {
    if (!/^\.[^.]/.test(own)) continue;
    const inside = list(join(path, own)).filter((entry) => entry.isDirectory());
    yield* readMaildir(join(path, own), below(name, own.slice(1).replaceAll('.', '/')), inside);
  }
}

const flagLetters: Readonly<Record<string, string>> = {
  D: '\\Draft',
  F: '\\Flagged',
  P: '$Forwarded',
  R: '\\Answered',
  S: '\\Seen',
  T: '\\Deleted',
};

/** Behind `:2,` (`;` and `!` where a colon cannot be in a name). */
const maildirFlags = (name: string): string[] =>
  [...(/[:;!]2,([A-Za-z]*)$/.exec(name)?.[1] ?? '')].flatMap((letter) => flagLetters[letter] ?? []);

function list(path: string): Dirent[] {
  try {
    return readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    throw cannotRead(path, error);
  }
}

function readMessage(path: string, mailbox: string): FoundMessage {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    throw cannotRead(path, error);
  }
  if (bytes.length === 0) throw new SeedError(`${path} is empty: a message was expected`);
  return { mailbox, message: withCrlf(bytes), flags: [] };
}

/** Lines that LF alone ends are given CR LF. */
function withCrlf(bytes: Uint8Array): Uint8Array {
  const text = latin1(bytes);
  return /(?:^|[^\r])\n/.test(text) ? Buffer.from(text.replace(/\r?\n/g, '\r\n'), 'latin1') : bytes;
}

async function* readMailbox(path: string, mailbox: string): AsyncGenerator<FoundMessage> {
  try {
    for await (const found of readMbox(createReadStream(path, { highWaterMark: 256 * 1024 })))
      yield { mailbox, ...found };
  } catch (error) {
    if (error instanceof SyntaxError)
      throw new SeedError(`${path} ${error.message}; ${basename(path)} must be an mbox, an .eml file or a folder`);
    throw cannotRead(path, error);
  }
}

function cannotRead(path: string, error: unknown): Error {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === undefined) return error as Error;
  return new SeedError(
    code === 'ENOENT' ? `${path}: there is no such file or folder` : `${path} cannot be read: ${message}`,
  );
}

/** Reads Dovecot's raw logs: the bytes of a session in each direction, from its login on, as the server saw them. */
import { readdirSync, readFileSync, readlinkSync, watch } from 'node:fs';
import { basename, join } from 'node:path';
import type { LabEnvironment } from './environment';

/** A line (with its LF), or the rest of a stream that does not end in one. */
export interface RawlogLine {
  /** Seconds since 1970, to the microsecond. */
  readonly time: number;
  readonly bytes: Buffer;
}

/** One session. IMAP and POP3: what came after the login's own command; LMTP: everything. Without TLS and compression. */
export interface RawlogSession {
  /** The files' name, without `.in` and `.out`. */
  readonly name: string;
  readonly client: readonly RawlogLine[];
  readonly server: readonly RawlogLine[];
  readonly clientBytes: Buffer;
  readonly serverBytes: Buffer;
}

export interface RawlogWatch {
  /**
   * The sessions that began since the watch was made, oldest first, once there are `count` of them and Dovecot has closed all their files.
   * Rejects when that does not happen `within` milliseconds (default 5,000).
   */
  sessions(count: number, within?: number): Promise<readonly RawlogSession[]>;
}

/** Watches the sessions of a user (`alice`), or all LMTP sessions (`lmtp`), from now on. */
export const watchRawlog = (lab: LabEnvironment, user: string): RawlogWatch => {
  const folder = rawlogFolder(lab, user);
  const before = new Set(sessionNames(folder));
  const later = (): string[] => sessionNames(folder).filter((name) => !before.has(name));
  const ready = (count: number): boolean => {
    const names = later();
    return names.length >= count && !names.some((name) => isOpen(folder, name));
  };
  return {
    sessions: async (count, within = 5_000) => {
      await eventually(
        folder,
        () => ready(count),
        within,
        () => `${count} finished session(s) of ${user}; there are ${later().length}, or not all are closed`,
      );
      return later()
        .map((name) => readSession(folder, name))
        .sort((a, b) => beginning(a) - beginning(b));
    },
  };
};

/** Resolves when Dovecot serves no session of this user (any more). */
export const noOpenSessions = (lab: LabEnvironment, user: string, within = 5_000): Promise<void> => {
  const folder = rawlogFolder(lab, user);
  const open = (): string[] => sessionNames(folder).filter((name) => isOpen(folder, name));
  return eventually(
    folder,
    () => open().length === 0,
    within,
    () => `the end of ${user}'s session(s) ${open().join(', ')}`,
  );
};

/**
 * The lines of a raw log, without the time that Dovecot puts before each (`1795443787.886715 `).
 * Throws when a line does not begin with a time.
 */
export const parseRawlog = (log: Buffer): readonly RawlogLine[] => {
  const lines: RawlogLine[] = [];
  for (let start = 0; start < log.length; ) {
    const lineFeed = log.indexOf(0x0a, start);
    const end = lineFeed < 0 ? log.length : lineFeed + 1;
    const space = log.indexOf(0x20, start);
    const time = log.toString('latin1', start, Math.max(start, Math.min(space, end)));
    if (!/^\d+\.\d{6}$/.test(time))
      throw new Error(
        `a raw log line without its time, at byte ${start}: ${JSON.stringify(log.toString('latin1', start, end))}`,
      );
    lines.push({ time: Number(time), bytes: log.subarray(space + 1, end) });
    start = end;
  }
  return lines;
};

const rawlogFolder = (lab: LabEnvironment, user: string): string =>
  join(lab.rawlogDir, user === 'lmtp' ? user : `${user}@${lab.domain}`);

const sessionNames = (folder: string): string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith('.out'))
    .map((file) => basename(file, '.out'));

const readSession = (folder: string, name: string): RawlogSession => {
  const client = parseRawlog(readFileSync(join(folder, `${name}.in`)));
  const server = parseRawlog(readFileSync(join(folder, `${name}.out`)));
  return { name, client, server, clientBytes: joined(client), serverBytes: joined(server) };
};

const joined = (lines: readonly RawlogLine[]): Buffer => Buffer.concat(lines.map((line) => line.bytes));

const beginning = (session: RawlogSession): number => session.server[0]?.time ?? session.client[0]?.time ?? 0;

/** Whether the process that writes this log (its id is in the name: date.PID.n) still has it open. */
const isOpen = (folder: string, name: string): boolean => {
  const descriptors = `/proc/${name.split('.')[1]}/fd`;
  const files = [join(folder, `${name}.in`), join(folder, `${name}.out`)];
  return listed(descriptors).some((descriptor) => files.includes(linkTarget(join(descriptors, descriptor))));
};

// a process, or one of its descriptors, may be gone by the time we look
const listed = (folder: string): string[] => {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
};

const linkTarget = (path: string): string => {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
};

/** Looks again at each change in the folder, and every 20 ms since closing a file is no event; rejects after `within` ms. */
const eventually = (folder: string, holds: () => boolean, within: number, awaited: () => string): Promise<void> =>
  new Promise((resolve, reject) => {
    const finish = (outcome: () => void): void => {
      watcher.close();
      clearInterval(interval);
      clearTimeout(deadline);
      outcome();
    };
    const look = (): void => {
      if (holds()) finish(resolve);
    };
    const watcher = watch(folder, look);
    const interval = setInterval(look, 20);
    const deadline = setTimeout(() => finish(() => reject(new Error(`waited ${within} ms for ${awaited()}`))), within);
    look();
  });

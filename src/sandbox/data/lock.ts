/** One process at a time may write to a data folder. */
import { linkSync, readFileSync, renameSync, unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataError } from './data-error';

/** Takes the lock; the answer gives it back. Throws a DataError while a living process has it. */
export function lock(folder: string): () => void {
  const path = join(folder, 'lock');
  const own = `${process.pid} ${startOf(process.pid) ?? ''}`;
  const mine = join(folder, `lock.${process.pid}`);
  writeFileSync(mine, own, { mode: 0o600 });
  try {
    take(folder, path, mine);
  } finally {
    remove(mine);
  }
  return () => {
    if (read(path) === own) remove(path);
  };
}

function take(folder: string, path: string, mine: string): void {
  if (link(mine, path)) return;
  // Who died with the lock is outlived by one process only: whoever can make this second file.
  const turn = join(folder, 'lock.turn');
  if (!link(mine, turn))
    throw new DataError(`${folder} is being taken over by another process; if there is none, remove ${turn}`);
  try {
    const holder = read(path);
    if (holder !== undefined && isAlive(holder))
      throw new DataError(`${folder} is in use by process ${holder.split(' ')[0]}: stop it, or name another folder`);
    renameSync(mine, path);
  } finally {
    remove(turn);
  }
}

function isAlive(holder: string): boolean {
  const [pid = '', started = ''] = holder.split(' ');
  if (!/^\d+$/.test(pid)) return false;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    // EPERM: it lives, and is another user's.
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const now = startOf(Number(pid));
  return now === undefined || started === '' || now === started;
}

/** When a process began, where the system tells: a number that is used again is not the same process. */
function startOf(pid: number): string | undefined {
  // proc(5): the 22nd field; the second is a name in parentheses that may hold anything.
  const stat = read(`/proc/${pid}/stat`);
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function remove(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It is gone already.
  }
}

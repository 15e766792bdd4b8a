/** A folder of 100,000 messages as the list of messages has it: its first page, others, sorted, searched; and what it takes of memory. */
import { fork } from 'node:child_process';
import { type MessageOrder, newestFirst, openMessageList } from '../../src/mailbox';
import { type BigMailbox, bigCount, startBigMailbox } from './big-mailbox';
import { median, milliseconds } from './measure';
import { accountOf, clock, connected, counted } from './measured-account';
import { type Result, result } from './result';

/** The name that the benchmarks' program is called by for a process that has nothing but the account. */
export const bigFolderChild = 'child:big-folder';

const megabyte = 1024 * 1024;
const rounds = 15;
const pageLines = 100;

export async function bigFolder(): Promise<Result[]> {
  const server = await startBigMailbox();
  try {
    return [...(await times(server)), ...(await memory(server))];
  } finally {
    server.stop();
  }
}

const bySize: MessageOrder = { by: 'size', ascending: false };

/** Each round on a connection of its own, as when the folder is opened first. */
async function times(server: BigMailbox): Promise<Result[]> {
  const taken = { first: [] as number[], middle: [] as number[], sorted: [] as number[], found: [] as number[] };
  for (let round = -1; round < rounds; round++) {
    const account = accountOf(loginOf(server));
    await connected(account);
    const list = openMessageList(account, 'INBOX', clock);
    const page = async (from: number): Promise<void> => {
      const lines = await list.lines(from, from + pageLines);
      if (lines.filter((line) => line !== undefined).length !== pageLines) throw new Error('lines are missing');
    };
    const measured = {
      first: await milliseconds(async () => {
        await list.reload();
        await page(0);
      }),
      middle: await milliseconds(() => page(bigCount / 2)),
      sorted: await milliseconds(() => list.show('', bySize)),
      found: await milliseconds(() => list.show('subject number', newestFirst)),
    };
    if (list.total !== bigCount || list.size === 0) throw new Error(`${list.total} messages, ${list.size} shown`);
    list.close();
    await account.close();
    if (round < 0) continue;
    for (const [name, value] of Object.entries(measured)) taken[name as keyof typeof taken].push(value);
  }
  const coldest = `slowest: ${Math.max(...taken.first).toFixed(1)} ms`;
  return [
    figure('mailbox-first-page', median(taken.first), 'ms', `first ${pageLines} of ${bigCount} lines; ${coldest}`, 100),
    figure('mailbox-page', median(taken.middle), 'ms', `${pageLines} lines in the middle`),
    figure('mailbox-sort', median(taken.sorted), 'ms', 'SORT by size, with the first page'),
    figure('mailbox-search', median(taken.found), 'ms', 'SEARCH that finds all, with the first page'),
  ];
}

const figure = (name: string, value: number, unit: string, peer: string, limit?: number): Result =>
  result({ name, value, unit, peer, ratio: value, bar: limit === undefined ? 'none' : `<= ${limit}` });

const loginOf = ({ port }: { readonly port: number }) => ({ port, user: 'alice', password: 'secret' });

/** Octets. */
interface Memory {
  /** Before there was an account. */
  readonly before: number;
  /** With the folder open, and gone through. */
  readonly open: number;
  readonly heap: number;
  /** After it was sorted. */
  readonly sorted: number;
}

async function memory({ port }: BigMailbox): Promise<Result[]> {
  const child = fork(process.argv[1] ?? '', [bigFolderChild, String(port)], { stdio: 'inherit' });
  const { before, open, heap, sorted } = await new Promise<Memory>((resolve, reject) => {
    child.once('message', (said) => resolve(said as Memory));
    child.once('exit', (code) => reject(new Error(`the account's process ended with ${code}`)));
  });
  child.kill();
  const more = (octets: number): number => (octets - before) / megabyte;
  const whole = (octets: number): string => `whole process: ${Math.round(octets / megabyte)} MB`;
  return [
    figure('mailbox-memory', more(open), 'MB more with the folder open, gone through', whole(open), 120),
    figure('mailbox-memory-sorted', more(sorted), 'MB more after SORT', whole(sorted)),
    figure('mailbox-heap', heap / megabyte, 'MB of heap and buffers with the folder open', 'none', 120),
  ];
}

/** What the process does: opens the folder, goes through it, sorts it, and says what it then holds. */
export async function holdBigFolder(port: number): Promise<void> {
  const settled = (): NodeJS.MemoryUsage => {
    globalThis.gc?.();
    return process.memoryUsage();
  };
  const before = settled().rss;
  const account = accountOf(loginOf({ port }));
  await counted(account, await connected(account));
  const list = openMessageList(account, 'INBOX', clock);
  await list.reload();
  for (let from = 0; from < bigCount; from += bigCount / 100) await list.lines(from, from + pageLines);
  const { rss: open, heapUsed, external } = settled();
  await list.show('', bySize);
  await list.lines(0, pageLines);
  process.send?.({ before, open, heap: heapUsed + external, sorted: settled().rss } satisfies Memory);
  process.on('disconnect', () => process.exit());
}

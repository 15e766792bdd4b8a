/** The sandbox's IMAP server with 100,000 messages: SELECT, FETCH, memory, others' waiting during SEARCH, and 1,000 clients in IDLE. */
import { type BigMailbox, bigCount, startBigMailbox } from './big-mailbox';
import { median, milliseconds } from './measure';
import { type RawImap, rawImap } from './raw-imap';
import { type Result, result } from './result';

const megabyte = 1024 * 1024;
const idlers = 1_000;

export async function sandboxImap(): Promise<Result[]> {
  const server = await startBigMailbox();
  try {
    const client = await signIn(server);
    const selecting = await times(21, () => client.untilTagged('SELECT INBOX'));
    const last = `${bigCount - 99}:${bigCount}`;
    const fetching = await times(21, () => client.untilTagged(`FETCH ${last} (UID FLAGS ENVELOPE)`));
    const searching = await search(server, client);
    const memory = await server.memory();
    const idle = await notify(server);
    client.raw.close();
    const allowed = Math.floor((2 * server.octets) / megabyte + 100);
    return [
      bar('sandbox-imap-select', selecting, 'ms', `${bigCount} messages`, 20),
      bar('sandbox-imap-fetch', fetching, 'ms', `the last 100 envelopes of ${bigCount}`, 20),
      bar(
        'sandbox-imap-memory',
        memory / megabyte,
        'MB, whole process',
        `messages: ${Math.round(server.octets / megabyte)} MB`,
        allowed,
      ),
      bar(
        'sandbox-imap-search',
        searching.longest,
        'ms, longest NOOP of another',
        `SEARCH BODY: ${Math.round(searching.whole)} ms`,
        100,
      ),
      bar('sandbox-imap-idle', idle, 'ms until all know', `${idlers} connections in IDLE`, 500),
    ];
  } finally {
    server.stop();
  }
}

const bar = (name: string, value: number, unit: string, peer: string, limit: number): Result =>
  result({ name, value, unit, peer, ratio: value, bar: `<= ${limit}` });

async function times(rounds: number, work: () => Promise<void>): Promise<number> {
  await work();
  const taken: number[] = [];
  for (let round = 0; round < rounds; round++) taken.push(await milliseconds(work));
  return median(taken);
}

interface Client {
  readonly raw: RawImap;
  /** Sends a command and waits for its end. */
  untilTagged(command: string): Promise<void>;
}

async function signIn({ port }: BigMailbox): Promise<Client> {
  const raw = await rawImap(port, 'alice', 'secret');
  let tag = 0;
  return {
    raw,
    untilTagged(command) {
      const mark = `t${++tag} `;
      return new Promise((resolve) => {
        let tail = '';
        const hear = (bytes: Buffer): void => {
          tail = (tail + bytes.toString('latin1')).slice(-1_000);
          if (!tail.startsWith(mark) && !tail.includes(`\n${mark}`)) return;
          raw.socket.off('data', hear);
          resolve();
        };
        raw.socket.on('data', hear);
        raw.socket.write(`${mark}${command}\r\n`);
      });
    },
  };
}

/** A search through all bodies, while another client says NOOP all the time. */
async function search(
  server: BigMailbox,
  client: Client,
): Promise<{ readonly whole: number; readonly longest: number }> {
  const other = await signIn(server);
  let searching = true;
  let longest = 0;
  const whole = milliseconds(() => client.untilTagged('SEARCH BODY "nothing of that kind"')).then((taken) => {
    searching = false;
    return taken;
  });
  while (searching) longest = Math.max(longest, await milliseconds(() => other.untilTagged('NOOP')));
  other.raw.close();
  return { whole: await whole, longest };
}

/** From sending a message to the last client's knowing of it; the median of some. */
async function notify(server: BigMailbox): Promise<number> {
  const clients: Client[] = [];
  for (let i = 0; i < idlers; i++) clients.push(await signIn(server));
  const heard = new Map<Client, () => void>();
  for (const client of clients) {
    await client.untilTagged('SELECT INBOX');
    client.raw.socket.on('data', (bytes) => {
      if (bytes.includes(' EXISTS') || bytes.includes('+ idling')) heard.get(client)?.();
    });
  }
  const all = (): Promise<unknown> =>
    Promise.all(clients.map((client) => new Promise<void>((resolve) => heard.set(client, resolve))));
  const idling = all();
  for (const { raw } of clients) raw.socket.write('i IDLE\r\n');
  await idling;
  const writer = await signIn(server);
  const taken: number[] = [];
  for (let round = 0; round < 5; round++) {
    const told = all();
    taken.push(
      await milliseconds(async () => {
        writer.raw.socket.write(`a${round} APPEND INBOX {9+}\r\nSubject:\n\r\n`);
        await told;
      }),
    );
  }
  for (const { raw } of [...clients, writer]) raw.close();
  return median(taken);
}

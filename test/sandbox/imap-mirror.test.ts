import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/base';
import { readFetch, readVanished } from '../../src/protocol/imap/data';
import { type ImapResponse, parseResponse } from '../../src/protocol/imap/response';
import { responseFramer } from '../../src/protocol/imap/response-framer';
import { numbersInOrder } from '../../src/protocol/imap/sequence-set';
import type { Sandbox } from '../../src/sandbox';
import type { Dialogue } from './dialogue';
import { imap, start } from './harness';

/** What a client knows of a message. */
interface Known {
  uid: number | undefined;
  flags: ReadonlySet<string> | undefined;
}

/** A client that believes what it is told, and nothing else: its list of messages is made of the server's responses. */
interface Mirror {
  readonly list: Known[];
  run(command: string): Promise<void>;
  idle(): Promise<void>;
  done(): Promise<void>;
}

const withoutRecent = (flags: readonly string[]): ReadonlySet<string> =>
  new Set(flags.filter((flag) => flag !== '\\Recent').map((flag) => flag.toLowerCase()));

async function mirror(client: Dialogue, qresync: boolean): Promise<Mirror> {
  const list: Known[] = [];
  let tag = 0;
  let tags = '';
  const framer = responseFramer();
  const hear = (line: string): void => {
    for (const frame of framer.push(utf8(`${line}\r\n`)))
      if (frame.kind === 'response') take(line, parseResponse(frame.parts));
  };
  const take = (line: string, response: ImapResponse): void => {
    const { name, number = 0 } = response;
    const place = list[number - 1];
    if (name === 'EXISTS') {
      expect(number, `${line} although there were ${list.length}`).toBeGreaterThanOrEqual(list.length);
      while (list.length < number) list.push({ uid: undefined, flags: undefined });
    } else if (name === 'EXPUNGE') {
      expect(place, `${line} of ${list.length}`).toBeDefined();
      list.splice(number - 1, 1);
    } else if (name === 'FETCH') {
      const fetched = readFetch(response);
      expect(place, `${line} of ${list.length}`).toBeDefined();
      if (!place || !fetched) return;
      if (place.uid !== undefined && fetched.uid !== undefined) expect(fetched.uid, line).toBe(place.uid);
      place.uid ??= fetched.uid;
      if (fetched.flags) place.flags = withoutRecent(fetched.flags);
    } else if (name === 'VANISHED') {
      const vanished = readVanished(response);
      for (const uid of numbersInOrder(vanished?.uids ?? { saved: false, ranges: [] }) ?? []) {
        const known = list.findIndex((one) => one.uid === uid);
        // One that has come and gone while it was in IDLE: it is among those whose UIDs the client has not asked for yet.
        const at = known === -1 ? list.findLastIndex((one) => one.uid === undefined) : known;
        expect(at, `${line}: ${uid} is not known`).toBeGreaterThanOrEqual(0);
        list.splice(at, 1);
      }
    }
  };
  const untilTagged = async (): Promise<void> => {
    for (const line of await client.until(new RegExp(`^${tags} `))) hear(line);
  };
  const exchange = async (command: string): Promise<void> => {
    tags = `t${++tag}`;
    client.send(`${tags} ${command}\r\n`);
    await untilTagged();
  };
  /** Asks for what it does not know of messages that have come. */
  const learn = async (): Promise<void> => {
    const from = list.findIndex(({ uid, flags }) => uid === undefined || flags === undefined);
    if (from !== -1) await exchange(`FETCH ${from + 1}:${list.length} (UID FLAGS)`);
  };
  const self: Mirror = {
    list,
    async run(command) {
      const silent = /^STORE (\d+) ([+-])FLAGS\.SILENT \((\S+)\)$/.exec(command);
      const place = silent ? list[Number(silent[1]) - 1] : undefined;
      const flag = silent?.[3]?.toLowerCase() ?? '';
      if (place?.flags)
        place.flags = new Set(
          silent?.[2] === '+' ? [...place.flags, flag] : [...place.flags].filter((one) => one !== flag),
        );
      await exchange(command);
      await learn();
    },
    async idle() {
      tags = `t${++tag}`;
      client.send(`${tags} IDLE\r\n`);
      for (const line of await client.until(/^\+/)) hear(line);
    },
    async done() {
      client.send('DONE\r\n');
      await untilTagged();
      await learn();
    },
  };
  if (qresync) await exchange('ENABLE QRESYNC');
  await self.run('SELECT INBOX');
  return self;
}

const flag = fc.constantFrom('\\Seen', '\\Deleted', '\\Flagged', '$Work');
/** `%n` is a message number. */
const command = fc.oneof(
  fc
    .tuple(fc.constantFrom('+', '-'), fc.constantFrom('', '.SILENT'), flag)
    .map(([sign, silent, name]) => `STORE %n ${sign}FLAGS${silent} (${name})`),
  fc.constantFrom(
    'NOOP',
    'EXPUNGE',
    'APPEND INBOX (\\Seen) {1+}\r\nx',
    'COPY %n INBOX',
    'MOVE %n Archive',
    'REPLACE %n INBOX (\\Draft) {1+}\r\nx',
    'FETCH %n (UID FLAGS)',
    'UID FETCH 1:* FLAGS',
    'SEARCH UNSEEN',
    'UID SEARCH %n',
    'FETCH %n BODY[]<0.1>',
  ),
);
const steps = fc.array(
  fc.record({ who: fc.nat({ max: 2 }), text: command, number: fc.nat(), idler: fc.option(fc.nat({ max: 2 })) }),
  {
    minLength: 5,
    maxLength: 40,
  },
);

/** Three clients on INBOX, the second with QRESYNC. */
async function three(): Promise<{ readonly sandbox: Sandbox; readonly clients: readonly Mirror[] }> {
  const seed = [1, 2, 3, 4].map((n) => ({ user: 'alice', message: `Subject: ${n}\n\n${n}\n` }));
  const sandbox = await start({ seed });
  const clients = await Promise.all(
    [false, true, false].map(async (qresync) => mirror(await imap(sandbox.imap), qresync)),
  );
  return { sandbox, clients };
}

const placeIn = ({ list }: Mirror, number: number): string =>
  String(list.length === 0 ? 1 : 1 + (number % list.length));

/** After a NOOP each has what a client has that comes only now. */
async function allAgree(sandbox: Sandbox, clients: readonly Mirror[]): Promise<void> {
  for (const client of clients) await client.run('NOOP');
  const fresh = await mirror(await imap(sandbox.imap), false);
  for (const client of clients) expect(client.list).toEqual(fresh.list);
  await sandbox.stop();
}

describe('clients that know only what they are told', () => {
  it('all have the mailbox as it is when each does something at the same time', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const { sandbox, clients } = await three();
        await Promise.all(
          clients.map(async (client, i) => {
            for (const { who, text, number } of all)
              if (who === i) await client.run(text.replace('%n', placeIn(client, number)));
          }),
        );
        await allAgree(sandbox, clients);
      }),
      { numRuns: 30 },
    );
  });

  it('all have the mailbox as it is, whatever each of them does to it', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const { sandbox, clients } = await three();
        for (const { who, text, number, idler } of all) {
          const actor = clients[who];
          const waiting = idler === null || idler === who ? undefined : clients[idler];
          if (!actor) continue;
          await waiting?.idle();
          await actor.run(text.replace('%n', placeIn(actor, number)));
          await waiting?.done();
        }
        await allAgree(sandbox, clients);
      }),
      { numRuns: 30 },
    );
  });
});

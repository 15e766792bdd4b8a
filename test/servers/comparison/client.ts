/** An IMAP session whose answers can be compared: parsed, with what has no meaning taken off. */
import { fromLatin1 } from '../../../src/base';
import { itemKey } from '../../../src/protocol/imap/fetch-items';
import { type ImapResponse, parseResponse } from '../../../src/protocol/imap/response';
import { responseFramer } from '../../../src/protocol/imap/response-framer';
import { type ImapValue, textOf } from '../../../src/protocol/imap/value';
import { type Dialogue, openDialogue } from '../dialogue';

/** A value without its form: atoms and strings are text, lists are lists, NIL is null. */
export type Plain = string | null | readonly Plain[];

export interface Session {
  /** Sends a command (one character an octet) and gives all that came up to its tagged response. */
  ask(command: string): Promise<readonly ImapResponse[]>;
  /** What one FETCH of one message gave, by item in upper case. */
  fetch(message: number, items: readonly string[]): Promise<ReadonlyMap<string, Plain>>;
  /** `OK`, or `NO` with its response code. */
  outcome(command: string): Promise<string>;
  end(): void;
}

/** Signed in over TLS, in INBOX. */
export async function openSession(port: number, ca: string, user: string, password: string): Promise<Session> {
  const dialogue: Dialogue = await openDialogue(port, { ca });
  await dialogue.until(/^\* OK .*\r\n/);
  let count = 0;
  const ask = async (command: string): Promise<readonly ImapResponse[]> => {
    const tag = `t${++count}`;
    const text = await dialogue.ask(`${tag} ${command}`, new RegExp(`(?:^|\\n)${tag} (?:OK|NO|BAD) .*\\r\\n`));
    return responseFramer({ literal: 10_000_000, line: 10_000_000 })
      .push(fromLatin1(text))
      .flatMap((frame) => (frame.kind === 'response' ? [parseResponse(frame.parts)] : []));
  };
  await ask(`LOGIN ${user} ${password}`);
  return {
    ask,
    async fetch(message, items) {
      const responses = await ask(`FETCH ${message} (${items.join(' ')})`);
      const found = new Map<string, Plain>();
      for (const { name, values } of responses) {
        if (name !== 'FETCH') continue;
        const list = values[0]?.kind === 'list' ? values[0].items : [];
        for (let i = 0; i + 1 < list.length; i += 2) found.set(itemKey(textOf(list[i]) ?? ''), plain(list[i + 1]));
      }
      return found;
    },
    async outcome(command) {
      const tagged = (await ask(command)).at(-1);
      return [tagged?.name, tagged?.code?.name].filter(Boolean).join(' ');
    },
    end: () => dialogue.end(),
  };
}

export function plain(value: ImapValue | undefined): Plain {
  if (!value || value.kind === 'nil') return null;
  if (value.kind === 'list') return value.items.map(plain);
  return textOf(value) ?? null;
}

/** For what compares without case: types, parameters' names, encodings. */
export const lowerCase = (value: Plain | undefined): Plain | undefined =>
  typeof value === 'string'
    ? value.toLowerCase()
    : Array.isArray(value)
      ? value.map((one) => lowerCase(one) ?? null)
      : value;

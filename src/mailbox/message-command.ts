/** Runs one command through imapflow and takes its untagged responses whole, also those too long for the transcript. */
import { err, ok, type Result, utf8 } from '../base';
import type { ImapValue } from '../protocol/imap/value';
import { textOf } from '../protocol/imap/value';
import type { Hand } from './account';
import { fromLibrary, type Trouble } from './trouble';

/** A token of a response as imapflow reads it; lists are arrays, NIL is null. */
export type Token = { readonly value?: unknown } | null | readonly Token[];

export interface Untagged {
  readonly attributes?: readonly Token[];
  /** Of a SEARCH that holds nothing but numbers, instead of `attributes`. */
  readonly numbers?: readonly number[];
}

/** What of imapflow's class its typings leave out. */
interface Inside {
  readonly commands: Map<string, (client: Inside, ...args: unknown[]) => Promise<unknown>>;
  exec(name: string, args: readonly unknown[], options: unknown): Promise<{ next(): void }>;
  run(name: string, ...args: unknown[]): Promise<unknown>;
}

const ownCommand = 'COMMAND WITH ANSWERS';

/**
 * `what` names the command in a Trouble. `take`: by the name of an untagged response, who has it; those with a taker are taken from
 * imapflow, which otherwise makes events of them (`flags` of FETCH, as if somebody else had changed them). `unread`: responses, by how
 * they begin, that whoever asks reads from the tap; imapflow does not.
 */
export async function commandWith(
  { client }: Hand,
  what: string,
  name: string,
  args: readonly ImapValue[],
  take: Readonly<Record<string, (untagged: Untagged) => void>>,
  unread?: RegExp,
): Promise<Result<void, Trouble>> {
  const inside = client as unknown as Inside;
  // `run` breaks IDLE before the command and lets it begin again after.
  if (!inside.commands.has(ownCommand)) {
    inside.commands.set(ownCommand, (one, ...[command, tokens, options]) =>
      one.exec(String(command), tokens as readonly unknown[], options),
    );
  }
  const takers = Object.fromEntries(
    Object.entries(take).map(([key, taker]) => [key, async (untagged: Untagged) => taker(untagged)]),
  );
  try {
    const response = (await inside.run(ownCommand, name, args.map(tokenOf), {
      untagged: takers,
      ...(unread && { unread }),
    })) as { next(): void };
    response.next();
    return ok(undefined);
  } catch (error) {
    return err(fromLibrary(what, error));
  }
}

/** As imapflow's compiler takes values: `TEXT` goes as it is, an array is a list in parentheses. */
function tokenOf(value: ImapValue): unknown {
  switch (value.kind) {
    case 'list':
      return value.items.map(tokenOf);
    case 'nil':
      return null;
    case 'atom':
      return { type: 'TEXT', value: value.text };
    case 'string': {
      const text = textOf(value) ?? '';
      // A quoted string holds ASCII without line ends (RFC 9051 §4.3); a literal holds anything.
      return /^[\x01-\x09\x0b\x0c\x0e-\x7f]*$/.test(text)
        ? { type: 'STRING', value: text }
        : { type: 'LITERAL', value: Buffer.from(utf8(text)) };
    }
    default:
      return value satisfies never;
  }
}

/** A token's text; lists and NIL have none. */
export const tokenText = (token: Token | undefined): string | undefined =>
  token && 'value' in token && typeof token.value === 'string' ? token.value : undefined;

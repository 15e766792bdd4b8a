/** Hovers over the words of IMAP lines. */
import { imapCapabilityNamed } from '../../protocol/imap/capabilities';
import {
  type CommandOption,
  createParameters,
  fetchModifiers,
  idFields,
  listReturnOptions,
  listSelectionOptions,
  sectionParts,
  selectParameters,
  storeModifiers,
  storeOperations,
} from '../../protocol/imap/command-options';
import { commandOf } from '../../protocol/imap/commands';
import { fetchItemNamed } from '../../protocol/imap/fetch-items';
import { keywords, mailboxAttributes, specialUses, systemFlags } from '../../protocol/imap/flags';
import { responseCodeNamed } from '../../protocol/imap/response-codes';
import { responseDescription } from '../../protocol/imap/response-descriptions';
import { searchKeyNamed, searchReturnOptions } from '../../protocol/imap/search-keys';
import { sortKeys, threadAlgorithms } from '../../protocol/imap/sort-keys';
import { statusItems } from '../../protocol/imap/status-items';
import { commandPlace, type ImapCursor, imapCursor } from '../cursor/imap-cursor';
import type { Scene } from '../cursor/scene';
import {
  fetchItemEntry,
  flagEntry,
  imapCapabilityEntry,
  imapCommandEntry,
  responseCodeEntry,
  responseEntry,
  rowEntry,
  searchKeyEntry,
} from '../knowledge/describe-imap';
import { mechanismEntry, mechanismNamed } from '../knowledge/describe-mechanism';
import type { Entry } from '../knowledge/entry';
import { described, type LineHover, wordAround } from './finding';

/** The word at the cursor: `[` and what is in it aside. */
const wordAt = ({ line, column }: Scene) => wordAround(line, column, /[^\s()[\]"<>{}]/);

/** In a `C:` line whose text begins at column `from`. */
export function imapCommandHover(scene: Scene, from: number): LineHover | undefined {
  const word = wordAt(scene);
  if (!word || word.range.start < from) return undefined;
  const text = scene.line.slice(from);
  // Read as if the word were being typed: it belongs to nothing that stands before it.
  const cursor = imapCursor(text, word.range.start - from);
  const place = commandPlace({ words: cursor.words, word: { ...cursor.word, text: word.text } });
  const { command } = place;
  if (cursor.frames.length === 0 && (place.name === undefined || !command)) {
    const first = place.tag ? cursor.words.slice(1) : cursor.words;
    const row =
      first[0]?.text.toUpperCase() === 'UID'
        ? commandOf(['UID', word.text])
        : commandOf([word.text, nextWord(scene.line, word.range.end)]);
    return described(word.range, row && imapCommandEntry(row));
  }
  if (!command || cursor.quoted) return described(word.range, flag(word.text));
  return described(word.range, inCommand(command.name.replace(/^UID /, ''), word.text, cursor, place.arguments.length));
}

const nextWord = (line: string, end: number): string => /^\s+(\S+)/.exec(line.slice(end))?.[1] ?? '';

function inCommand(command: string, word: string, cursor: ImapCursor, at: number): Entry | undefined {
  const flagged = flag(word);
  if (flagged) return flagged;
  const frame = cursor.frames.at(-1);
  const before = frame?.before.toUpperCase();
  if (frame?.open === '[') return option(sectionParts, word.replace(/^[\d.]+(?=[A-Z])/i, ''), 'section');
  if (before === 'RETURN' && command === 'LIST') return option(listReturnOptions, word, 'return option');
  if (before === 'RETURN') return row(searchReturnOptions, word, 'result option');
  if (before === 'STATUS' || (command === 'STATUS' && frame)) return row(statusItems, word, 'STATUS item');
  switch (command) {
    case 'FETCH': {
      const item = fetchItemNamed(word);
      if (item && at <= 1) return fetchItemEntry(item);
      return option(fetchModifiers, word, 'modifier of FETCH');
    }
    case 'STORE':
      return option(storeOperations, word, 'STORE operation') ?? option(storeModifiers, word, 'modifier of STORE');
    case 'SELECT':
    case 'EXAMINE':
      return option(selectParameters, word, `parameter of ${command}`);
    case 'CREATE':
      return option(createParameters, word, 'parameter of CREATE');
    case 'LIST':
      return at === 0 && frame ? option(listSelectionOptions, word, 'selection option') : undefined;
    case 'SORT':
      return (frame && at === 0 ? row(sortKeys, word, 'SORT key') : undefined) ?? key(word);
    case 'THREAD':
      return (at === 0 ? row(threadAlgorithms, word, 'THREAD algorithm') : undefined) ?? key(word);
    case 'SEARCH':
    case 'ESEARCH':
      return key(word);
    case 'AUTHENTICATE':
      return at === 0 ? mechanism(word) : undefined;
    case 'ENABLE':
      return capability(word);
    case 'ID':
      return option(idFields, word, 'ID field');
    default:
      return undefined;
  }
}

function mechanism(name: string): Entry | undefined {
  const facts = mechanismNamed(name);
  return facts && mechanismEntry(facts);
}

function key(name: string): Entry | undefined {
  const found = searchKeyNamed(name);
  return found && searchKeyEntry(found);
}

function capability(name: string): Entry | undefined {
  const own = /^AUTH=(.+)$/i.exec(name)?.[1];
  const facts = own === undefined ? undefined : mechanismNamed(own);
  if (facts) return mechanismEntry(facts);
  const found = imapCapabilityNamed(name);
  return found && imapCapabilityEntry(found, name.toUpperCase());
}

function flag(name: string): Entry | undefined {
  if (!/^[\\$]/.test(name)) return undefined;
  const wanted = name.toLowerCase();
  const found = [...systemFlags, ...keywords].find((one) => one.name.toLowerCase() === wanted);
  if (found) return flagEntry(found, name.startsWith('$') ? 'keyword' : 'flag');
  return attribute(name);
}

function attribute(name: string): Entry | undefined {
  const wanted = name.toLowerCase();
  const use = specialUses.find((one) => one.name.toLowerCase() === wanted);
  const found = use ?? mailboxAttributes.find((one) => one.name.toLowerCase() === wanted);
  return found && flagEntry(found, use ? 'special use' : 'mailbox attribute');
}

const option = (rows: readonly CommandOption[], name: string, kind: string): Entry | undefined => row(rows, name, kind);

function row(rows: readonly Parameters<typeof rowEntry>[0][], name: string, kind: string): Entry | undefined {
  const found = rows.find((one) => one.name === name.toUpperCase());
  return found && rowEntry(found, kind);
}

/** In an `S:` line. */
export function imapResponseHover(scene: Scene, from: number): LineHover | undefined {
  const word = wordAt(scene);
  if (!word || word.range.start < from) return undefined;
  const cursor = imapCursor(scene.line.slice(from), word.range.start - from);
  if (cursor.quoted) return undefined;
  const words = cursor.words.map(({ text }) => text);
  const frame = cursor.frames.at(-1);
  return described(word.range, inResponse(word.text, words, frame));
}

const status = /^(OK|NO|BAD|BYE|PREAUTH)(\|(OK|NO|BAD))*$/i;

function inResponse(
  word: string,
  words: readonly string[],
  frame: ImapCursor['frames'][number] | undefined,
): Entry | undefined {
  const name =
    (words[0] === '*' ? (/^(\d+|#\d+|\{\{.*\}\})$/.test(words[1] ?? '') ? words[2] : words[1]) : '')?.toUpperCase() ??
    '';
  if (frame?.open === '[' && status.test(frame.before)) {
    const code = frame.items.length === 0 ? responseCodeNamed(word) : undefined;
    return code
      ? responseCodeEntry(code)
      : frame.items[0]?.toUpperCase() === 'CAPABILITY'
        ? capability(word)
        : undefined;
  }
  if (/^\\/.test(word) && /^(LIST|LSUB|XLIST)$/.test(name)) return attribute(word);
  const flagged = flag(word);
  if (flagged) return flagged;
  if (frame) {
    if (name === 'FETCH') {
      const item = fetchItemNamed(word);
      return item && fetchItemEntry(item);
    }
    return name === 'STATUS' ? row(statusItems, word, 'STATUS item') : undefined;
  }
  if (name === 'CAPABILITY' || name === 'ENABLED') return capability(word);
  if (name === 'ESEARCH') return row(searchReturnOptions, word, 'result option');
  const place = words.length;
  const leads =
    place === 0 || (place === 1 && !status.test(words[0] ?? '')) || (place === 2 && words[0] === '*' && name === '');
  if (!leads) return undefined;
  const found = responseDescription(word.split('|')[0] ?? word);
  return found && responseEntry(found);
}

/** The address of a part as a document: readable, with all in it that is needed to fetch the part again. */
import { isMessageRef, type MessageRef } from '../../mailbox/message-ref';

export const partScheme = 'imap';

export interface PartDocument {
  readonly ref: MessageRef;
  /** Empty: the whole message. */
  readonly section: string;
  readonly encoding: string;
  /** Of text: it is shown in it, as UTF-8. */
  readonly charset?: string | undefined;
  readonly size?: number | undefined;
}

/** `imap:/sandbox/alice/INBOX/17/1.2/plan.pdf?{…}`: the path is for people, what counts is in the query. */
export function partAddress(
  document: PartDocument,
  fileName: string,
): { readonly scheme: string; readonly path: string; readonly query: string } {
  const { ref, section } = document;
  const levels = [ref.account, ref.folder.replace(/[/\\]/g, '∕'), `${ref.uid}`, section, fileName];
  return {
    scheme: partScheme,
    path: `/${levels.filter((level) => level !== '').join('/')}`,
    query: JSON.stringify(document),
  };
}

/** What an address means; undefined when it was made by somebody else, or is broken. */
export function partOfAddress(query: string): PartDocument | undefined {
  let value: unknown;
  try {
    value = JSON.parse(query);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { ref, section, encoding, charset, size } = value as Partial<Record<keyof PartDocument, unknown>>;
  if (!isMessageRef(ref) || typeof section !== 'string' || typeof encoding !== 'string') return undefined;
  // It becomes part of a command.
  if (!/^(?:[1-9]\d{0,9}(?:\.[1-9]\d{0,9}){0,200})?$/.test(section)) return undefined;
  return {
    ref,
    section,
    encoding,
    ...(typeof charset === 'string' ? { charset } : {}),
    ...(typeof size === 'number' ? { size } : {}),
  };
}

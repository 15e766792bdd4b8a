/** The pictures that a message's HTML shows out of the message itself; remote ones are never asked for. */
import { toBase64 } from '../base';
import type { Account } from './account';
import { readPart } from './message-part-stream';
import type { MessageModel, PartModel, PictureModel } from './message-read-model';
import type { MessageRef } from './message-ref';

/** What browsers decode and cannot run: SVG is none of it. */
const types: ReadonlySet<string> = new Set(['image/png', 'image/gif', 'image/jpeg', 'image/webp', 'image/bmp']);
/** Octets of a picture, with transfer encoding; larger ones are left to their parts. */
const largest = 2_097_152;
const mostPictures = 20;

/** The parts that the HTML refers to by `cid:` (RFC 2392 §2), as far as they are shown. */
export function picturesOf({ html, parts }: Pick<MessageModel, 'html' | 'parts'>): readonly PartModel[] {
  if (!html) return [];
  const wanted = new Set([...html.text.matchAll(/cid:([^"'\s>)]{1,500})/gi)].map(([, id = '']) => unescaped(id)));
  return parts
    .filter(({ type, id, size }) => types.has(type) && id !== undefined && wanted.has(id) && (size ?? 0) <= largest)
    .slice(0, mostPictures);
}

/** Asks for them; those that cannot be had are left out. */
export async function readPictures(
  account: Account,
  ref: MessageRef,
  message: Pick<MessageModel, 'html' | 'parts'>,
): Promise<readonly PictureModel[]> {
  const pictures: PictureModel[] = [];
  for (const part of picturesOf(message)) {
    const read = await readPart(account, ref, part, largest);
    if (read.ok && part.id !== undefined)
      pictures.push({ id: part.id, url: `data:${part.type};base64,${toBase64(read.value)}` });
  }
  return pictures;
}

/** In an address, an id's characters may stand as `%hh`. */
function unescaped(id: string): string {
  try {
    return decodeURIComponent(id);
  } catch {
    return id;
  }
}

/** What imapflow asks of libmime, by our own decoder: libmime brings its own tables of character sets and media types (build.mjs). */
import { decodeEncodedWords } from '../../protocol/message/encoded-word';

/** Decodes the encoded words of a subject, a name, a parameter; imapflow passes whatever the server sent, absent values too. */
export const decodeWords = (text: unknown): string => decodeEncodedWords(String(text ?? ''));

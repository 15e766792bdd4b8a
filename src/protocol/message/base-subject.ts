/** The base subject, by which IMAP sorts and threads (RFC 5256 §2.1). */
import { decodeEncodedWords } from './encoded-word';

export interface BaseSubject {
  readonly text: string;
  /** Something was removed that tells of a reply or a forward (RFC 5256 §3, REFERENCES step 5). */
  readonly replyOrForward: boolean;
}

const trailer = /\(fwd\)$/i;
/** subj-leader: `(*subj-blob subj-refwd) / WSP`. */
const leader = /^(?:\[[^[\]]*\][ \t]*)*(?:re|fwd?)[ \t]*(?:\[[^[\]]*\][ \t]*)?:/i;
const blob = /^\[[^[\]]*\][ \t]*/;

/** Extracts the base subject from a Subject field's value; the numbers below are the steps of §2.1. */
export function baseSubject(subject: string): BaseSubject {
  // (1), on as much as a line of RFC 5322 §2.1.1 holds ten times over: the steps below look at the text once for each blob.
  let text = decodeEncodedWords(subject.slice(0, 10_000)).replace(/\s+/g, ' ').trim();
  let replyOrForward = false;
  for (;;) {
    // (2)
    while (trailer.test(text)) {
      text = text.replace(trailer, '').trimEnd();
      replyOrForward = true;
    }
    // (3) to (5)
    for (;;) {
      const before = text;
      const withoutLeader = text.replace(leader, '').trimStart();
      if (withoutLeader !== text) {
        text = withoutLeader;
        replyOrForward = true;
      }
      const withoutBlob = text.replace(blob, '');
      if (withoutBlob !== '') text = withoutBlob;
      if (text === before) break;
    }
    // (6)
    if (!/^\[fwd:.*\]$/is.test(text)) return { text, replyOrForward };
    text = text.slice('[fwd:'.length, -1).trim();
    replyOrForward = true;
  }
}

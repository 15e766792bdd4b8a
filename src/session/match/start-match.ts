/** Starts the comparison of one reply with the `S:` lines that speak of it, by the protocol's own rules (language.md §3). */
import type { Protocol } from '../../protocol/finding';
import type { ExpectedReply } from '../../script/program';
import { captured } from './captured';
import { mismatch } from './failure';
import { imapMatch } from './imap';
import { judgePop3 } from './pop3';
import { showPattern } from './show';
import { judgeSmtp } from './smtp';
import type { MatchScope, ReplyMatch, ServerUnit, Verdict } from './verdict';

/** `expected` undefined: success is expected (SMTP 2xx and 3xx, POP3 `+OK` and `+`, IMAP `OK` and `+`). */
export function startMatch(protocol: Protocol, expected: ExpectedReply | undefined, scope: MatchScope): ReplyMatch {
  return protocol === 'imap' ? imapMatch(expected, scope) : wholeMatch(expected, scope);
}

/** SMTP, LMTP and POP3: one reply, judged when it is whole. */
function wholeMatch(expected: ExpectedReply | undefined, scope: MatchScope): ReplyMatch {
  const must = expected?.lines.some((line) => line.mode === 'must') ?? false;
  let verdict: Verdict | undefined;
  return {
    offer: () => false,
    finish(final) {
      verdict = judge(expected, final, scope);
      return verdict;
    },
    get satisfied() {
      return verdict?.ok ?? !must;
    },
  };
}

function judge(expected: ExpectedReply | undefined, final: ServerUnit | undefined, scope: MatchScope): Verdict {
  switch (final?.kind) {
    case 'smtp':
      return judgeSmtp(expected, final.reply, scope);
    case 'pop3':
      return judgePop3(expected, final.response, scope);
    default:
      return judgeNothing(expected, scope);
  }
}

function judgeNothing(expected: ExpectedReply | undefined, scope: MatchScope): Verdict {
  const lines = expected?.lines ?? [];
  const first = lines.find((line) => line.mode === 'must');
  const verdicts = lines.map((line) => ({ line, ok: line.mode !== 'must', text: 'the server said nothing' }));
  if (!first && expected) return { ok: true, lines: verdicts, captures: [] };
  const found = captured(scope);
  const shown = first ? showPattern(first.pattern, found.value) : 'success';
  const failure = mismatch(
    { message: 'The server said nothing', line: first, expected: shown, actual: 'nothing' },
    found.show,
  );
  return { ok: false, lines: verdicts, captures: [], failure };
}

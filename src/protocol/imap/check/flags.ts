/** Checks of flags and keywords that a client sets (RFC 9051 §2.3.2, §9: flag). */
import { nearest } from '../../../base';
import { type Correction, replacing } from '../../correction';
import { systemFlags } from '../flags';
import { isFlag } from '../store-program';
import type { ImapValue } from '../value';
import { type Arguments, type Check, inside, isUnknown, knownText, peek, several, take, wrong } from './arguments';
import { quoted } from './strings';

const settable: readonly string[] = systemFlags
  .map((row) => row.name)
  .filter((name) => name !== '\\Recent' && name !== '\\*');
const lower: ReadonlySet<string> = new Set(settable.map((name) => name.toLowerCase()));

/** One flag that is to be set. */
export const flag: Check = (args) => {
  const value = take(args, 'a flag');
  if (!value || isUnknown(value)) return;
  const text = value.kind === 'atom' ? value.text : value.kind === 'nil' ? 'NIL' : undefined;
  if (text === undefined) return notAtom(args, value);
  if (text.startsWith('\\')) return systemFlag(args, value, text);
  if (!isFlag(text)) return bad(args, value, text);
  // `Seen` is a keyword of its own, and hardly meant.
  if (!lower.has(`\\${text.toLowerCase()}`)) return;
  const right = settable.find((name) => name.toLowerCase() === `\\${text.toLowerCase()}`) ?? text;
  const { start, end } = value.range;
  args.report('unknown-flag', start, end, {
    message: `${text} without a backslash is a keyword, not the flag ${right}`,
    fix: replacing(`Write ${right}`, start, end, right),
  });
};

function systemFlag(args: Arguments, value: ImapValue, text: string): void {
  const { start, end } = value.range;
  const small = text.toLowerCase();
  if (lower.has(small)) return;
  if (small === '\\recent' || small === '\\*') {
    const message = small === '\\*' ? '\\* stands in PERMANENTFLAGS only' : '\\Recent is set by the server alone';
    args.report('flag-not-storable', start, end, { message, ...withoutFlag(args, start, end) });
    return;
  }
  if (!isFlag(text)) {
    bad(args, value, text);
    return;
  }
  const near = nearest(text, settable);
  args.report('unknown-flag', start, end, {
    message: `${text} is no system flag`,
    ...(near ? { advice: `did you mean ${near}?`, fix: replacing(`Replace by ${near}`, start, end, near) } : {}),
  });
}

/** Takes the flag that was just read away, with the space that sets it off; the only one stays. */
function withoutFlag({ items, at }: Arguments, start: number, end: number): { readonly fix?: Correction } {
  const before = at > 1 ? items[at - 2] : undefined;
  const next = items[at];
  if (before?.kind === 'atom' && before.text.startsWith('\\'))
    return { fix: replacing('Remove it', before.range.end, end, '') };
  return next ? { fix: replacing('Remove it', start, next.range.start, '') } : {};
}

function bad(args: Arguments, value: ImapValue, text: string): void {
  const found = /[^!#-'+-[^-z|}~]/.exec(text.replace(/^\\/, ''))?.[0];
  const message =
    text === '\\' ? 'a backslash alone is no flag' : `${text} is no flag${found ? `: it may not hold ${found}` : ''}`;
  args.report('bad-flag', value.range.start, value.range.end, { message });
}

function notAtom(args: Arguments, value: ImapValue): void {
  const text = knownText(value);
  const { start, end } = value.range;
  const plain = text !== undefined && isFlag(text);
  wrong(
    args,
    value,
    'a flag is an atom, without quotes or parentheses',
    plain ? { fix: replacing('Remove the quotes', start, end, text) } : {},
  );
}

export const flags: Check = several(flag);

/** `flag-list / (flag *(SP flag))` */
export const flagsOrList: Check = (args) => {
  const value = peek(args);
  if (value?.kind !== 'list') return flags(args);
  args.at++;
  if (value.items.length > 0) flags(inside(args, value));
};

/** `flag-keyword`, as SEARCH KEYWORD takes it. */
export const keyword =
  (what: string): Check =>
  (args) => {
    const value = take(args, what);
    const text = knownText(value);
    if (!value || text === undefined) return;
    const { start, end } = value.range;
    if (value.kind !== 'atom') {
      const more = isFlag(text) ? { fix: replacing('Remove the quotes', start, end, text) } : {};
      return wrong(args, value, `${what} is to be an atom`, more);
    }
    if (!text.startsWith('\\')) return;
    const right = text.slice(1).toUpperCase();
    const known = lower.has(text.toLowerCase());
    const message = known ? `the flag ${text} is searched for by ${right}` : `${what} has no backslash`;
    args.report('bad-flag', start, end, { message, advice: known ? `write ${right} alone` : `write ${quoted(right)}` });
  };

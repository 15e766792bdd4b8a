/** Compiles the pattern of an SMTP or LMTP `S:` line: a code, then words. */
import type { Expression, Pattern } from '../../script/program';
import { type CodePattern, codePattern, success } from './smtp-code';
import { blockElements, type Element, wordElements } from './text-pattern';

export interface SmtpPattern {
  readonly code:
    | { readonly kind: 'fixed'; readonly pattern: CodePattern }
    | { readonly kind: 'value'; readonly expression: Expression }
    | { readonly kind: 'capture'; readonly name: string };
  readonly words: readonly Element[];
  /** A block: the reply's texts, one a line, as one string. */
  readonly block?: readonly Element[];
  /** The words are one regular expression, which may see the whole reply. */
  readonly regex?: RegExp;
}

const compiled = new WeakMap<Pattern, SmtpPattern>();

export function smtpPattern(pattern: Pattern): SmtpPattern {
  const known = compiled.get(pattern);
  if (known) return known;
  const made = compile(pattern);
  compiled.set(pattern, made);
  return made;
}

function compile(pattern: Pattern): SmtpPattern {
  const { code, rest } = splitCode(wordElements(pattern));
  const words = withShape(rest);
  const block = pattern.find((part) => part.kind === 'block');
  const only = words.length === 1 ? words[0] : undefined;
  return {
    code,
    words,
    ...(block && { block: blockElements(block.content) }),
    ...(only?.kind === 'regex' && { regex: only.regex }),
  };
}

function splitCode(elements: readonly Element[]): Pick<SmtpPattern, 'code'> & { readonly rest: readonly Element[] } {
  const [first, ...others] = elements;
  if (first?.kind === 'literal') {
    const head = /^([^-]+)(?:-(.*))?$/s.exec(first.text);
    const pattern = codePattern(head?.[1] ?? '');
    if (pattern) {
      const glued = head?.[2] ?? '';
      const rest: readonly Element[] = glued === '' ? others : [{ kind: 'literal', text: glued }, ...others];
      return { code: { kind: 'fixed', pattern }, rest: trimStart(rest) };
    }
  } else if (first && (others.length === 0 || separates(others[0]))) {
    const rest = trimStart(withoutHyphen(others));
    if (first.kind === 'value') return { code: { kind: 'value', expression: first.expression }, rest };
    if (first.kind === 'capture' && first.take.kind === 'word')
      return { code: { kind: 'capture', name: first.name }, rest };
  }
  // Words without a code: they say nothing of failure, so success is meant; a regular expression or `...` accepts any code.
  const open = first?.kind === 'regex' || first?.kind === 'words' || first?.kind === 'any';
  const any = codePattern('any');
  return { code: { kind: 'fixed', pattern: open && any ? any : success }, rest: elements };
}

const separates = (element: Element | undefined): boolean =>
  element?.kind === 'space' ||
  element?.kind === 'words' ||
  (element?.kind === 'literal' && element.text.startsWith('-'));

function withoutHyphen([first, ...others]: readonly Element[]): readonly Element[] {
  if (first?.kind !== 'literal') return first ? [first, ...others] : [];
  const text = first.text.slice(1);
  return text === '' ? others : [{ kind: 'literal', text }, ...others];
}

const trimStart = (elements: readonly Element[]): readonly Element[] =>
  elements[0]?.kind === 'space' ? elements.slice(1) : elements;

const enhancedWithX = /^[245x]\.(?:\d{1,3}|x)\.(?:\d{1,3}|x)$/i;

/** An enhanced status code with `x` in front becomes a shape (RFC 3463: class of one digit, subject and detail of one to three). */
function withShape([first, ...others]: readonly Element[]): readonly Element[] {
  if (!first) return [];
  const glued = others[0] !== undefined && !separates(others[0]);
  if (first.kind !== 'literal' || glued || !enhancedWithX.test(first.text) || !/x/i.test(first.text)) {
    return [first, ...others];
  }
  const [kind = '', subject = '', detail = ''] = first.text.toLowerCase().split('.');
  const digits = (part: string): string => (part === 'x' ? '\\d{1,3}' : part);
  const source = `^${kind === 'x' ? '[245]' : kind}\\.${digits(subject)}\\.${digits(detail)}(?!\\S)`;
  return [{ kind: 'shape', regex: new RegExp(source), shown: first.text }, ...others];
}

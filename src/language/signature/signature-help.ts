/** The grammar of the command or directive that is being typed, with the argument that the cursor is in. */

import { faultNamed } from '../../protocol/faults/table';
import { commandInfo as pop3CommandInfo } from '../../protocol/pop3/commands';
import { commandInfo as smtpCommandInfo } from '../../protocol/smtp/commands';
import { parameterInfo, parameters } from '../../protocol/smtp/parameters';
import type { DirectiveInfo } from '../../script';
import { commandPlace, imapCursor } from '../cursor/imap-cursor';
import { linePlace } from '../cursor/line-place';
import { type Scene, sceneAt } from '../cursor/scene';
import type { ScriptDocument } from '../document';
import { readable } from '../knowledge/describe-imap';
import { smtpParameterEntry } from '../knowledge/describe-smtp';
import { describe } from '../knowledge/entry';
import { bullets, code, paragraphs, sentence } from '../knowledge/markdown';
import { rfcLinks } from '../knowledge/rfc-link';
import { meaningOf } from './argument-meanings';
import { activeWord, grammarWords } from './grammar-words';

export interface SignatureHelp {
  readonly signatures: readonly Signature[];
  readonly activeSignature: number;
  /** An index in the active signature's `parameters`; past the last when nothing may follow. */
  readonly activeParameter: number;
}

export interface Signature {
  /** The whole grammar, such as `FETCH sequence-set items`. */
  readonly label: string;
  /** Markdown. */
  readonly documentation: string;
  readonly parameters: readonly {
    /** Where it stands in the label. */
    readonly range: readonly [start: number, end: number];
    /** Markdown. */
    readonly documentation: string;
  }[];
}

/** The signature at `offset`; undefined where no command or directive with arguments is being typed. Never throws. */
export function signatureHelp(document: ScriptDocument, offset: number): SignatureHelp | undefined {
  const scene = sceneAt(document, offset);
  if (scene.block) return undefined;
  const place = linePlace(scene.line, scene.column);
  if (place.kind === 'directive') return ofDirective(scene, place.info, place.from);
  if (place.kind !== 'client' || scene.column < place.from) return undefined;
  const { protocol } = scene;
  if (protocol === 'imap') return ofImap(scene, place.from);
  return protocol === 'pop3' ? ofPop3(scene, place.from) : ofSmtp(scene, place.from);
}

function signature(
  label: string,
  skip: number,
  about: string,
  rfc: string | undefined,
  own: Readonly<Record<number, string>> = {},
): Signature {
  return {
    label,
    documentation: paragraphs(sentence(about), rfc === undefined ? undefined : rfcLinks(rfc)),
    parameters: grammarWords(label, skip).map((word, at) => ({
      range: word.range,
      documentation: own[at] ?? meaningOf(word.text) ?? '',
    })),
  };
}

function single(one: Signature, typed: readonly string[], skip: number): SignatureHelp | undefined {
  if (one.parameters.length === 0) return undefined;
  return { signatures: [one], activeSignature: 0, activeParameter: activeWord(grammarWords(one.label, skip), typed) };
}

/** The words behind `from` up to the cursor, the last one perhaps empty; quotes, lists and values hold together. */
function typedWords({ line, column }: Scene, from: number): readonly string[] {
  const cursor = imapCursor(line.slice(from), column - from);
  const outer = cursor.frames[0];
  return [...cursor.words.map(({ text }) => text), outer ? outer.open : cursor.word.text];
}

function ofSmtp(scene: Scene, from: number): SignatureHelp | undefined {
  const text = scene.line.slice(from, scene.column);
  const verb = /^[ \t]*([A-Za-z]+)[ \t]+/.exec(text);
  const info = smtpCommandInfo(verb?.[1] ?? '');
  if (!verb || !info) return undefined;
  if (info.verb !== 'MAIL' && info.verb !== 'RCPT')
    return single(signature(info.syntax, 1, info.description, info.rfc), typedWords(scene, from + verb[0].length), 1);
  const argument = text.slice(verb[0].length);
  const close = argument.indexOf('>');
  const behind = close !== -1 && /^\s/.test(argument.slice(close + 1));
  const typed = /[^\s]*$/.exec(text)?.[0] ?? '';
  const parameter = behind ? parameterInfo(info.verb, typed.split('=')[0] ?? '') : undefined;
  const all = parameters
    .filter(({ command }) => command === info.verb)
    .map(({ syntax, description }) => `${code(syntax)} ${description}`);
  const one = signature(info.syntax, 1, info.description, info.rfc, {
    1: parameter ? describe(smtpParameterEntry(parameter)) : bullets(all),
  });
  return { signatures: [one], activeSignature: 0, activeParameter: behind ? 1 : 0 };
}

function ofPop3(scene: Scene, from: number): SignatureHelp | undefined {
  const word = /^[ \t]*([A-Za-z0-9]+)[ \t]+/.exec(scene.line.slice(from, scene.column));
  const info = pop3CommandInfo(word?.[1] ?? '');
  if (!word || !info) return undefined;
  return single(signature(info.syntax, 1, info.description, info.rfc), typedWords(scene, from + word[0].length), 1);
}

function ofImap(scene: Scene, from: number): SignatureHelp | undefined {
  const cursor = imapCursor(scene.line.slice(from), scene.column - from);
  const place = commandPlace(cursor);
  if (!place.command || place.command.syntax === '') return undefined;
  const { command } = place;
  const skip = command.name.split(' ').length;
  const label = `${command.name} ${readable(command.syntax)}`;
  const outer = cursor.frames[0];
  const inBody = outer?.open === '[';
  const typed = [
    ...place.arguments.map(({ text }) => text),
    outer && !inBody ? '(' : inBody ? outer.before : cursor.word.text,
  ];
  return single(signature(label, skip, command.description, command.rfc), typed, skip);
}

/** `… end` and what stands in a body is no argument. */
const header = (syntax: string): string => syntax.replace(/ … (\[else …\] )?end$/, '').replace(/ """ … """$/, ' """');

function ofDirective(scene: Scene, info: DirectiveInfo, from: number): SignatureHelp | undefined {
  const typed = typedWords(scene, from);
  if (info.word === 'fault') {
    const fault = typed.length > 1 ? faultNamed(typed[0] ?? '') : undefined;
    if (fault) return single(signature(`fault ${fault.syntax}`, 2, fault.doc, undefined), typed.slice(1), 2);
  }
  const variants = info.syntax.split(' · ').map(header);
  const signatures = variants.map((variant) => signature(variant, skipOf(variant), info.doc, undefined));
  const chosen = Math.max(
    0,
    variants.findIndex((variant) => variants.length > 1 && variant.split(' ')[1] === typed[0]),
  );
  const one = signatures[chosen];
  const skip = skipOf(variants[chosen] ?? '');
  if (!one || one.parameters.length === 0) return undefined;
  const words = grammarWords(one.label, skip);
  const active = info.word === 'if' ? 0 : activeWord(words, typed.slice(skip - 1));
  return { signatures, activeSignature: chosen, activeParameter: active };
}

/** The words of a directive's grammar that stand for themselves: its own, and `dsn` or `message`. */
const skipOf = (variant: string): number => (/^await /.test(variant) ? 2 : 1);

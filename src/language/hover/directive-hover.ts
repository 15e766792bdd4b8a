/** Hovers over directives and their words. */
import { faultNamed } from '../../protocol/faults/table';
import { imapCapabilityNamed } from '../../protocol/imap/capabilities';
import { searchKeyNamed } from '../../protocol/imap/search-keys';
import { capabilities as pop3Capabilities } from '../../protocol/pop3/capabilities';
import { schemes, services } from '../../protocol/schemes';
import { extensionInfo } from '../../protocol/smtp/extensions';
import { type DirectiveInfo, fact } from '../../script';
import type { Scene } from '../cursor/scene';
import { imapCapabilityEntry, searchKeyEntry } from '../knowledge/describe-imap';
import { directiveEntry, factEntry } from '../knowledge/describe-language';
import { mechanismEntry, mechanismNamed } from '../knowledge/describe-mechanism';
import { pop3CapabilityEntry } from '../knowledge/describe-pop3';
import { smtpExtensionEntry } from '../knowledge/describe-smtp';
import type { Entry } from '../knowledge/entry';
import { code, paragraphs } from '../knowledge/markdown';
import { described, type LineHover, wordAround } from './finding';
import { variableText } from './value-hover';

/** Over the directive's own word, or a word behind it. */
export function directiveHover(scene: Scene, info: DirectiveInfo, from: number): LineHover | undefined {
  const { line, column } = scene;
  const word = wordAround(line, column, /[^\s"]/);
  if (!word || word.range.start < from) return undefined;
  if (info.word === 'assert' || info.word === 'if') {
    const left = wordAround(line, column, /[\w.()-]/);
    return left && line.slice(from, left.range.start).trim() === '' ? leftHover(scene, left) : undefined;
  }
  return described(word.range, wordEntry(scene, info.word, word.text, line.slice(from, word.range.start).trim()));
}

function leftHover(
  scene: Scene,
  { text, range }: { readonly text: string; readonly range: LineHover['range'] },
): LineHover {
  const info = fact(text.replace(/\(.*$/, ''));
  if (info) return described(range, factEntry(info)) ?? { range, markdown: '' };
  return { range, markdown: variableText(scene, text) };
}

function wordEntry(scene: Scene, directive: string, word: string, before: string): Entry | undefined {
  switch (directive) {
    case 'auth': {
      const facts = mechanismNamed(word);
      if (facts && word === word.toUpperCase()) return mechanismEntry(facts);
      return scene.environments?.users.includes(word)
        ? {
            name: word,
            kind: 'user of the environment',
            about: 'Signs in with the password that the environment names.',
          }
        : undefined;
    }
    case 'needs':
      return capabilityEntry(scene, word);
    case 'connect':
      return targetEntry(scene, word);
    case 'fault': {
      const info = before === '' ? faultNamed(word) : undefined;
      return info && { name: info.kind, kind: 'fault', about: info.doc, syntax: info.syntax };
    }
    case 'await': {
      const found = /^message\b/.test(before) ? searchKeyNamed(word) : undefined;
      return found && searchKeyEntry(found);
    }
    default:
      return undefined;
  }
}

function capabilityEntry({ protocol }: Scene, name: string): Entry | undefined {
  const mechanism = /^(?:AUTH|SASL)=(.+)$/i.exec(name)?.[1];
  const facts = mechanism === undefined ? undefined : mechanismNamed(mechanism);
  if (facts) return mechanismEntry(facts);
  if (protocol === 'imap') {
    const row = imapCapabilityNamed(name);
    return row && imapCapabilityEntry(row, name.toUpperCase());
  }
  const keyword = name.toUpperCase().replace(/=.*$/, '');
  if (protocol === 'pop3') {
    const row = pop3Capabilities.find(({ tag }) => tag === keyword);
    return row && pop3CapabilityEntry(row);
  }
  const row = extensionInfo(keyword);
  return row && smtpExtensionEntry(row);
}

function targetEntry({ environments }: Scene, word: string): Entry | undefined {
  const server = environments?.servers[word];
  if (Object.hasOwn(services, word))
    return {
      name: word,
      kind: 'server of the environment',
      about:
        server === undefined
          ? `The environment's server of that name; ${services[word]?.toUpperCase()} is spoken there.`
          : `${code(server)}, by the environment${environments?.chosen === undefined ? '' : ` ${code(environments.chosen)}`}.`,
    };
  const scheme = /^([a-z0-9]+):/i.exec(word)?.[1]?.toLowerCase() ?? '';
  const known = Object.hasOwn(schemes, scheme) ? schemes[scheme] : undefined;
  return (
    known && {
      name: `${scheme}://`,
      kind: 'address',
      about: `${known.protocol.toUpperCase()} on port ${known.port} unless another is named${known.implicitTls ? ', under TLS from the first byte' : ', in clear until STARTTLS'}.`,
      rfc: known.rfc,
    }
  );
}

/** Over the word that begins the line, or the name of the connection before it. */
export function directiveWordHover({ line, column }: Scene, info: DirectiveInfo): LineHover | undefined {
  const word = wordAround(line, column, /[\w-]/);
  return word?.text === info.word ? described(word.range, directiveEntry(info)) : undefined;
}

/** What a connection's name stands for. */
export function connectionHover({ line, column, situation }: Scene): LineHover | undefined {
  const word = wordAround(line, column, /[\w-]/);
  const connection = word && situation.connections.find(({ name }) => name === word.text);
  if (!word || !connection) return undefined;
  return {
    range: word.range,
    markdown: paragraphs(`**${code(connection.name)}** · connection`, `Speaks ${connection.protocol.toUpperCase()}.`),
  };
}

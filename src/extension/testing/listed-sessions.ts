/** The sessions of a script as tests: read from its text alone, without compiling what it includes. */
import type { Range } from '../../base';
import { protocolOfUrl, services } from '../../protocol/schemes';
import { lines, parse, protocolOf, type Section } from '../../script';
import { isEmpty } from '../../script/compile/section';
import { sessionIds } from '../sessions-at';

export interface ListedSession {
  /** The same for as long as its title is the same (`sessionIds`). */
  readonly id: string;
  readonly title: string;
  /** From its title to the next one. */
  readonly range: Range;
  /** What is spoken in it: the file's protocol, and those that it connects to. */
  readonly protocols: readonly string[];
}

/**
 * The sessions in the order of `Program.sessions`.
 * @param file a name whose ending tells the protocol
 */
export function listSessions(file: string, text: string): readonly ListedSession[] {
  const { sections } = parse(text).tree;
  const titled = sections.filter(({ title }) => title !== undefined);
  const alone = sections.filter((section) => !isEmpty(section));
  const own = titled.length > 0 ? titled : alone;
  const titles = own.map(({ title }) => title?.title.text ?? baseName(file));
  const ids = sessionIds(titles);
  return own.map((section, index) => ({
    id: ids[index] ?? '',
    title: titles[index] || 'untitled',
    range: { start: section.title?.content.start ?? section.range.start, end: section.range.end },
    protocols: protocolsIn(section, protocolOf(file)),
  }));
}

function protocolsIn(section: Section, fromFile: string | undefined): readonly string[] {
  const found = new Set(fromFile === undefined ? [] : [fromFile]);
  for (const line of lines(section.statements)) {
    if (line.kind !== 'directive' || line.info.word !== 'connect') continue;
    const words = line.arguments.map(({ text }) => text);
    const target = words[0] === 'as' ? words[2] : words[0];
    const protocol = target === undefined ? undefined : (services[target] ?? protocolOfUrl(target));
    if (protocol) found.add(protocol);
  }
  return [...found];
}

const baseName = (file: string): string => file.replace(/^.*[/\\]/, '').replace(/(.)\.[^.]*$/, '$1');

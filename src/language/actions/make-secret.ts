/** Takes a password or token out of the script: `{{$secret NAME}}` in its place. */
import type { Range } from '../../base';
import { lines } from '../../script';
import { protocolsIn } from '../connections-in';
import { type ActionPlace, type CodeAction, inFile, meets } from './action';

/** What is in clear, and the name that the secret is to have. */
interface InClear {
  readonly range: Range;
  readonly name: string;
  /** An IMAP argument, which a password may have to be quoted for. */
  readonly quoted: boolean;
}

export function makeSecret(place: ActionPlace): readonly CodeAction[] {
  const { section, selected } = place;
  const found = inClear(place).filter(({ range }) => meets(range, selected));
  const byHand = selectedText(place);
  const all = found.length === 0 && byHand ? [byHand] : found;
  return all.map(({ range, name, quoted }) => ({
    id: 'make-secret',
    title: `Make it the secret ${name}`,
    kind: 'refactor.rewrite',
    edits: inFile(place, [
      { range, text: `{{$secret ${name}${quoted && section.text[range.start] !== '{' ? ' | quoted' : ''}}}` },
    ]),
  }));
}

const secretName = (user: string | undefined): string => {
  const name = (user ?? '')
    .replace(/^"|"$|@.*$/g, '')
    .replace(/[^A-Za-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return name === '' ? 'password' : name;
};

const soundsSecret = /pass(?:word|phrase)?|secret|token|api-?key|credential/i;

/** Passwords where they always stand: `auth`, LOGIN, PASS, assignments that are named so. */
export function inClear({ section, document }: Pick<ActionPlace, 'section' | 'document'>): readonly InClear[] {
  const { text } = section;
  const protocols = protocolsIn(section, document.protocol);
  const found: InClear[] = [];
  let user: string | undefined;
  for (const line of lines(section.tree.statements)) {
    if (line.kind === 'assignment') {
      const [only] = line.value;
      if (soundsSecret.test(line.name.text) && line.value.length === 1 && only?.kind === 'text') {
        found.push({ range: line.valueRange, name: line.name.text, quoted: false });
      }
    } else if (line.kind === 'directive' && line.info.word === 'auth') {
      const words = line.arguments.filter(({ range }) => !/^[a-z]+=/.test(text.slice(range.start, range.end)));
      const isMechanism = /^[A-Z][A-Z0-9-]*$/.test(words[0]?.text ?? '') || words.length > 2;
      const [login, password] = words.slice(isMechanism ? 1 : 0);
      if (password?.text) found.push({ range: password.range, name: secretName(login?.text), quoted: false });
      for (const { range } of line.arguments) {
        const [whole, key] = /^(token|password)=(?=[^{])\S/.exec(text.slice(range.start, range.end)) ?? [];
        if (whole && key)
          found.push({
            range: { start: range.start + key.length + 1, end: range.end },
            name: secretName(login?.text),
            quoted: false,
          });
      }
    } else if (line.kind === 'wire' && line.side === 'client') {
      const [part] = line.parts;
      if (part?.kind !== 'text' || line.parts.length > 1) continue;
      const written = text.slice(part.range.start, part.range.end);
      const protocol = protocols.get(line.connection?.text ?? '') ?? protocols.get('');
      if (protocol === 'imap') {
        const login = /^(\s*(?:\S+ )?LOGIN ("(?:[^"\\]|\\.)*"|\S+) )("(?:[^"\\]|\\.)*"|[^\s"{]\S*)\s*$/i.exec(written);
        if (!login) continue;
        const start = part.range.start + (login[1]?.length ?? 0);
        found.push({
          range: { start, end: start + (login[3]?.length ?? 0) },
          name: secretName(login[2]),
          quoted: true,
        });
      } else if (protocol === 'pop3') {
        user = /^\s*USER (\S+)/i.exec(written)?.[1] ?? user;
        const pass = /^(\s*PASS )(\S.*)$/i.exec(written);
        const start = part.range.start + (pass?.[1]?.length ?? 0);
        if (pass) found.push({ range: { start, end: part.range.end }, name: secretName(user), quoted: false });
      }
    }
  }
  return found;
}

/** Text of a `C:` line or a directive that the user has marked. */
function selectedText({ section, selected }: ActionPlace): InClear | undefined {
  const text = section.text.slice(selected.start, selected.end);
  if (text === '' || /[\r\n{}]/.test(text) || text !== text.trim()) return undefined;
  for (const line of lines(section.tree.statements)) {
    const parts =
      line.kind === 'wire' && line.side === 'client'
        ? line.parts
        : line.kind === 'assignment'
          ? line.value
          : line.kind === 'directive' && line.info.word === 'auth'
            ? line.arguments.flatMap((argument) => argument.parts)
            : [];
    const inside = parts.some(
      (part) => part.kind === 'text' && part.range.start <= selected.start && selected.end <= part.range.end,
    );
    if (inside) return { range: selected, name: 'password', quoted: false };
  }
  return undefined;
}

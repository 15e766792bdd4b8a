/** Makes a text that a regular expression matches: small and readable, and checked before it is given out. */

type Node =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'set'; readonly accepts: (character: string) => boolean }
  | { readonly kind: 'sequence'; readonly items: readonly Node[] }
  | { readonly kind: 'choice'; readonly options: readonly Node[] }
  | { readonly kind: 'repeat'; readonly item: Node; readonly least: number; readonly most: number }
  | { readonly kind: 'group'; readonly item: Node; readonly number: number; readonly name?: string }
  | { readonly kind: 'back'; readonly to: string };

/** Characters that are tried for a set, the plainest first. */
const plain = 'a1xA0 b2-.,:;/_=+@<>()[]{}"\'!?*%&#$|~^\\`\tZz9é\n';

/**
 * A text in which `regex` has a match, or undefined when none was found: look-around is beyond it. Tried with each repetition as
 * short as can be, then longer, and with each alternative in turn.
 */
export function textFor(source: string, flags = ''): string | undefined {
  let regex: RegExp;
  try {
    regex = new RegExp(source, flags.replace(/[gy]/g, ''));
  } catch {
    return undefined;
  }
  const tree = parse(source);
  if (!tree) return regex.test('') ? '' : undefined;
  for (let extra = 0; extra < 4; extra++) {
    for (let choice = 0; choice < 8; choice++) {
      const groups = new Map<string, string>();
      const text = write(tree, { extra, choice, groups });
      if (text.length <= longest && regex.test(text)) return text;
    }
  }
  return undefined;
}

const longest = 65_536;

interface Way {
  readonly extra: number;
  readonly choice: number;
  readonly groups: Map<string, string>;
}

function write(node: Node, way: Way): string {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'set':
      return [...plain].find(node.accepts) ?? '';
    case 'sequence':
      return node.items.map((item) => write(item, way)).join('');
    case 'choice':
      return write(node.options[way.choice % node.options.length] ?? { kind: 'text', text: '' }, way);
    case 'repeat': {
      const wish = node.least === 0 ? way.extra : node.least + way.extra;
      const times = Math.min(node.most, Math.max(node.least, wish), Math.max(node.least, 4096));
      const item = write(node.item, way);
      return item.repeat(Math.min(times, Math.ceil(longest / Math.max(1, item.length)) + 1));
    }
    case 'group': {
      const text = write(node.item, way);
      way.groups.set(String(node.number), text);
      if (node.name !== undefined) way.groups.set(node.name, text);
      return text;
    }
    case 'back':
      return way.groups.get(node.to) ?? '';
  }
}

/** Undefined for what it does not know: look-around, properties of characters. */
function parse(source: string): Node | undefined {
  let at = 0;
  let groups = 0;
  let beyond = false;

  const choice = (): Node => {
    const options = [sequence()];
    while (source[at] === '|') {
      at++;
      options.push(sequence());
    }
    return options.length === 1 && options[0] ? options[0] : { kind: 'choice', options };
  };

  const sequence = (): Node => {
    const items: Node[] = [];
    while (at < source.length && source[at] !== '|' && source[at] !== ')' && !beyond) items.push(repeated(atom()));
    return { kind: 'sequence', items };
  };

  const repeated = (item: Node): Node => {
    const found = /^(?:([*+?])|\{(\d+)(?:(,)(\d*))?\})\??/.exec(source.slice(at, at + 40));
    if (!found) return item;
    at += found[0].length;
    const [, mark, least, comma, most] = found;
    if (mark === '*') return { kind: 'repeat', item, least: 0, most: Number.POSITIVE_INFINITY };
    if (mark === '+') return { kind: 'repeat', item, least: 1, most: Number.POSITIVE_INFINITY };
    if (mark === '?') return { kind: 'repeat', item, least: 0, most: 1 };
    const lower = Number(least);
    const upper = comma === undefined ? lower : most ? Number(most) : Number.POSITIVE_INFINITY;
    return { kind: 'repeat', item, least: lower, most: upper };
  };

  const atom = (): Node => {
    const character = source[at++] ?? '';
    switch (character) {
      case '^':
      case '$':
        return { kind: 'text', text: '' };
      case '.':
        return setOf('.');
      case '(':
        return group();
      case '[': {
        const start = at - 1;
        while (at < source.length && source[at] !== ']') at += source[at] === '\\' ? 2 : 1;
        at++;
        return setOf(source.slice(start, at));
      }
      case '\\':
        return escaped();
      default:
        return { kind: 'text', text: character };
    }
  };

  const group = (): Node => {
    const head = /^\?(?::|<([A-Za-z_]\w*)>|(.))/.exec(source.slice(at, at + 60));
    if (head?.[2] !== undefined) beyond = true;
    if (head) at += head[0].length;
    const name = head?.[1];
    const number = head && name === undefined ? 0 : ++groups;
    const item = choice();
    if (source[at] === ')') at++;
    return number === 0 ? item : { kind: 'group', item, number, ...(name === undefined ? {} : { name }) };
  };

  const escaped = (): Node => {
    const character = source[at++] ?? '';
    if (/[bB]/.test(character)) return { kind: 'text', text: '' };
    if (/[dDwWsS]/.test(character)) return setOf(`\\${character}`);
    if (/[1-9]/.test(character)) return { kind: 'back', to: character };
    const named = character === 'k' ? /^<(\w+)>/.exec(source.slice(at)) : null;
    if (named?.[1] !== undefined) {
      at += named[0].length;
      return { kind: 'back', to: named[1] };
    }
    const code = /^(?:x([0-9a-f]{2})|u([0-9a-f]{4}))/i.exec(source.slice(at - 1));
    if (code) {
      at += code[0].length - 1;
      return { kind: 'text', text: String.fromCharCode(Number.parseInt(code[1] ?? code[2] ?? '', 16)) };
    }
    if (character === 'p' || character === 'P') beyond = true;
    const control = { n: '\n', r: '\r', t: '\t', f: '\f', v: '\v', 0: '\0' }[character];
    return { kind: 'text', text: control ?? character };
  };

  const setOf = (set: string): Node => {
    let one: RegExp;
    try {
      one = new RegExp(`^${set}$`);
    } catch {
      beyond = true;
      return { kind: 'text', text: '' };
    }
    return { kind: 'set', accepts: (character) => one.test(character) };
  };

  const tree = choice();
  return beyond || at < source.length ? undefined : tree;
}

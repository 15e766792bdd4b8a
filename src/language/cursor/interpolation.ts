/** Whether the cursor stands between `{{` and `}}`, and in which part of it. */

export type InterpolationPlace =
  /** `{{na|`: a variable's name, or whatever else may begin here. */
  | { readonly kind: 'name'; readonly from: number }
  /** `{{$uu|`: `from` is behind the `$`. */
  | { readonly kind: 'builtin'; readonly from: number }
  /** `{{$secret al|` */
  | { readonly kind: 'argument'; readonly builtin: string; readonly from: number }
  /** `{{name | ba|` */
  | { readonly kind: 'filter'; readonly from: number }
  /** `{{< fi|` */
  | { readonly kind: 'path'; readonly from: number }
  /** `{{@na|`: a capture. */
  | { readonly kind: 'capture'; readonly from: number }
  /** In a place where nothing can be proposed. */
  | { readonly kind: 'other' };

export interface Interpolation {
  /** Offset of the `{{` in the line. */
  readonly open: number;
  /** Offset of the `}}` behind the cursor, when it is closed before another one opens. */
  readonly close: number | undefined;
  readonly place: InterpolationPlace;
}

/** The interpolation of `line` that `column` is in. */
export function interpolationAt(line: string, column: number): Interpolation | undefined {
  const open = openBefore(line, column);
  if (open === undefined) return undefined;
  const closing = line.indexOf('}}', column);
  const opening = line.indexOf('{{', column);
  const close = closing !== -1 && (opening === -1 || closing < opening) ? closing : undefined;
  return { open, close, place: placeIn(line.slice(open + 2, column), open + 2) };
}

/** The innermost `{{` before `column` that nothing closes: a path may hold values, as in `{{< {{folder}}/a.eml}}`. */
function openBefore(line: string, column: number): number | undefined {
  const open: number[] = [];
  for (let at = 0; at + 2 <= column; at++) {
    if (line.startsWith('{{', at)) {
      if (line[at - 1] !== '\\') open.push(at);
      at++;
    } else if (line.startsWith('}}', at) && open.length > 0) {
      open.pop();
      at++;
    }
  }
  return open.at(-1);
}

function placeIn(inside: string, at: number): InterpolationPlace {
  const blank = /^\s*/.exec(inside)?.[0].length ?? 0;
  const text = inside.slice(blank);
  const end = at + inside.length;
  const file = /^<[+~]*[ \t]*/.exec(text);
  if (file) return { kind: 'path', from: at + blank + file[0].length };
  const filtered = /\|[ \t]*([A-Za-z0-9]*)$/.exec(text);
  if (filtered) return { kind: 'filter', from: end - (filtered[1]?.length ?? 0) };
  if (text.startsWith('@'))
    return /^@[\w-]*$/.test(text) ? { kind: 'capture', from: at + blank + 1 } : { kind: 'other' };
  const built = /^\$([A-Za-z]*)$/.exec(text);
  if (built) return { kind: 'builtin', from: at + blank + 1 };
  const argument = /^\$([A-Za-z]+)[ \t]+([^\s|"]*)$/.exec(text);
  if (argument) return { kind: 'argument', builtin: argument[1] ?? '', from: end - (argument[2]?.length ?? 0) };
  return /^[\w-]*$/.test(text) ? { kind: 'name', from: at + blank } : { kind: 'other' };
}

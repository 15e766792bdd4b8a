/** Makes text from a server safe and readable on a terminal: no control character reaches it as such. */

const pictures = 0x2400;

/** Control characters become their pictures (␀ … ␡); C1 controls and direction marks become `\u{…}`. Tabs stay. */
export const visible = (text: string): string =>
  text.replace(/[\x00-\x08\x0a-\x1f\x7f]|[\x80-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, (character) => {
    const code = character.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(pictures + code);
    return code === 0x7f ? '␡' : `\\u{${code.toString(16)}}`;
  });

/** The lines of a wire text, without their line ends; a last line that has none is kept, a bare LF is shown. */
export function wireLines(text: string): string[] {
  const lines = text.split('\r\n');
  if (lines.length > 1 && lines.at(-1) === '') lines.pop();
  return lines.map(visible);
}

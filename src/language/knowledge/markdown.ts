/** Writes Markdown: code spans, fences, lists and paragraphs whose content cannot break out of them. */

/** A code span; backticks and line ends in `text` cannot end it. */
export function code(text: string): string {
  const shown = text.replace(/[\r\n]+/g, ' ');
  if (shown === '') return '` `';
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest > 0 ? `${fence} ${shown} ${fence}` : `\`${shown}\``;
}

/** A fenced block of `text`, longer than `limit` characters cut short. */
export function fenced(text: string, language = '', limit = 2_000): string {
  const shown = text.length > limit ? `${text.slice(0, limit)}…` : text;
  const longest = Math.max(2, ...(shown.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${shown.replace(/\r\n?/g, '\n').replace(/\n$/, '')}\n${fence}`;
}

/** Text of a person or a server that is to be shown as it is: nothing in it is Markdown or HTML. */
export const plain = (text: string): string => text.replace(/[\\`*_{}[\]()#+!|<>~&-]/g, (mark) => `\\${mark}`);

export const bullets = (items: readonly string[]): string => items.map((item) => `* ${item}`).join('\n');

/** Paragraphs; those that are missing or empty are left out. */
export const paragraphs = (...parts: readonly (string | undefined | false)[]): string =>
  parts.filter((part) => part !== undefined && part !== false && part !== '').join('\n\n');

/** `done` → `Done.`: a meaning from a table as a sentence. */
export function sentence(text: string): string {
  const first = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?…:]$/.test(first) ? first : `${first}.`;
}

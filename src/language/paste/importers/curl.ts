/** `curl -v`: `> ` and `< `. What is uploaded and downloaded is counted and not shown. */
import { type Importer, said, type Turn } from '../dialogue';

export const curl: Importer = {
  kind: 'curl',
  title: 'the output of curl -v',
  recognises: (line) => /^[<>] /.test(line) || /^\* (?:Connected to|Trying|Connection #)/.test(line.trimStart()),
  read: (lines) => {
    const turns: Turn[] = [];
    for (const line of lines) {
      const shown = /^([<>]) ?(.*)$/.exec(line);
      if (shown) {
        const literal = /\{(\d{1,9})\}$/.exec(shown[2] ?? '');
        turns.push(...said(shown[1] === '>' ? 'client' : 'server', shown[2] ?? ''));
        if (literal && shown[1] === '<') turns.push({ kind: 'missing', side: 'server', octets: Number(literal[1]) });
      } else if (/^\* (?:We are completely uploaded|upload completely sent)/.test(line)) {
        turns.push({ kind: 'missing', side: 'client' });
      }
    }
    return [{ turns }];
  },
};

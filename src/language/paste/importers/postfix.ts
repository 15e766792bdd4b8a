/** Postfix with `-v`: in smtpd's log `<` is the client, in smtp's and lmtp's it is the server. */
import { type Dialogue, type Importer, said, type Turn } from '../dialogue';

const line = /postfix[\w.-]*\/(?:[\w.-]+\/)?(smtpd|smtp|lmtp)\[(\d+)\]: ([<>]) [^\s[\]]*\[[^\]]*\](?::\d+)?: ?(.*)$/;
const start = /postfix[\w.-]*\/(?:[\w.-]+\/)?smtpd\[(\d+)\]: connect from /;

export const postfix: Importer = {
  kind: 'postfix',
  title: 'a verbose Postfix log',
  recognises: (text) => line.test(text),
  read: (lines) => {
    const all: (Dialogue & { readonly turns: Turn[] })[] = [];
    const open = new Map<string, Turn[]>();
    for (const text of lines) {
      const begins = start.exec(text)?.[1];
      // A process serves one client after another.
      if (begins !== undefined) open.delete(begins);
      const [, program, process = '', direction, content = ''] = line.exec(text) ?? [];
      if (program === undefined) continue;
      let turns = open.get(process);
      if (!turns) {
        turns = [];
        open.set(process, turns);
        all.push({ turns, ...(program === 'lmtp' && { protocol: 'lmtp' }) });
      }
      const isClient = (direction === '<') === (program === 'smtpd');
      turns.push(...said(isClient ? 'client' : 'server', content));
    }
    return all;
  },
};

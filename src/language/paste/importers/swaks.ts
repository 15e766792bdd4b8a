/** `swaks`: ` -> ` and `<-  `, with `~` on TLS and `*` for what failed. */
import { type Importer, said } from '../dialogue';

const sent = /^(?: ->| ~>|\*\*>|\*~>) (.*)$/;
const received = /^(?:<-|<~|<\*\*|<~\*) {1,2}(.*)$/;

export const swaks: Importer = {
  kind: 'swaks',
  title: 'a swaks transcript',
  recognises: (line) => sent.test(line) || received.test(line),
  read: (lines) => [
    {
      turns: lines.flatMap((line) => {
        const client = sent.exec(line);
        if (client) return said('client', client[1] ?? '');
        const server = received.exec(line);
        return server ? said('server', server[1] ?? '') : [];
      }),
    },
  ],
};

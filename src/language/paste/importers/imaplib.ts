/** Python's imaplib with `Debug = 4`: `17:23.41 > b'ABCD1 …'`. Literals are counted and not shown. */
import { type Importer, said } from '../dialogue';
import { pythonText } from '../python-literal';

const line = /^\s*\d\d:\d\d\.\d\d (?:([<>]) (b?['"].*)|(read|write) literal size (\d{1,9}))$/;

export const imaplib: Importer = {
  kind: 'imaplib',
  title: "the debug output of Python's imaplib",
  recognises: (text) => line.test(text),
  read: (lines) => [
    {
      protocol: 'imap',
      turns: lines.flatMap((text) => {
        const [, direction, literal = '', counted, size] = line.exec(text) ?? [];
        if (counted) {
          return [{ kind: 'missing', side: counted === 'read' ? 'server' : 'client', octets: Number(size) } as const];
        }
        const content = direction === undefined ? undefined : pythonText(literal);
        return content === undefined ? [] : said(direction === '>' ? 'client' : 'server', content);
      }),
    },
  ],
};

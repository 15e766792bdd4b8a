/** Python's smtplib with `set_debuglevel`: `send: '…'` and `reply: b'…'`, with the time before them at level 2. */
import { type Importer, said } from '../dialogue';
import { pythonText } from '../python-literal';

const line = /^(?:\d\d:\d\d:\d\d\.\d+ )?(send|reply): (b?['"].*)$/;

export const smtplib: Importer = {
  kind: 'smtplib',
  title: "the debug output of Python's smtplib",
  recognises: (text) => line.test(text),
  read: (lines) => [
    {
      turns: lines.flatMap((text) => {
        const [, what, literal = ''] = line.exec(text) ?? [];
        const content = what === undefined ? undefined : pythonText(literal);
        return content === undefined ? [] : said(what === 'send' ? 'client' : 'server', content);
      }),
    },
  ],
};

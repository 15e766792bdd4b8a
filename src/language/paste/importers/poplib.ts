/** Python's poplib with `set_debuglevel`: `*cmd* '…'`; at level 2 also `*put*`, `*get*` and `*resp*`. */
import { type Importer, said } from '../dialogue';
import { pythonText } from '../python-literal';

const line = /^\*(cmd|put|get|resp|welcome)\* (b?['"].*)$/;

export const poplib: Importer = {
  kind: 'poplib',
  title: "the debug output of Python's poplib",
  recognises: (text) => line.test(text),
  read: (lines) => {
    const found = lines.flatMap((text) => {
      const [, what, literal = ''] = line.exec(text) ?? [];
      const content = what === undefined ? undefined : pythonText(literal);
      return content === undefined ? [] : [{ what, content }];
    });
    // Level 2 says everything twice.
    const whole = found.some(({ what }) => what === 'get');
    const sent = whole ? ['put'] : ['cmd', 'put'];
    const received = whole ? ['get'] : ['resp', 'welcome'];
    return [
      {
        protocol: 'pop3',
        turns: found.flatMap(({ what = '', content }) => {
          if (sent.includes(what)) return said('client', content);
          return received.includes(what) ? said('server', content) : [];
        }),
      },
    ];
  },
};

/** Makes the volatile names in a transcript stable: folders, ports, times, certificates' days, lists of capabilities. */

import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

const volatile: readonly (readonly [RegExp, string])[] = [
  [/127\.0\.0\.1 port \d+/g, '127.0.0.1 port PORT'],
  [/\b(127\.0\.0\.1|localhost|\[::1\]):\d+/g, '$1:PORT'],
  [/ in \d+(?:\.\d+)? m?s\b/g, ' in N ms'],
  [/-?\d+ days left/g, 'N days left'],
  // only the engine's clock goes on: the sandbox's stands still
  [/(Sat, 14 Mar 2026 09:2)\d:\d\d/g, '$1N:NN'],
  [/(within|after|waited|for) \d+(?:\.\d+)? ?ms\b/g, '$1 N ms'],
  // a SCRAM server's signature, which depends on the TLS session
  [/^((?:\w+ )?S: (?:\+|334) )dj[A-Za-z0-9+/=]+$/gm, '$1‹server signature›'],
  [/(client-final-message: c=)[^,]+/g, '$1…'],
  // what a server announces grows with each version, and is not what most scenarios are about
  [/\bCAPABILITY IMAP4[^\]\n]*/g, 'CAPABILITY …'],
  [/( at your service\n)(?:(?:\w+ )?S: 250-.*\n)+((?:\w+ )?S: 250 ).*/g, '$1$2…'],
];

export const stable = (text: string): string =>
  volatile.reduce((made, [pattern, name]) => made.replace(pattern, name), text.replaceAll(`${root}/`, ''));

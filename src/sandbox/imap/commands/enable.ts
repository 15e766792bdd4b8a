/** ENABLE: switches on what changes the server's answers (RFC 9051 §6.3.1, RFC 5161). */
import { textOf } from '../../../protocol/imap/value';
import { supports } from '../capabilities';
import type { ImapHandler } from '../dispatch';
import { bad, ok } from '../outcome';

const enableable: ReadonlySet<string> = new Set(['IMAP4REV2', 'CONDSTORE', 'UTF8=ACCEPT']);

export const enable: ImapHandler = (session, { values }) => {
  const names = values.map((value) => textOf(value)?.toUpperCase());
  if (names.length === 0 || names.includes(undefined)) return bad('ENABLE takes capabilities');
  const now: string[] = [];
  for (const name of names) {
    if (name === undefined || !enableable.has(name) || !supports(session.server, name) || session.enabled.has(name))
      continue;
    session.enabled.add(name);
    now.push(name === 'IMAP4REV2' ? 'IMAP4rev2' : name);
  }
  session.untagged(`ENABLED${now.map((name) => ` ${name}`).join('')}`);
  return ok('done');
};

/** ENABLE: switches on what changes the server's answers (RFC 9051 §6.3.1, RFC 5161). */
import { textOf } from '../../../protocol/imap/value';
import { supports } from '../capabilities';
import { enableCondstore } from '../condstore';
import type { ImapHandler } from '../dispatch';
import { bad, ok } from '../outcome';

/** By name in upper case: how it is spelled. */
const enableable: ReadonlyMap<string, string> = new Map(
  ['IMAP4rev2', 'CONDSTORE', 'QRESYNC', 'METADATA', 'UTF8=ACCEPT'].map((name) => [name.toUpperCase(), name]),
);

export const enable: ImapHandler = (session, { values }) => {
  const names = values.map((value) => textOf(value)?.toUpperCase());
  if (names.length === 0 || names.includes(undefined)) return bad('ENABLE takes capabilities');
  const now: string[] = [];
  for (const name of names) {
    const spelled = enableable.get(name ?? '');
    if (name === undefined || spelled === undefined || !supports(session.server, name) || now.includes(spelled))
      continue;
    if (name === 'CONDSTORE' || name === 'QRESYNC') enableCondstore(session);
    else if (session.enabled.has(name)) continue;
    session.enabled.add(name);
    now.push(spelled);
  }
  session.untagged(`ENABLED${now.map((name) => ` ${name}`).join('')}`);
  return ok('done');
};

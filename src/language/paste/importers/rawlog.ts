/** Dovecot's raw logs: lines behind a time, the client's in a file `.in`, the server's in `.out`; both may be pasted one after the other. */
import { type Dialogue, type Importer, type Side, said, type Turn } from '../dialogue';
import { protocolOfLine } from '../protocol-of';
import { sidesOf } from '../sides';

const line = /^(\d{9,11}\.\d{6}) ?(.*)$/;
const fileName = /^(?:==> |# |---+ )?(\S*\/)?[\w.+-]*\.(in|out)(?: <==|:| ---+)?$/;

interface Entry {
  readonly time: number;
  readonly text: string;
  readonly side: Side | undefined;
}

export const rawlog: Importer = {
  kind: 'rawlog',
  title: 'a Dovecot raw log',
  recognises: (text) => line.test(text),
  read: (lines) => {
    const entries: Entry[] = [];
    let side: Side | undefined;
    let user: string | undefined;
    for (const text of lines) {
      const file = fileName.exec(text.trim());
      if (file) {
        side = file[2] === 'in' ? 'client' : 'server';
        user ??= /([^/\s]+)\/$/.exec(file[1] ?? '')?.[1];
        continue;
      }
      const found = line.exec(text);
      if (found) entries.push({ time: Number(found[1]), text: found[2] ?? '', side });
    }
    return [dialogue(entries, user)];
  },
};

function dialogue(entries: readonly Entry[], user: string | undefined): Dialogue {
  // Lines of the same moment stay in the order in which they were pasted; what was asked comes before what answers it.
  const known = entries.every((entry) => entry.side !== undefined) ? entries : inferred(entries);
  const sorted = known.toSorted((a, b) => a.time - b.time);
  const turns: readonly Turn[] = sorted.flatMap(({ text, side = 'server' }) => said(side, text));
  const isLmtp = turns.some((turn) => turn.kind === 'said' && /^LHLO /i.test(turn.text));
  return {
    turns,
    ...(!isLmtp && {
      before: [`auth${user && user !== 'rawlog' ? ` ${user.split('@')[0]}` : ''}`],
      notes: ['a raw log begins behind the login: `auth` stands in its place'],
    }),
  };
}

/** Without the names of the files: one file's lines follow the other's, and the times begin anew. */
function inferred(entries: readonly Entry[]): readonly Entry[] {
  const second = entries.findIndex((entry, i) => i > 0 && entry.time < (entries[i - 1]?.time ?? 0));
  const files = second === -1 ? [entries] : [entries.slice(0, second), entries.slice(second)];
  const sides = files.map((file) => {
    const replies = file.filter(({ text }) => protocolOfLine('server', text) !== undefined).length;
    const commands = file.filter(({ text }) => protocolOfLine('client', text) !== undefined).length;
    return replies > commands ? 'server' : 'client';
  });
  if (files.length === 2 && sides[0] !== sides[1]) {
    return files.flatMap((file, i) => file.map((entry) => ({ ...entry, side: sides[i] })));
  }
  const texts = entries.map(({ text }) => text);
  const votes = texts.map((text) => protocolOfLine('server', text)).filter((vote) => vote !== undefined);
  const turns = sidesOf(texts, votes[0] ?? 'imap');
  return entries.map((entry, i) => ({ ...entry, side: turns[i]?.side }));
}

/** What a terminal shows of `openssl s_client`, telnet or netcat: commands and replies without marks, between what TLS has to say. */
import { type Dialogue, type Importer, said, type Turn } from '../dialogue';
import { protocolOfLine } from '../protocol-of';
import { sidesOf } from '../sides';

const blockStart =
  /^(?:Certificate chain|Server certificate|(?:No client|Acceptable client) certificate CA names|SSL handshake has read|New, (?:TLS|SSL|\(NONE\))|Reused, |Post-Handshake New Session Ticket arrived|SSL-Session:|Server did acknowledge servername|OCSP response)/;
const chatter =
  /^(?:CONNECTED\(|Connecting to |Can't use SSL_get_servername|depth=\d|verify (?:error|return|depth)|Verif(?:y return|ication)|---$|read R BLOCK$|read:errno=|closed$|RENEGOTIATING$|KEYUPDATE$|[0-9A-F]{6,}:error:|\d+:error:|Trying [\d.:a-f]|Connected to |Escape character is|Connection (?:closed|to \S+ closed)|Ncat: |(?:subject|issuer)=)/i;

const reply =
  /^(?:\d{3}[ -]|\* (?:OK|BYE|PREAUTH|CAPABILITY|FLAGS|LIST|SEARCH|\d+ )|\+OK|-ERR|\S+ (?:OK|NO|BAD)(?: |$))/;

export const terminal: Importer = {
  kind: 'openssl',
  title: 'what openssl s_client or telnet showed',
  recognises: (line) => reply.test(line),
  read: (lines) => [readTerminal(withoutChatter(lines))],
};

function readTerminal(lines: readonly string[]): Dialogue {
  const protocol = lines.map((line) => protocolOfLine('server', line)).find((found) => found !== undefined) ?? 'smtp';
  const [first = ''] = lines;
  // With -starttls s_client asks for TLS by itself, and shows only the last line of what the server announced before.
  const upgraded: Readonly<Record<string, readonly Turn[]>> = {
    smtp: [...said('client', 'EHLO mail.example.com\nSTARTTLS'), ...said('server', '220 ready')],
    imap: [...said('client', '. STARTTLS'), ...said('server', '. OK ready')],
  };
  const before = (protocol === 'smtp' && /^250 /.test(first)) || (protocol === 'imap' && /^\. OK/.test(first));
  const turns = sidesOf(before ? lines.slice(1) : lines, protocol);
  return { turns: [...(before ? (upgraded[protocol] ?? []) : []), ...turns], protocol };
}

/** Without what belongs to TLS and to the terminal, and without the blank lines around. */
function withoutChatter(lines: readonly string[]): readonly string[] {
  const kept: string[] = [];
  let inBlock = false;
  let isTls = false;
  for (const line of lines) {
    if (inBlock) {
      inBlock = line !== '---';
      continue;
    }
    if (blockStart.test(line)) {
      inBlock = true;
      isTls = true;
      continue;
    }
    // s_client takes a typed `R…` as its own command, and `Q…` as the wish to leave.
    if (isTls && line === 'RENEGOTIATING' && /^R/.test(kept.at(-1) ?? '')) kept.pop();
    if (chatter.test(line)) continue;
    if (kept.length > 0 || line.trim() !== '') kept.push(line);
  }
  while (kept.at(-1)?.trim() === '') kept.pop();
  if (isTls && kept.at(-1) === 'DONE') {
    kept.pop();
    if (/^Q/.test(kept.at(-1) ?? '')) kept.pop();
  }
  return kept;
}

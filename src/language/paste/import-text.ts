/** A recording of another tool, pasted, as a session script: recognised, put together, loosened, its credentials taken out. */
import { err, ok, type Result } from '../../base';
import type { Protocol } from '../../protocol/finding';
import type { RunEvent } from '../../transcript/event';
import { createRedactor } from '../../transcript/redact';
import { toScript } from '../../transcript/script';
import type { Dialogue } from './dialogue';
import { eventWriter } from './event-writer';
import { imapEvents } from './imap-events';
import { importerFor } from './importers';
import { pop3Events } from './pop3-events';
import { protocolOfTurns } from './protocol-of';
import { smtpEvents } from './smtp-events';

export interface ImportOptions {
  /** What the script it is pasted into speaks: a recording that speaks something else begins with a `connect`. */
  readonly protocol?: Protocol;
}

export interface Imported {
  /** `swaks`, `curl`, `rfc`, …: the row in the table of importers. */
  readonly kind: string;
  /** For people to read: "a swaks transcript". */
  readonly title: string;
  /** Of the first session. */
  readonly protocol: Protocol;
  /** One session for each connection that the recording has, each with its title. */
  readonly script: string;
  /** What a user should know: what the recording leaves out, whose secrets are wanted. */
  readonly notes: readonly string[];
}

export interface ImportProblem {
  readonly message: string;
  readonly advice: string;
}

/** Texts beyond this many characters are not read. */
export const importLimit = 2_000_000;

/** Turns a pasted recording into a session script. Never throws. */
export function importText(text: string, options: ImportOptions = {}): Result<Imported, ImportProblem> {
  if (text.length > importLimit) {
    return err({
      message: 'this text is too long',
      advice: `paste at most ${importLimit / 1_000_000} million characters`,
    });
  }
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  const importer = importerFor(lines);
  if (!importer) {
    return err({
      message: 'this is no recording that can be read',
      advice:
        'what can be read: examples from RFCs, swaks, openssl s_client, curl -v, Python with set_debuglevel, nodemailer, imapflow, Dovecot raw logs, Postfix with -v',
    });
  }
  if (importer.kind === 'rfc' && lines.some((line) => ownForm.test(line))) {
    return err({ message: 'this is a session script already', advice: 'paste it as it is' });
  }
  const dialogues = importer.read(lines).filter(({ turns }) => turns.length > 0);
  if (!dialogues.some(({ turns }) => turns.some((turn) => turn.side === 'client' && turn.kind === 'said'))) {
    return err({
      message: 'only what the server said is in this recording',
      advice: 'record the commands too, for instance by typing them on a terminal',
    });
  }
  const spoken = options.protocol ?? (dialogues[0] && protocolOf(dialogues[0])) ?? 'smtp';
  const sessions = dialogues.map((dialogue, i) =>
    session(dialogue, sessionTitle(importer.title, i, dialogues.length), spoken),
  );
  const [first] = sessions;
  return ok({
    kind: importer.kind,
    title: importer.title,
    protocol: first?.protocol ?? spoken,
    script: sessions.map(({ script }) => script).join('\n'),
    notes: [...new Set(sessions.flatMap(({ notes }) => notes))],
  });
}

/** What stands in no example of an RFC: titles, marks, blocks and assignments of session scripts. */
const ownForm = /^(?:### \S|\s*S[!?]: |\s*[CS]: .*"{3}[-+~]*$|@[A-Za-z_][\w-]* *=)/;

const sessionTitle = (title: string, index: number, count: number): string =>
  `From ${title}${count > 1 ? ` (${index + 1})` : ''}`;

const protocolOf = ({ protocol, turns }: Dialogue): Protocol | undefined => protocol ?? protocolOfTurns(turns);

/** `spoken`: what a session speaks that does not say. */
function session(dialogue: Dialogue, title: string, spoken: Protocol) {
  const protocol = protocolOf(dialogue) ?? spoken;
  const redactor = createRedactor();
  // Once to learn the secrets, which may stand before the place that shows that they are some, and once to write.
  eventsOf(dialogue, protocol, redactor);
  const writer = eventsOf(dialogue, protocol, redactor);
  const started: RunEvent = { seq: 0, at: 0, session: 0, kind: 'session-started', title, file: '', protocol };
  const [head = '', ...rest] = toScript([started, ...writer.events]).split('\n');
  const nobody = rest.some((line) => /^auth(?: [A-Z0-9-]+)?$/.test(line) && !/ANONYMOUS|EXTERNAL/.test(line));
  const notes = [
    ...(dialogue.notes ?? []),
    ...writer.notes,
    ...(nobody ? ['the recording does not say who signed in: name the user behind `auth`'] : []),
  ];
  const script = [
    head,
    ...notes.map((note) => `# ${sentence(note)}`),
    ...(protocol === spoken ? [] : [`connect ${protocol}`]),
    ...(dialogue.before ?? []),
    ...rest.map(quotedSecret),
  ].join('\n');
  const secrets = [...new Set([...script.matchAll(/\{\{\$secret ([^}| ]*)/g)].map(([, name = '']) => name))];
  const wanted = secrets.length === 0 ? [] : [`what was signed in with is now the secret ${secrets.join(', ')}`];
  return { protocol, script, notes: [...notes, ...wanted] };
}

/** A password may hold what an atom or a quoted string may not. */
const quotedSecret = (line: string): string =>
  line.replace(/^(C: LOGIN \S+) "?\{\{\$secret ([^}|"]+)\}\}"?$/i, '$1 {{$secret $2 | quoted}}');

const sentence = (note: string): string => `${note.charAt(0).toUpperCase()}${note.slice(1)}.`;

function eventsOf(dialogue: Dialogue, protocol: Protocol, redactor: ReturnType<typeof createRedactor>) {
  const writer = eventWriter(redactor);
  if (protocol === 'imap') imapEvents(dialogue.turns, writer);
  else if (protocol === 'pop3') pop3Events(dialogue.turns, writer);
  else smtpEvents(dialogue.turns, writer);
  return writer;
}

/** The directives: one row a word. Feeds the parser, completion, hover, the grammar files and docs/language.md. */

export interface DirectiveInfo {
  readonly word: string;
  readonly syntax: string;
  /** What it does, in one sentence. */
  readonly doc: string;
  /** The heading in docs/language.md under which it is explained. */
  readonly section: string;
  /** `end`: opens a body that `end` closes; `block`: takes a `"""` block. */
  readonly opens: 'nothing' | 'end' | 'block';
  /** Whether a connection's name may stand before it. */
  readonly connection: boolean;
  /** How the rest of its line is read. */
  readonly rest: 'words' | 'text' | 'condition' | 'bytes';
  /** `session`: at a session's level only, in no body. */
  readonly level: 'any' | 'session';
}

type Row = Pick<DirectiveInfo, 'word' | 'syntax' | 'doc'> & Partial<DirectiveInfo>;

const group = (section: string, rows: readonly Row[]): readonly DirectiveInfo[] =>
  rows.map((row) => ({ section, opens: 'nothing', connection: false, rest: 'words', level: 'any', ...row }));

export const directives: readonly DirectiveInfo[] = [
  ...group('Connections', [
    {
      word: 'connect',
      syntax: 'connect [as NAME] [URL | imap | smtp | submission | lmtp | pop3 | mx:DOMAIN]',
      doc: "Opens a connection; without one, the session connects by itself to the environment's server for its protocol.",
      connection: true,
    },
    {
      word: 'starttls',
      syntax: 'starttls',
      doc: 'Asks for TLS (`STARTTLS`, `STLS`) and does the handshake; an `S:` line after it speaks of the reply.',
      connection: true,
    },
    {
      word: 'auth',
      syntax: 'auth [MECH] [USER] [PASSWORD] [key=value…]',
      doc: 'Signs in, each step in the transcript; without MECH by the strongest mechanism that both sides have.',
      connection: true,
    },
    { word: 'close', syntax: 'close', doc: 'Closes the connection politely (FIN).', connection: true },
    { word: 'reset', syntax: 'reset', doc: 'Breaks the connection off (RST).', connection: true },
    { word: 'expect', syntax: 'expect close', doc: 'The server must close the connection.', connection: true },
  ]),
  ...group('Conditions and settings', [
    {
      word: 'needs',
      syntax: 'needs CAP…',
      doc: 'Skips the session, with the reason counted, unless the server announces all of these.',
      connection: true,
    },
    { word: 'timeout', syntax: 'timeout 5s', doc: 'How long the session waits for a reply (30 s unless set).' },
    { word: 'strict', syntax: 'strict', doc: 'Replies may hold nothing that no line expects.' },
    { word: 'insecure', syntax: 'insecure', doc: 'Accepts any certificate; the transcript says so.' },
  ]),
  ...group('Bodies', [
    {
      word: 'pipeline',
      syntax: 'pipeline … end',
      doc: 'Sends the commands inside in one write; their replies are expected after `end`.',
      opens: 'end',
      connection: true,
    },
    {
      word: 'retry',
      syntax: 'retry 30s [every 1s] … end',
      doc: 'Runs the body again until it holds, at most so long.',
      opens: 'end',
    },
    {
      word: 'repeat',
      syntax: 'repeat N … end',
      doc: 'Runs the body N times; `{{$index}}` counts from 0.',
      opens: 'end',
    },
    {
      word: 'if',
      syntax: 'if EXPR … [else …] end',
      doc: 'Runs the first part when the condition holds, else the second.',
      opens: 'end',
      connection: true,
      rest: 'condition',
    },
    {
      word: 'always',
      syntax: 'always … end',
      doc: "Clean-up: runs at the session's end, even after a failure.",
      opens: 'end',
      level: 'session',
    },
    { word: 'else', syntax: 'else', doc: 'Begins the other part of an `if`.' },
    { word: 'end', syntax: 'end', doc: 'Ends a `pipeline`, `retry`, `repeat`, `if` or `always`.' },
  ]),
  ...group('Other directives', [
    {
      word: 'include',
      syntax: 'include PATH [name=value…]',
      doc: 'Puts the preamble and the only session of another file here.',
      connection: true,
    },
    { word: 'wait', syntax: 'wait 2s', doc: 'Pauses.' },
    { word: 'silence', syntax: 'silence 2s', doc: 'Fails when anything arrives in that time.', connection: true },
    {
      word: 'assert',
      syntax: 'assert LEFT OP RIGHT',
      doc: 'Fails unless the condition holds.',
      connection: true,
      rest: 'condition',
    },
    {
      word: 'await',
      syntax: 'await dsn ENVID [within 60s] · await message SEARCH-KEYS [within 60s]',
      doc: 'Watches the selected mailbox for a delivery report or a message, and binds `dsn` or `message`.',
      connection: true,
    },
    {
      word: 'compose',
      syntax: 'compose NAME """ … """',
      doc: 'Builds a MIME message; `{{NAME}}` inserts it as a block.',
      opens: 'block',
    },
    {
      word: 'raw',
      syntax: 'raw "bytes\\r\\n\\x00" [every 10ms]',
      doc: 'Sends exactly these bytes, one by one when `every` says so.',
      connection: true,
      rest: 'bytes',
    },
    {
      word: 'fault',
      syntax: 'fault FAULT | none',
      doc: 'Has the sandbox do something wrong from here on, as in `fault refuse RCPT 450 4.7.1 later`; `none` takes all off.',
      rest: 'text',
    },
    { word: 'log', syntax: 'log TEXT', doc: 'Writes a line into the transcript.', rest: 'text' },
  ]),
];

const byWord: ReadonlyMap<string, DirectiveInfo> = new Map(directives.map((info) => [info.word, info]));

/** The directive of that name. */
export const directive = (word: string): DirectiveInfo | undefined => byWord.get(word);

/** The command line: `mailwright run | check | format | serve a sandbox | list environments`. */
import { Command, CommanderError } from 'commander';
import { exitCodes } from './exit-codes';
import { faultHelp } from './fault-help';
import { listenOption } from './listen-address';
import { countOption, durationOption, eachOption, reporterOption, variableOption } from './option-values';
import { UsageError } from './usage-error';

declare const MAILWRIGHT_VERSION: string;

const program = new Command('mailwright')
  .description('Runs mail sessions written as scripts: SMTP, LMTP, IMAP and POP3 dialogues with expectations.')
  .version(MAILWRIGHT_VERSION)
  .showSuggestionAfterError()
  .exitOverride()
  .configureHelp({ sortSubcommands: false });

const exits = `
Exit codes: 0 passed, 1 failed, 2 usage, 3 a script has errors, 4 could not connect, 130 cancelled.`;

program
  .command('run')
  .description('run scripts: files, folders (every script in them) or globs; the current folder when none is named')
  .argument('[paths...]')
  .option('-e, --env <name>', 'environment from mailwright.env.json, or "sandbox" for the embedded servers')
  .option('--var <name=value>', 'set a variable (repeatable)', variableOption)
  .option('--secrets-file <file>', 'file of NAME=value lines; also read: MAILWRIGHT_SECRET_<NAME>')
  .option('-r, --reporter <name[=file]>', 'pretty, json, junit, tap or html (repeatable)', reporterOption)
  .option('-j, --jobs <n>', 'scripts that run at the same time', countOption, 1)
  .option('--shard <i/n>', 'run only the i-th of n parts, for several CI workers')
  .option('--fail-fast', 'stop at the first failed session')
  .option('-f, --filter <text>', 'run only sessions whose title contains this (and those that they need)')
  .option('-t, --timeout <duration>', 'for a reply, such as 5s (default 30s)', durationOption)
  .option('--transcripts <folder>', 'keep each script’s transcript there as JSON Lines')
  .option('--dry-run', 'print the scripts with their values put in; connect to nothing')
  .option('-q, --quiet', 'outcomes and failures only, no dialogues')
  .addHelpText('after', exits)
  .action(async (paths, options) => {
    const { runCommand } = await import('./run');
    process.exitCode = await runCommand(paths, options);
  });

program
  .command('check')
  .description('print the problems of scripts; exit code 3 when there are errors')
  .argument('[paths...]')
  .option('-e, --env <name>', 'environment whose variables are known')
  .option('--var <name=value>', 'a variable that will be set (repeatable)', variableOption)
  .action(async (paths, options) => {
    const { checkCommand } = await import('./check');
    process.exitCode = await checkCommand(paths, options);
  });

program
  .command('format')
  .description('format scripts in place; comments and what goes over the wire stay as they are')
  .argument('[paths...]')
  .option('--check', 'change nothing; exit code 1 when a script is not formatted')
  .action(async (paths, options) => {
    const { formatCommand } = await import('./format');
    process.exitCode = await formatCommand(paths, options);
  });

program
  .command('sandbox')
  .description('start the embedded SMTP, LMTP, IMAP and POP3 servers on loopback and print how to connect')
  .option('--json', 'one line of JSON for programs: URLs by service, users, ca (PEM)')
  .option('--quiet', 'do not print what happens in it')
  .option('--users <list>', 'names, with passwords if they are to be known: alice:secret,bob', eachOption)
  .option('--domain <name>', 'the domain it is responsible for (default example.test)')
  .option(
    '--seed <[user=]path>',
    'messages at start: an .eml file, an mbox, a folder, a Maildir (repeatable)',
    eachOption,
  )
  .option('--data <folder>', 'keep users, mailboxes and messages there')
  .option('--fault <fault>', 'do something wrong on purpose; see below (repeatable)', eachOption)
  .option('--capabilities <list>', 'only these, or with a minus all but these: -PIPELINING,-IDLE', eachOption)
  .option('--tls-required', 'no passwords in clear')
  .option('--unknown-users <how>', 'refuse them at RCPT, or bounce (default refuse)')
  .option('--port <service=port>', 'instead of any free port (repeatable)', eachOption)
  .option('--host <address>', 'the address to listen on (default 127.0.0.1)')
  .option('--listen-beyond-loopback', 'allow a --host that other machines can connect to')
  .option('--proxy-protocol <services>', 'services whose connections begin with a PROXY protocol header', eachOption)
  .addHelpText('after', faultHelp)
  .action(async (options) => {
    const { sandboxCommand } = await import('./sandbox');
    process.exitCode = await sandboxCommand(options);
  });

program
  .command('serve')
  .description('play a script from the server’s end, to test a client against it')
  .argument('<script>')
  .requiredOption('-l, --listen <port>', 'PORT or HOST:PORT; 0 is any that is free', listenOption)
  .option('--listen-beyond-loopback', 'allow an address that other machines can connect to')
  .option('--tls', 'TLS from the first octet')
  .option('--once', 'play the file once through, then exit (the default)')
  .option('--loop', 'begin again when the file has been played, until Ctrl-C')
  .option('--else <server>', '"sandbox": what the script does not speak of is answered by an embedded sandbox')
  .option('-e, --env <name>', 'environment whose users, passwords and variables are known')
  .option('--var <name=value>', 'set a variable (repeatable)', variableOption)
  .option('--secrets-file <file>', 'file of NAME=value lines; also read: MAILWRIGHT_SECRET_<NAME>')
  .option('-r, --reporter <name[=file]>', 'pretty, json, junit, tap or html (repeatable)', reporterOption)
  .option('-t, --timeout <duration>', 'for what the client says next, such as 5s (default 30s)', durationOption)
  .option('--transcript <file>', 'keep the transcript there as JSON Lines')
  .option('--json', 'one line with the URL and the certificate authority, for programs')
  .option('-q, --quiet', 'the URL, outcomes and failures only')
  .addHelpText('after', exits)
  .action(async (script, options) => {
    const { serveCommand } = await import('./serve');
    process.exitCode = await serveCommand(script, options);
  });

program
  .command('environments')
  .description('list the environments: servers, users, where they come from')
  .action(async () => {
    const { environmentsCommand } = await import('./environments');
    process.exitCode = environmentsCommand();
  });

program
  .command('script')
  .description('turn a transcript (JSON Lines) into a session script')
  .argument('<transcript>')
  .option('-o, --output <file>', 'write there instead of to standard output')
  .action(async (transcript, options) => {
    const { scriptCommand } = await import('./script');
    process.exitCode = scriptCommand(transcript, options);
  });

program
  .command('language-server')
  .description('serve an editor over standard input and output (Language Server Protocol)')
  .option('--stdio', 'what it does anyway: some editors say so')
  .action(async () => {
    const { languageServerCommand } = await import('./language-server');
    languageServerCommand();
  });

program.parseAsync().catch((error: unknown) => {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? exitCodes.passed : exitCodes.usage;
  } else if (error instanceof UsageError) {
    process.stderr.write(`mailwright: ${error.message}\n`);
    process.exitCode = exitCodes.usage;
  } else {
    process.stderr.write(
      `mailwright: this is a bug, please report it:\n${error instanceof Error ? error.stack : String(error)}\n`,
    );
    process.exitCode = exitCodes.failed;
  }
});

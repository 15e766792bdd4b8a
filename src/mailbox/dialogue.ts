/** Speaks IMAP by hand until the client library takes over: one command at a time, each with its reply. */
import { err, ok, type Result, utf8 } from '../base';
import type { Capabilities } from '../protocol/capabilities';
import { capabilitiesOf } from '../protocol/imap/capabilities';
import type { ImapResponse } from '../protocol/imap/response';
import { tagGenerator } from '../protocol/imap/tags';
import type { Clock, Transport } from '../session/ports';
import type { SentRole, WireText } from '../transcript/event';
import type { Tap } from './tap';
import { type Trouble, trouble } from './trouble';

/** How a line stands in the transcript when it is not to be shown as it is. */
export interface Shown {
  readonly text: string;
  readonly octets: number;
}

export interface Dialogue {
  /** The next response that ends something: tagged, a continuation, a greeting, or BYE. Untagged ones before it are passed over. */
  next(what: string): Promise<Result<ImapResponse, Trouble>>;
  /** Sends a command and gives what ends it, or a continuation. `masked` makes what is shown from the tag. */
  command(line: string, masked?: (tag: string) => Shown, note?: string): Promise<Result<ImapResponse, Trouble>>;
  /** Sends a line that goes on after a continuation. */
  proceed(
    line: string,
    shown: Shown | undefined,
    note: string | undefined,
    role: SentRole,
  ): Promise<Result<ImapResponse, Trouble>>;
  /** As last announced; undefined when they must be asked for (again). */
  capabilities: Capabilities | undefined;
  /** Octets or responses that came and that nobody has asked for: in clear behind STARTTLS they are an injection. */
  readonly unasked: number;
  /** Stops listening; the transport is paused. */
  end(): void;
}

/** Starts reading. `timeoutMs`: for each reply. */
export function dialogue(transport: Transport, tap: Tap, clock: Clock, timeoutMs: number): Dialogue {
  const queue: ImapResponse[] = [];
  let ended: Trouble | undefined;
  let wake: (() => void) | undefined;
  let capabilities: Capabilities | undefined;
  let greeted = false;
  const tag = tagGenerator();

  const ends = (response: ImapResponse): boolean =>
    response.kind !== 'untagged' ||
    response.name === 'BYE' ||
    (!greeted && /^(?:OK|PREAUTH|NO|BAD)$/.test(response.name));

  const unlisten = tap.listen((response) => {
    const announced = capabilitiesOf(response);
    if (announced) capabilities = announced;
    if (!ends(response)) return;
    greeted = true;
    queue.push(response);
    wake?.();
  });
  const resume = (): void =>
    transport.resume({
      data: (bytes) => tap.received(bytes),
      end(how, reason) {
        ended = trouble(
          'connection',
          how === 'fin' ? 'the server closed the connection' : `the connection broke${reason ? ` (${reason})` : ''}`,
          'The transcript shows what was said last.',
        );
        wake?.();
      },
    });
  resume();

  const next = (what: string): Promise<Result<ImapResponse, Trouble>> =>
    new Promise((resolve) => {
      const settle = (): boolean => {
        const response = queue.shift();
        if (response) resolve(ok(response));
        else if (ended) resolve(err({ ...ended, message: `${what}: ${ended.message}` }));
        else return false;
        wake = undefined;
        cancel();
        return true;
      };
      const cancel = clock.after(timeoutMs, () => {
        wake = undefined;
        resolve(
          err(
            trouble(
              'connection',
              `${what}: no answer within ${timeoutMs} ms`,
              'Check the port: a server for TLS says nothing to clear text.',
            ),
          ),
        );
      });
      if (!settle()) wake = settle;
    });

  const say = (line: string, shown: Shown | undefined, note: string | undefined, role: SentRole): void => {
    const octets = utf8(line);
    const wire: WireText | undefined = shown && { ...shown, masked: true };
    if (wire || note !== undefined || role !== 'command') {
      tap.sentAs(line, wire ?? { text: line, octets: octets.length }, role, note);
    } else tap.sent(octets);
    void transport.write(octets);
  };

  return {
    next,
    command(line, masked, note) {
      const own = tag();
      say(`${own} ${line}\r\n`, masked?.(own), note, 'command');
      return next(line.split(' ', 1)[0] ?? line);
    },
    proceed(line, shown, note, role) {
      say(`${line}\r\n`, shown, note, role);
      return next('AUTHENTICATE');
    },
    get capabilities() {
      return capabilities;
    },
    set capabilities(value) {
      capabilities = value;
    },
    get unasked() {
      return queue.length + tap.pending;
    },
    end() {
      unlisten();
      transport.pause();
    },
  };
}

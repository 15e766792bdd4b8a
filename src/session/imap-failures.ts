/** What can go wrong between an IMAP command and its tagged response. */
import type { ImapResponse } from '../protocol/imap/response';
import type { Failure, FailureKind } from '../transcript/event';
import { failure } from './failure';
import type { ImapPhase, InFlight } from './imap-phase';
import { type Link, shown, whatOf } from './link';

type Details = Pick<Failure, 'expected' | 'actual' | 'advice'>;

const at = (link: Link, phase: ImapPhase, kind: FailureKind, message: string, details: Details): Failure =>
  failure(kind, message, {
    ...(phase.place && { place: phase.place }),
    ...(link.connection !== undefined && { connection: link.connection }),
    ...details,
  });

export const byeFailure = (link: Link, phase: ImapPhase, response: ImapResponse): Failure =>
  at(link, phase, 'closed', `The server said BYE before it answered \`${whatOf(link.recorder, phase)}\``, {
    actual: link.recorder.redactor.text(response.text ?? ''),
    advice: 'The server’s text says why it closes; where that is expected, write `S: * BYE`',
  });

export const strictFailure = (link: Link, phase: ImapPhase, bytes: Uint8Array | undefined): Failure =>
  at(link, phase, 'mismatch', 'The server says what no line expects, and the session is `strict`', {
    ...(bytes && { actual: shown(link, bytes) }),
    advice: 'Allow it with a line `S?: …`, or leave `strict` out',
  });

export const foreignTag = (
  link: Link,
  phase: ImapPhase,
  due: string,
  response: ImapResponse,
  bytes: Uint8Array,
): Failure =>
  at(link, phase, 'protocol', `The server answered with the tag "${response.tag ?? ''}", which no command has`, {
    expected: `${due} OK, NO or BAD`,
    actual: shown(link, bytes),
    advice: 'A server must answer with the tag of the command, octet for octet (RFC 9051 §2.2.2)',
  });

/** Why no answer comes, where that is known. `spoilt`: what was wrong with the last untagged data. */
export function waitsFor(command: InFlight | undefined, spoilt: string | undefined): string | undefined {
  if (!command) return spoilt && `What came before broke the grammar (${spoilt}): it may have swallowed the answer`;
  if (command.literalLeft > 0)
    return `The server waits for ${command.literalLeft} octets more of the literal; a block (\`"""\`) is counted for you`;
  if (command.unfinished)
    return 'The literal is complete, but the command’s line is not: end it with an empty `C:` line';
  return command.name === 'IDLE' ? 'The server is in IDLE until `C: DONE`' : 'The server waits for a SASL response';
}

/** A pipeline is one write, in which nothing can be waited for. */
export const literalInPipeline = (): Failure =>
  failure('resolve', 'A literal that waits for the server’s `+` cannot stand inside `pipeline`, which is one write', {
    advice:
      'Send it with `"""+` ({n+}) where the server announces LITERAL+ or LITERAL-, or take the command out of the pipeline',
  });

/** A signed-in transport as the stream that imapflow drives: it is greeted with PREAUTH, and every octet passes the tap. */
import { Duplex } from 'node:stream';
import { utf8 } from '../base';
import type { Clock, Transport } from '../session/ports';
import type { Tap } from './tap';

/** What imapflow asks of a socket beside being a Duplex. */
export type LibrarySocket = Duplex & { setTimeout(ms: number): unknown };

/** Emits `timeout` after the milliseconds that were set without traffic, as sockets do. Ending or destroying it closes the transport. */
export function libraryStream(transport: Transport, tap: Tap, clock: Clock): LibrarySocket {
  let timeout = 0;
  let cancel: (() => void) | undefined;
  let last = clock.now();
  let greeted = false;

  const watch = (): void => {
    cancel?.();
    cancel = undefined;
    if (timeout === 0) return;
    const left = last + timeout - clock.now();
    if (left <= 0) {
      last = clock.now();
      stream.emit('timeout');
    }
    cancel = clock.after(Math.max(1, last + timeout - clock.now()), watch);
  };

  const stream = Object.assign(
    new Duplex({
      allowHalfOpen: false,
      read() {
        if (!greeted) {
          greeted = true;
          this.push(utf8('* PREAUTH signed in\r\n'));
        }
        transport.resume({
          data(bytes) {
            last = clock.now();
            tap.received(bytes);
            if (!stream.push(bytes)) transport.pause();
          },
          end(how, reason) {
            if (how === 'fin') stream.push(null);
            else stream.destroy(new Error(reason ?? 'the connection broke'));
          },
        });
      },
      write(chunk: Uint8Array, _encoding, done) {
        last = clock.now();
        tap.sent(chunk);
        const room = transport.write(chunk);
        if (room) void room.then(() => done());
        else done();
      },
      final(done) {
        void transport.close().then(() => done());
      },
      destroy(error, done) {
        cancel?.();
        transport.pause();
        void transport.close();
        done(error);
      },
    }),
    {
      setTimeout(ms: number) {
        timeout = ms;
        last = clock.now();
        watch();
      },
    },
  );
  return stream;
}

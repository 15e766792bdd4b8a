/** `--listen PORT` or `--listen HOST:PORT`. */
import { UsageError } from './usage-error';

export interface ListenAddress {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  /** Only this machine can connect to it. */
  readonly loopback: boolean;
}

export function listenOption(text: string): ListenAddress {
  const found = /^(?:(?:\[([0-9a-f:.]+)\]|([^:]+)):)?(\d{1,5})$/i.exec(text.trim());
  const port = Number(found?.[3]);
  if (!found || port > 65_535) {
    throw new UsageError(
      `--listen ${text}: write a port, such as 2525, or HOST:PORT, such as 127.0.0.1:2525; 0 is any that is free`,
    );
  }
  const host = found[1] ?? found[2] ?? '127.0.0.1';
  return { host, port, loopback: /^(?:127\.\d+\.\d+\.\d+|::1|localhost)$/i.test(host) };
}

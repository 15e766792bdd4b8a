/** Where a connection URL leads: protocol, host, port, whether TLS comes first. */
import { err, ok, type Result } from '../base';
import { schemes } from '../protocol/schemes';

export type Target =
  | { readonly kind: 'tcp'; readonly host: string; readonly port: number; readonly implicitTls: boolean }
  | { readonly kind: 'unix'; readonly path: string }
  | { readonly kind: 'mx'; readonly domain: string; readonly port: number };

/** Reads `imap://host:port`, `unix:/path`, `mx:domain[:port]`; the error says what is wrong and names the schemes. */
export function parseTarget(url: string): Result<Target, string> {
  const unix = /^unix:(?:\/\/)?(\/.+)$/.exec(url);
  if (unix?.[1]) return ok({ kind: 'unix', path: unix[1] });
  const mx = /^mx:(?:\/\/)?([^:/\s]+)(?::(\d+))?$/.exec(url);
  if (mx?.[1]) return port(mx[2], 25, (number) => ({ kind: 'mx', domain: mx[1] ?? '', port: number }));
  const tcp = /^([a-z0-9]+):(?:\/\/)?(?:[^@/]*@)?(\[[0-9a-f:.]+\]|[^:/\s?#]+)(?::(\d+))?\/?$/i.exec(url);
  const scheme = schemes[tcp?.[1]?.toLowerCase() ?? ''];
  if (!tcp?.[2] || !scheme) {
    return err(
      `“${url}” is no address to connect to: write one of ${Object.keys(schemes).join(', ')} and ://host:port, unix:/path or mx:domain`,
    );
  }
  const host = tcp[2].replace(/^\[|\]$/g, '');
  return port(tcp[3], scheme.port, (number) => ({ kind: 'tcp', host, port: number, implicitTls: scheme.implicitTls }));
}

function port(text: string | undefined, fallback: number, target: (port: number) => Target): Result<Target, string> {
  const number = text === undefined ? fallback : Number(text);
  return number >= 1 && number <= 65_535 ? ok(target(number)) : err(`port ${text} is not between 1 and 65535`);
}

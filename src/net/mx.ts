/** Where mail for a domain goes: MX look-up by RFC 5321 §5.1 and RFC 7505. */
import { Resolver } from 'node:dns/promises';
import { err, ok, type Result } from '../base';

export interface MailHost {
  readonly name: string;
  readonly preference: number;
  readonly addresses: readonly string[];
}

/** A resolver that asks the given DNS servers (`127.0.0.1:5353`), or the system's. */
export function resolver(servers: readonly string[]): Resolver {
  const made = new Resolver({ timeout: 2_000, tries: 2 });
  if (servers.length > 0) made.setServers(servers);
  return made;
}

/** The mail hosts of `domain`, the most preferred first, with their addresses; the error says in words why there is none. */
export async function mailHosts(domain: string, dns: Resolver): Promise<Result<readonly MailHost[], string>> {
  const records = await ask(() => dns.resolveMx(domain));
  if (!records.ok && !noData.has(records.error)) return err(`the MX look-up of ${domain} failed: ${records.error}`);
  const mx = records.ok ? records.value : [];
  if (mx.length === 1 && (mx[0]?.exchange === '' || mx[0]?.exchange === '.')) {
    return err(`${domain} takes no mail: its MX is null (RFC 7505)`);
  }
  const listed = mx.length > 0 ? mx : [{ exchange: domain, priority: 0 }];
  const hosts = await Promise.all(
    [...listed]
      .sort((a, b) => a.priority - b.priority)
      .map(async ({ exchange, priority }) => ({
        name: exchange,
        preference: priority,
        addresses: (await Promise.all([ask(() => dns.resolve4(exchange)), ask(() => dns.resolve6(exchange))])).flatMap(
          (answer) => (answer.ok ? answer.value : []),
        ),
      })),
  );
  if (hosts.some((host) => host.addresses.length > 0)) return ok(hosts);
  return err(
    mx.length > 0
      ? `none of the mail hosts of ${domain} has an address: ${hosts.map((host) => host.name).join(', ')}`
      : `${domain} has no MX record and no address`,
  );
}

const noData = new Set(['ENODATA', 'ENOTFOUND']);

async function ask<T>(question: () => Promise<T>): Promise<Result<T, string>> {
  try {
    return ok(await question());
  } catch (error) {
    return err((error as NodeJS.ErrnoException).code ?? String(error));
  }
}

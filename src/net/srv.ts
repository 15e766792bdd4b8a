/** Where a domain's users find their mail servers: SRV look-up by RFC 6186 and RFC 8314 §5.1. */
import type { Resolver } from 'node:dns/promises';

/** The labels that are asked for, and the URL scheme that each stands for; the safer first (RFC 8314 §3). */
export const mailServiceLabels = {
  _imaps: 'imaps',
  _imap: 'imap',
  _pop3s: 'pop3s',
  _pop3: 'pop3',
  _submissions: 'submissions',
  _submission: 'submission',
} as const;
export type MailServiceLabel = keyof typeof mailServiceLabels;

export interface ServiceHost {
  readonly host: string;
  readonly port: number;
  readonly priority: number;
  readonly weight: number;
}

export interface ServiceAnswer {
  /** What was asked for, such as `_imaps._tcp.example.org`. */
  readonly name: string;
  readonly label: MailServiceLabel;
  /** In the order in which they are to be tried; empty where `none` or `failure` says why. */
  readonly hosts: readonly ServiceHost[];
  /** There is no such record, or its target is `.`: the domain says that it has no such service (RFC 6186 §3.4). */
  readonly none?: 'no record' | 'not offered';
  /** The look-up itself failed: the code of the DNS. */
  readonly failure?: string;
}

/** Asks for all six records of `domain` at once. Hosts with names that are none are left out. */
export function mailServices(domain: string, dns: Resolver): Promise<readonly ServiceAnswer[]> {
  const labels = Object.keys(mailServiceLabels) as MailServiceLabel[];
  return Promise.all(labels.map((label) => mailService(domain, label, dns)));
}

async function mailService(domain: string, label: MailServiceLabel, dns: Resolver): Promise<ServiceAnswer> {
  const name = `${label}._tcp.${domain}`;
  const about = { name, label };
  try {
    const records = await dns.resolveSrv(name);
    if (records.length === 1 && (records[0]?.name === '' || records[0]?.name === '.')) {
      return { ...about, hosts: [], none: 'not offered' };
    }
    const hosts = records
      .map((record) => ({ host: record.name.replace(/\.$/, ''), ...pick(record) }))
      .filter(({ host, port }) => hostName.test(host) && port > 0)
      // Weights share load between many clients; one client that shows its choice to its user takes the heaviest (RFC 2782).
      .sort((a, b) => a.priority - b.priority || b.weight - a.weight);
    return hosts.length > 0 ? { ...about, hosts } : { ...about, hosts, failure: 'the record names no host' };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? String(error);
    return noRecord.has(code) ? { ...about, hosts: [], none: 'no record' } : { ...about, hosts: [], failure: code };
  }
}

const pick = ({ port, priority, weight }: ServiceHost | Omit<ServiceHost, 'host'>): Omit<ServiceHost, 'host'> => ({
  port,
  priority,
  weight,
});

const hostName = /^[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?(?:\.[a-z0-9_](?:[a-z0-9_-]*[a-z0-9])?)*$/i;
const noRecord = new Set(['ENODATA', 'ENOTFOUND']);
